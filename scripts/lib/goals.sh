# shellcheck shell=sh
# shellcheck disable=SC2154 # $here, $root and $work are the caller's
# The images that goals name, `<name> <platform> <folder>` of each, in build order; `all` names every one but those that
# only anchored images need (docs/bootstrap.md). A goal that names none is an error. Sourced after tree.sh and key.sh.
# shellcheck source=scripts/lib/recipe.sh
. "$here/lib/recipe.sh"

# goal_images GOAL...: the images named.
goal_images() {
    ! has_anchors || hash_all
    list_images '' "$(anchored_here)" "$@"
}

# goal_closure ANCHORED GOAL...: those and all that they need; the images in ANCHORED, `NAME@PLATFORM...`, need only the
# images whose layers they share.
goal_closure() {
    list_images yes "$@"
}

# check_goals GOAL...: fails, with a message, when a goal names no image.
check_goals() {
    list_images '' '' "$@" >/dev/null
}

# check_current GOAL...: fails, naming them, when images that the goals name or need are to be built. Uses fail().
check_current() {
    stale=$("$here/stale" "$@")
    [ -z "$stale" ] || fail 1 "not built yet: $(echo "$stale" | cut -d ' ' -f 1 | paste -s -d ' ' -); run make first"
}

# list_images CLOSURE ANCHORED GOAL...
list_images() (
    closure=$1 anchored=$2
    shift 2
    check_generated
    awk -v root="$root" -v closure="$closure" -v anchored="$anchored" -v wanted="$*" -v script="scripts/${0##*/}" \
        -f "$here/lib/key.awk" -f "$here/lib/goals.awk" -f "$here/lib/goals-list.awk"
)
