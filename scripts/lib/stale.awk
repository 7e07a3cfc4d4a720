# What is to be built; see scripts/stale. First input: `<sha256> <path>` as files are now; second: all static keys.
FNR == NR { hash[$2] = $1; next }
($1 == "file" || $1 == "lock") && ($3 in hash) && hash[$3] != $2 && !warned[$3]++ {
    print "scripts/stale: " $3 " is not what generated/ was compiled from; building what is there; run `defs compile`" > "/dev/stderr"
}

# recorded(id): the key text that the record of an image tells, when it is of the image that lies there.
function recorded(id,    file, line, text) {
    if (told(id) == "" || told(id) != digest(id)) return ""
    file = output(id) "/record"
    while ((getline line < file) > 0) if (line ~ /^input /) text = text substr(line, 7) "\n"
    close(file)
    return text
}

# told(id): the digest that the record of an image tells, or "".
function told(id,    file, line, found) {
    file = output(id) "/record"
    while (found == "" && (getline line < file) > 0) if (line ~ /^digest /) found = substr(line, 8)
    close(file)
    return found
}

# build_named(): what is asked for by its name and without cache is built, anchored or not.
function build_named(    id) {
    if (nocache) for (id in named) delete is_anchored[id]
}

# reason(id): why an image is to be built, or "" when it is current.
function reason(id,    n, j, list, before) {
    if (nocache && (id in named)) return "asked for without cache"
    if (id in is_anchored) return ""
    before = recorded(id)
    if (before == "") return "not built yet"
    n = split(needs[id], list, ",")
    for (j = 1; j <= n; j++) if (list[j] in stale) return "may change with " shown(list[j], id)
    return before == key_text(id) ? "" : "inputs changed"
}

END {
    read_images()
    read_anchored(anchored)
    mark_goals("scripts/stale")
    if (failed) exit 1
    build_named()
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
