# Build keys, for scripts/lib/key.sh and scripts/stale: the text whose sha256 is an image's key (docs/build-key.md).
# Needs -v root=DIR and -v out=DIR; hash[path] holds the present hashes of the files that keys name.

# need_id(name, platform): what PLATFORM's build needs as NAME@PLATFORM; a need names its platform only when it is another one.
function need_id(name, platform) {
    return index(name, "@") ? name : name "@" platform
}

# shown(need, id): NEED as the lists of ID name it: without the platform when it is that of ID.
function shown(need, id,    part, own) {
    split(need, part, "@")
    split(id, own, "@")
    return part[2] == own[2] ? part[1] : need
}

# read_images(): fills the tables of images from generated/images.txt, in build order.
function read_images(    file, field, seeds, list, n, i) {
    file = root "/generated/images.txt"
    while ((getline < file) > 0) {
        if ($1 == "#" || NF == 0) continue
        field = $1 "@" $2
        order[++images] = field
        folder[field] = $3
        goals[field] = $4
        needs[field] = ""
        n = $5 == "-" ? 0 : split($5, list, ",")
        for (i = 1; i <= n; i++) needs[field] = needs[field] (i > 1 ? "," : "") need_id(list[i], $2)
        stand_ins[field] = $7
        if ($7 != "") seeds = seeds (seeds == "" ? "" : ",") $7
        if (seeded(field)) needs[field] = ""
    }
    close(file)
    if (ENVIRON["SEED"] == "" || among(ENVIRON["SEED"], seeds)) return
    gsub(",", ", ", seeds)
    print "scripts: no image takes the host seed \047" ENVIRON["SEED"] "\047; " (seeds == "" ? "this tree has none that takes any" : "there are " seeds) > "/dev/stderr"
    exit 2
}

# among(name, list): whether a name is one of a list joined by commas.
function among(name, list) { return name !~ /,/ && index("," list ",", "," name ",") }

# dashed(platform): linux/amd64 as a folder name.
function dashed(platform) {
    sub("/", "-", platform)
    return platform
}

# key_file(id), output(id): where the static key and the image of NAME@PLATFORM lie. The host seed that the environment
# names in SEED takes the place of an image that allows it.
function key_file(id,    part) {
    split(id, part, "@")
    return root "/generated/" folder[id] "/" dashed(part[2]) (seeded(id) ? "." ENVIRON["SEED"] : "") ".key"
}
function seeded(id) { return ENVIRON["SEED"] != "" && among(ENVIRON["SEED"], stand_ins[id]) }
function output(id,    part) {
    split(id, part, "@")
    return out "/" dashed(part[2]) "/" part[1]
}

# mark(table, ids): notes the images of a list joined by commas in a table.
function mark(table, ids,    i, n, list) {
    n = split(ids, list, ",")
    for (i = 1; i <= n; i++) table[list[i]] = 1
}

# next_line(file): reads the next line of a static key into `line`; 0 at its end. Without its key an image cannot be identified.
function next_line(file,    found) {
    found = (getline line < file)
    if (found >= 0) return known(file, found)
    print "scripts: " file " cannot be read; run `defs compile`" > "/dev/stderr"
    exit 1
}

# known(file, found): FOUND. A line that docs/build-key.md does not know, such as what a merge left behind, is part of no key.
function known(file, found) {
    if (!found) return 0
    if (line ~ /[[:cntrl:]]/) unknown_line(file)
    if (line ~ /^(#.*)?$/ || line ~ /^(build|epoch|image|key) [0-9]+$/ || line ~ /^(config \{.*\}|flag [a-z]+=.+|platform linux\/.+)$/) return found
    if (line ~ /^(file|lock|seed|source) [0-9a-f]+ [^ ]+$/ || line ~ /^(context|host-seed|layers|setuid) [^ ]+$/ || line ~ /^pin [^ ]+ sha256:[0-9a-f]+$/) return found
    unknown_line(file)
}
function unknown_line(file) {
    print "scripts: " file ": not a line of a build key: " line "; run `defs compile`" > "/dev/stderr"
    exit 1
}

# layers_of(id): the images whose layers come first in an image, as NAME@PLATFORM, joined by commas.
function layers_of(id,    file, part, ids) {
    file = key_file(id)
    split(id, part, "@")
    while (next_line(file)) if (line ~ /^layers /) ids = ids (ids == "" ? "" : ",") need_id(substr(line, 8), part[2])
    close(file)
    return ids
}

# digest(id): the manifest digest of a built image by its index.json, or "" when there is none.
function digest(id,    file, line, text) {
    file = output(id) "/index.json"
    while ((getline line < file) > 0) text = text line
    close(file)
    if (!match(text, /"digest":"sha256:[0-9a-f]+"/)) return ""
    return substr(text, RSTART + 10, RLENGTH - 11)
}

# present(path): the hash of a file as it is now; a build whose input is missing cannot be identified.
function present(path) {
    if (path in hash) return hash[path]
    print "scripts: " path " is missing, but a build key names it; run `defs compile`" > "/dev/stderr"
    exit 1
}

# key_text(id, recipe): the whole key of an image as text: the static lines with present hashes, dependencies with digests;
# as part of a recipe without digests.
function key_text(id, recipe,    file, field, part, text, value, only) {
    file = key_file(id)
    split(id, part, "@")
    while (next_line(file)) {
        if (line ~ /^#/ || line == "") continue
        split(line, field, " ")
        if (field[1] ~ /^(build|config|epoch|host-seed|image|key|platform)$/ && only[field[1]]++) {
            print "scripts: " file ": a second line " field[1] "; run `defs compile`" > "/dev/stderr"
            exit 1
        }
        if (field[1] == "file" || field[1] == "lock") line = field[1] " " present(field[3]) " " field[3]
        if (!recipe && (field[1] == "layers" || field[1] == "context")) {
            value = digest(need_id(field[2], part[2]))
            line = line " " (value == "" ? "missing" : value)
        }
        text = text line "\n"
    }
    close(file)
    return text
}

# recipe_text(id): the keys of an image and of all that it is made of, without any digest, down to the images that a host
# seed may stand in for: what an image claims to be made of that came out the same from several of those. They are sorted by
# NAME@PLATFORM, so that an image that is no part of it changes nothing.
function recipe_text(id,    within, sorted, i, n, text) {
    if (!(id in folder) || stand_ins[id] != "") exit 1
    within[id] = 1
    for (i = images; i >= 1; i--) {
        if (order[i] in within && stand_ins[order[i]] == "") mark(within, needs[order[i]])
    }
    n = sort_ids(within, sorted)
    for (i = 1; i <= n; i++) if (stand_ins[sorted[i]] == "") text = text "image " sorted[i] "\n" key_text(sorted[i], 1)
    return text
}

# sort_ids(table, sorted): fills `sorted` with the indices of a table in byte order; returns how many there are.
function sort_ids(table, sorted,    id, i, n) {
    for (id in table) {
        for (i = ++n; i > 1 && sorted[i - 1] > id; i--) sorted[i] = sorted[i - 1]
        sorted[i] = id
    }
    return n
}
