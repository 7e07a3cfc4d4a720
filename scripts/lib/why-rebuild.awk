# Finds the input that makes an image stale; see scripts/why-rebuild. First input: `<sha256> <path>` as files are now;
# second: `<name> <platform> <folder>` of the images asked about. -v anchored="NAME@PLATFORM...": anchored images, whose
# inputs do not count; -v json=1: the answer as JSON.
FNR == NR { hash[$2] = $1; next }
{ asked[++goal_count] = $1 "@" $2 }

# read_record(file): reads a record; sets record_digest, record_engine and record_text, its inputs. 0 when there is none.
function read_record(file,    line) {
    record_digest = record_engine = record_text = ""
    while ((getline line < file) > 0) {
        if (line ~ /^digest /) record_digest = substr(line, 8)
        if (line ~ /^engine /) record_engine = substr(line, 8)
        if (line ~ /^input /) record_text = record_text substr(line, 7) "\n"
    }
    close(file)
    return record_digest != ""
}

# split_line(line): sets keyword, subject and value: what a line of a key is about, and what it says of that.
function split_line(line,    at) {
    at = index(line, " ")
    keyword = substr(line, 1, at - 1)
    value = substr(line, at + 1)
    subject = ""
    if (keyword ~ /^(file|lock|source|seed)$/) {
        at = index(value, " ")
        subject = substr(value, at + 1)
        value = substr(value, 1, at - 1)
    } else if (keyword ~ /^(layers|context)$/) {
        at = index(value, " ")
        subject = substr(value, 1, at - 1)
        value = substr(value, at + 1)
    } else if (keyword == "flag") {
        at = index(value, "=")
        subject = substr(value, 1, at - 1)
        value = substr(value, at + 1)
    } else if (keyword == "setuid") {
        subject = value
        value = "declared"
    }
}

# compare(old, new): sets what, was and is to the first difference of two key texts; 0 when there is none.
function compare(old, new,    before, now, m, n, i) {
    m = split(old, before, "\n")
    n = split(new, now, "\n")
    for (i = 1; i <= m || i <= n; i++) if (before[i] != now[i]) break
    if (i > m && i > n) return 0
    split_line(before[i])
    what = keyword " " subject
    dependency = keyword ~ /^(layers|context)$/ ? subject : ""
    was = value
    split_line(now[i])
    if (what == keyword " " subject) {
        is = value
    } else if (now[i] != "" && !about(before, m, keyword, subject)) {
        what = keyword " " subject
        was = "not there"
        is = value
        dependency = ""
    } else {
        split_line(before[i])
        is = about(now, n, keyword, subject) ? "in another place of the order" : "not there"
        dependency = ""
    }
    sub(/ $/, "", what)
    return 1
}

# about(lines, count, wanted_keyword, wanted_subject): whether a line is about the same; leaves keyword, subject and value.
function about(lines, count, wanted_keyword, wanted_subject,    i, found, k, s, v) {
    k = keyword; s = subject; v = value
    for (i = 1; i <= count && !found; i++) {
        split_line(lines[i])
        found = keyword == wanted_keyword && subject == wanted_subject
    }
    keyword = k; subject = s; value = v
    return found
}

# cause(id): sets path, who, headline and, where there are two values, was and is. 0 when the image and all below it are current.
function cause(id,    part, list, n, i) {
    if (id in current) return 0
    split(id, part, "@")
    if (!read_record(output(id) "/record")) return origin(part[1], "not built yet")
    if (record_digest != digest(id)) return origin(part[1], "the image that lies there is not the one of its record")
    if (id in is_anchored) return 0
    if (compare(record_text, key_text(id))) {
        if (dependency != "" && is ~ /^sha256:/) return follow(part[1], need_id(dependency, part[2]))
        if (is != "missing") return differs(part[1], what " differs", was, is)
    }
    n = split(needs[id], list, ",")
    for (i = 1; i <= n; i++) if (cause(list[i])) return through(part[1])
    current[id] = 1
    return 0
}

# origin(name, text): ends the path at an image. differs(...): the same, with two values.
function origin(name, text) {
    path = who = name
    headline = text
    was = is = ""
    return 1
}
function differs(name, text, old, new) {
    origin(name, text)
    was = old
    is = new
    return 1
}

# through(name): lengthens the path by the image above.
function through(name) {
    path = name " -> " path
    return 1
}

# follow(name, below): the image below came out differently since. What had changed there is told by the record of
# the build before, if that is the one that was used.
function follow(name, below,    part, used, found, now, engine) {
    used = was
    found = is
    split(below, part, "@")
    if (cause(below)) return through(name)
    read_record(output(below) "/record")
    now = record_text
    engine = record_engine
    if (!read_record(output(below) "/record.previous") || record_digest != used) {
        differs(part[1], "came out differently when it was built last", used, found)
    } else if (!compare(record_text, now)) {
        differs(part[1], "came out differently from the same inputs; see `make reproduce " part[1] "`", used " by " record_engine, found " by " engine)
    } else if (dependency != "" && is ~ /^sha256:/) {
        follow(part[1], need_id(dependency, part[2]))
    } else {
        differs(part[1], what " was changed before its last build", was, is)
    }
    return through(name)
}

# report(id): tells why an image is to be built, as text or as an object of JSON.
function report(id,    part, found) {
    split(id, part, "@")
    found = cause(id)
    if (json) report_json(part[1], part[2], found)
    else if (!found) print part[1] ": current"
    else {
        print part[1] ": " (who == part[1] ? "" : who ": ") headline
        if (path != part[1]) print "  path  " path
        if (was != "") print "  was   " was "\n  is    " is
    }
}

function report_json(name, platform, found,    n, i, list, text) {
    text = "{\"image\":" quoted(name) ",\"platform\":" quoted(platform) ",\"current\":" (found ? "false" : "true")
    if (found) {
        text = text ",\"cause\":{\"image\":" quoted(who) ",\"message\":" quoted(headline) ",\"path\":["
        n = split(path, list, " -> ")
        for (i = 1; i <= n; i++) text = text (i > 1 ? "," : "") quoted(list[i])
        text = text "]" (was == "" ? "" : ",\"was\":" quoted(was) ",\"is\":" quoted(is)) "}"
    }
    printf "%s%s}", (reported++ ? ",\n " : "["), text
}

# quoted(text): a string of JSON. Lines of keys hold no control characters.
function quoted(text,    done) {
    while (match(text, /["\\]/)) {
        done = done substr(text, 1, RSTART - 1) "\\" substr(text, RSTART, 1)
        text = substr(text, RSTART + 1)
    }
    return "\"" done text "\""
}

END {
    read_images()
    n = split(anchored, list, " ")
    for (i = 1; i <= n; i++) is_anchored[list[i]] = 1
    for (i = 1; i <= goal_count; i++) report(asked[i])
    if (json) print "]"
}
