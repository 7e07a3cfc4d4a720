# shellcheck shell=sh disable=SC2154 # $work is the caller's
# Where two images part. Sourced; uses $work and index_digest().

# first_difference ONE OTHER: names the first path that differs between two layouts, then what differs, by diffoscope
# where it is installed.
first_difference() {
    if [ ! -f "$2/index.json" ]; then echo '  there is no second image'; return; fi
    if [ "$(own_layer "$1")" = "$(own_layer "$2")" ]; then
        echo '  the last layers agree; the manifests are'
        for layout in "$1" "$2"; do printf '  %s\n' "$(cat "$layout/blobs/sha256/$(manifest_hex "$layout")")"; done
        return
    fi
    listing "$1" >"$work/one"
    listing "$2" >"$work/other"
    diff "$work/one" "$work/other" >"$work/differences" || :
    echo "  first difference: $(sed -n 's/^[<>] \([^	]*\)	.*/\1/p' "$work/differences" | head -n 1)"
    if command -v diffoscope >/dev/null; then
        diffoscope --text - "$1/blobs/sha256/$(own_layer "$1")" "$2/blobs/sha256/$(own_layer "$2")" | head -n 60
    else
        grep '^[<>]' "$work/differences" | head -n 20 | sed 's/^/  /'
        echo '  install diffoscope to see what differs inside the files'
    fi
}

manifest_hex() { index_digest "$1" | cut -d : -f 2; }

# own_layer LAYOUT: the sha256 of the last layer of an image.
own_layer() {
    sed 's/.*"digest":"sha256:\([0-9a-f]*\)".*/\1/' "$1/blobs/sha256/$(manifest_hex "$1")"
}

# listing LAYOUT: a line for each entry of the last layer, `<path><tab><type, mode, owner, size, sha256>`, in the order of the layer.
listing() {
    layer=$1/blobs/sha256/$(own_layer "$1")
    # shellcheck disable=SC2016 # the variables are set by tar
    tar -x -f "$layer" --to-command='printf "%s\t%s\n" "$TAR_FILENAME" "$(sha256sum | cut -c 1-64)"' >"$work/hashes"
    tar -t -v --numeric-owner -f "$layer" | awk -F '\t' '
        NR == FNR { hash[$1] = $2; next }
        { split($0, field, / +/); path = $0; sub(/^[^ ]+ +[^ ]+ +[^ ]+ +[^ ]+ +[^ ]+ +/, "", path); print path "\t" field[1], field[2], field[3], hash[path] }
    ' "$work/hashes" -
}
