# shellcheck shell=sh
# shellcheck disable=SC2154 # $here and $root are the caller's
# The images that goals name, `<name> <platform> <folder>` of each, in build order; `all` names every one. A goal that names
# none is an error. Sourced.

# goal_images GOAL...: the images named.
goal_images() {
    list_images '' '' "$@"
}

# goal_closure ANCHORED GOAL...: those and all that they need; the images in ANCHORED, `NAME@PLATFORM...`, need only the
# images whose layers they share.
goal_closure() {
    anchored=$1
    shift
    list_images yes "$anchored" "$@"
}

# check_goals GOAL...: fails, with a message, when a goal names no image.
check_goals() {
    goal_images "$@" >/dev/null
}

# list_images CLOSURE ANCHORED GOAL...
list_images() {
    closure=$1 anchored=$2
    shift 2
    awk -v root="$root" -v closure="$closure" -v anchored="$anchored" -v wanted="$*" -v script="scripts/${0##*/}" \
        -f "$here/lib/key.awk" -f "$here/lib/goals.awk" -f "$here/lib/goals-list.awk"
}
