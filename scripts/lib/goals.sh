# shellcheck shell=sh
# shellcheck disable=SC2154 # $root is the caller's
# The images that goals name. Sourced.

# goal_images GOAL...: prints `<name> <platform> <folder>` of each image that a goal names; `all` names every one.
goal_images() {
    awk -v wanted="$*" '
        BEGIN { count = split(wanted, goal, " ") }
        /^#/ { next }
        {
            names = "," $1 "," $4 ",all,"
            for (i = 1; i <= count; i++) if (index(names, "," goal[i] ",")) { print $1, $2, $3; next }
        }' "$root/generated/images.txt"
}

# check_goals GOAL...: fails, with a message for each goal that names no image.
check_goals() {
    status=0
    for goal in "$@"; do
        [ -z "$(goal_images "$goal")" ] || continue
        printf 'scripts/%s: nothing is called %s; see `make help`\n' "${0##*/}" "'$goal'" >&2
        status=1
    done
    return "$status"
}
