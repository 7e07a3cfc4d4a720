# Which images goals mean; needs the tables of key.awk and -v wanted="GOAL...".

# mark_goals(script): selects the images that the goals name; a goal that names none is an error of that script.
function mark_goals(script,    i, j, n, goal, part, names, found) {
    n = split(wanted, goal, " ")
    for (i = 1; i <= images; i++) {
        split(order[i], part, "@")
        names = "," part[1] "," goals[order[i]] ",all,"
        for (j = 1; j <= n; j++) if (index(names, "," goal[j] ",")) { selected[order[i]] = named[order[i]] = found[goal[j]] = 1 }
    }
    for (j = 1; j <= n; j++) if (!(goal[j] in found)) {
        print script ": nothing is called '" goal[j] "'; see `make help`" > "/dev/stderr"
        failed = 1
    }
}

# select_needed(): adds to the selected images all that they need; images come in build order, so one backward pass is enough.
# Of what an image in is_anchored needs, only the images whose layers it shares have to be there.
function select_needed(    i, n, j, part, list) {
    for (i = images; i >= 1; i--) {
        if (!selected[order[i]]) continue
        split(order[i], part, "@")
        n = split(order[i] in is_anchored ? layers_of(order[i]) : needs[order[i]], list, ",")
        for (j = 1; j <= n; j++) selected[need_id(list[j], part[2])] = 1
    }
}
