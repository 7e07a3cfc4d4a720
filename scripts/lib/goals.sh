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
        echo "scripts/${0##*/}: nothing is called '$goal'; see \`make help\`" >&2
        status=1
    done
    return "$status"
}

# goal_closure GOAL...: the same for the images named and all that they need, each after what it needs.
goal_closure() {
    goal_images "$@" | awk '
        NR == FNR { wanted[$1 "@" $2]; next }
        /^#/ || NF == 0 { next }
        { line[++count] = $1 " " $2 " " $3; id[count] = $1 "@" $2; platform[count] = $2; needs[count] = $5 }
        END {
            for (i = count; i >= 1; i--) {
                if (!(id[i] in wanted) || needs[i] == "-") continue
                n = split(needs[i], list, ",")
                for (j = 1; j <= n; j++) wanted[list[j] "@" platform[i]]
            }
            for (i = 1; i <= count; i++) if (id[i] in wanted) print line[i]
        }' - "$root/generated/images.txt"
}
