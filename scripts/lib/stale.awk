# What is to be built; see scripts/stale. First input: `<sha256> <path>` as files are now; second: all static keys.
FNR == NR { hash[$2] = $1; next }
($1 == "file" || $1 == "lock") && ($3 in hash) && hash[$3] != $2 && !warned[$3]++ {
    print "scripts/stale: " $3 " is not what generated/ was compiled from; building what is there; run `defs compile`" > "/dev/stderr"
}

# recorded(id): the key text that the record of an image tells, when it is of the image that lies there.
function recorded(id,    file, line, text, told) {
    file = output(id) "/record"
    while ((getline line < file) > 0) {
        if (line ~ /^digest /) told = substr(line, 8)
        if (line ~ /^input /) text = text substr(line, 7) "\n"
    }
    close(file)
    if (told == "" || told != digest(id)) return ""
    return text
}

# select_needed(): adds to the selected images all that they need; images come in build order, so one backward pass is enough.
function select_needed(    i, n, j, part, list) {
    for (i = images; i >= 1; i--) {
        if (!selected[order[i]]) continue
        split(order[i], part, "@")
        n = split(needs[order[i]], list, ",")
        for (j = 1; j <= n; j++) selected[list[j] "@" part[2]] = 1
    }
}

# mark_goals(): selects the images that the goals name; a goal that names none is an error.
function mark_goals(    i, j, n, goal, part, names, found) {
    n = split(wanted, goal, " ")
    for (i = 1; i <= images; i++) {
        split(order[i], part, "@")
        names = "," part[1] "," goals[order[i]] ",all,"
        for (j = 1; j <= n; j++) if (index(names, "," goal[j] ",")) { selected[order[i]] = named[order[i]] = found[goal[j]] = 1 }
    }
    for (j = 1; j <= n; j++) if (!(goal[j] in found)) {
        print "scripts/stale: nothing is called '" goal[j] "'; see `make help`" > "/dev/stderr"
        failed = 1
    }
}

# reason(id): why an image is to be built, or "" when it is current.
function reason(id,    n, j, part, list, before) {
    if (nocache && named[id]) return "asked for without cache"
    before = recorded(id)
    if (before == "") return "not built yet"
    split(id, part, "@")
    n = split(needs[id], list, ",")
    for (j = 1; j <= n; j++) if ((list[j] "@" part[2]) in stale) return "may change with " list[j]
    return before == key_text(id) ? "" : "inputs changed"
}

END {
    read_images()
    mark_goals()
    if (failed) exit 1
    select_needed()
    for (i = 1; i <= images; i++) {
        id = order[i]
        if (!selected[id]) continue
        why = reason(id)
        if (why == "") continue
        stale[id] = 1
        split(id, part, "@")
        print part[1], part[2], why
    }
}
