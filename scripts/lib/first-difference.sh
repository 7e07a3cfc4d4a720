# shellcheck shell=sh disable=SC2154 # $work is the caller's
# Where two images part. Sourced; uses $work and index_digest().

# first_difference ONE OTHER: names the paths that differ between two layouts, the first one first, and shows what differs
# in that, by diffoscope where it is installed.
first_difference() {
    if [ ! -f "$2/index.json" ]; then
        echo '  there is no second image'
        return
    fi
    if [ "$(own_layer "$1")" = "$(own_layer "$2")" ]; then
        echo '  the last layers agree; the manifests are'
        for layout in "$1" "$2"; do printf '  %s\n' "$(cat "$layout/blobs/sha256/$(manifest_hex "$layout")")"; done
        return
    fi
    listing "$1" >"$work/one"
    listing "$2" >"$work/other"
    diff "$work/one" "$work/other" >"$work/differences" || :
    sed -n 's/^[<>] \([^	]*\)	.*/\1/p' "$work/differences" | awk '!seen[$0]++' >"$work/differing"
    path=$(head -n 1 "$work/differing")
    echo "  first difference: $path"
    for part in one other; do entry_of "$part" | sed "s/^/  $part: /"; done
    inside_file "$1" "$2"
    more=$(($(wc -l <"$work/differing") - 1))
    [ "$more" -eq 0 ] || echo "  $more more differ:"
    sed -n '2,21s/^/  /p' "$work/differing"
}

# entry_of LISTING: what it says of $path.
entry_of() {
    path=$path awk -F '\t' '$1 == ENVIRON["path"] { print $2 }' "$work/$1"
}

# inside_file ONE OTHER: what differs inside $path, when that is a file in both.
inside_file() {
    case $(entry_of one)$(entry_of other) in -*sha256:*-*sha256:*) ;; *) return ;; esac
    mkdir -p "$work/in-one" "$work/in-other"
    one=$work/in-one/${path##*/} other=$work/in-other/${path##*/}
    tar -x -O -f "$1/blobs/sha256/$(own_layer "$1")" -- "$path" >"$one"
    tar -x -O -f "$2/blobs/sha256/$(own_layer "$2")" -- "$path" >"$other"
    if command -v diffoscope >/dev/null; then
        (cd "$work" && exec diffoscope --text - "in-one/${path##*/}" "in-other/${path##*/}") | head -n 60
        return
    fi
    cmp "$one" "$other" | sed 's/.* differ: [a-z]* /  they differ from byte /'
    diff "$one" "$other" | sed '/^Binary files /d; s/^/  /' | head -n 20
    echo '  diffoscope, if it is installed, shows more'
}

manifest_hex() { index_digest "$1" | cut -d : -f 2; }

# own_layer LAYOUT: the sha256 of the last layer of an image.
own_layer() {
    sed 's/.*"digest":"sha256:\([0-9a-f]*\)".*/\1/' "$1/blobs/sha256/$(manifest_hex "$1")"
}

# listing LAYOUT: a line for each entry of the last layer, `<path><tab><type and mode, owner, size, sha256 of a file>`, in the order of the layer.
listing() {
    layer=$1/blobs/sha256/$(own_layer "$1")
    # shellcheck disable=SC2016 # the variables are set by tar
    tar -x -f "$layer" --to-command='printf "%s\tsha256:%s\n" "$TAR_FILENAME" "$(sha256sum | cut -c 1-64)"' >"$work/hashes"
    tar -t -v --numeric-owner --quoting-style=literal -f "$layer" | awk -F '\t' '
        FILENAME != "-" { hash[$1] = $2; next }
        { split($0, field, / +/); path = $0; sub(/^[^ ]+ +[^ ]+ +[^ ]+ +[^ ]+ +[^ ]+ +/, "", path); print path "\t" field[1], field[2], field[3], hash[path] }
    ' "$work/hashes" -
}
