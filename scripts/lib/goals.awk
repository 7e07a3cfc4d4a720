# Which images goals mean; needs the tables of key.awk and -v wanted="GOAL...". Images in is_anchored need nothing but the images
# whose layers they share.

# read_anchored(ids): fills is_anchored.
function read_anchored(ids,    i, n, list) {
    n = split(ids, list, " ")
    for (i = 1; i <= n; i++) is_anchored[list[i]] = 1
}

# required(id): what has to be there for an image, joined by commas.
function required(id) {
    return id in is_anchored ? layers_of(id) : needs[id]
}

# hide_below(): marks as hidden what only anchored images need. Images come in build order, so one backward pass is enough.
function hide_below(    i, id, needed, of_use) {
    for (i = images; i >= 1; i--) {
        id = order[i]
        if (id in needed && !(id in of_use)) hidden[id] = 1
        else mark(of_use, required(id))
        mark(needed, needs[id])
    }
}

# is_chosen(id): whether goals mean an image on its platform: on the one that PLATFORM names, or where it is built for others only.
function is_chosen(id,    part) {
    split(id, part, "@")
    return part[2] == ENVIRON["PLATFORM"] || !((part[1] "@" ENVIRON["PLATFORM"]) in folder)
}

# mark_goals(script): selects the images that the goals name; a goal that names none is an error of that script.
function mark_goals(script,    i, j, n, id, goal, part, names, found) {
    if (anchored != "") hide_below()
    n = split(wanted, goal, " ")
    if (n == 0) goal[++n] = ""
    for (i = 1; i <= images; i++) {
        id = order[i]
        if (!is_chosen(id)) continue
        split(id, part, "@")
        names = "," part[1] "," goals[id] (id in hidden ? "," : ",all,")
        for (j = 1; j <= n; j++) if (index(names, "," goal[j] ",")) {
            selected[id] = found[goal[j]] = 1
            if (goal[j] != "all" || !(id in is_anchored)) named[id] = 1
        }
    }
    for (j = 1; j <= n; j++) if (!(goal[j] in found)) {
        print script ": nothing is called '" goal[j] "'; see `make help`" > "/dev/stderr"
        failed = 1
    }
}

# select_needed(): adds to the selected images all that they need.
function select_needed(    i) {
    for (i = images; i >= 1; i--) if (selected[order[i]]) mark(selected, required(order[i]))
}
