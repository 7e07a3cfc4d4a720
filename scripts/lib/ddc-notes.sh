# shellcheck shell=sh
# shellcheck disable=SC2154 # $here, $root, $out, $work, $recipe, $target, $platform and $os_arch are the caller's
# Notes of what a host seed's chain came to, file by file: bootstrap/ddc/SEED.txt of the tree. Sourced by scripts/ddc; uses fail()
# and first-difference.sh. Lines, after a comment:
#   recipe SHA256                                the recipe of the target
#   lock SHA256 PATH                             the lists that say what the seed is
#   image DIGEST NAME                            each image whose layers make up the target, then the target
#   file NAME MODE OWNER SIZE SHA256 PATH        an entry of such an image's own layer; - for what has no bytes

# noted SEED: where the result of a seed is written down.
noted() { printf '%s\n' "$root/bootstrap/ddc/$1.txt"; }

# parts: the images whose layers make up the target, and the target itself.
parts() {
    sed -n 's/^layers //p' "$(key_file "$target" "$platform")"
    echo "$target"
}

# locks SEED: the lists of the seed as they are now, `lock SHA256 PATH` of each; nothing when it stands in for nothing here.
locks() {
    while read -r _ of folder; do
        key=$root/generated/$folder/$(dashed "$of").$1.key
        [ ! -f "$key" ] || sed -n 's/^lock [0-9a-f]* //p' "$key"
    done <"$work/closure" | sort -u | (cd "$here/.." && xargs -r sha256sum --) | sed 's/^\([0-9a-f]*\)  /lock \1 /'
}

# preface SEED: the lines that say what a note is of.
preface() {
    echo "# $target made from the host seed $1, file by file. Written by \`make ddc\`; docs/bootstrap.md."
    echo "recipe $recipe"
    locks "$1"
}

# is_noted SEED: whether the seed's result for the present recipe and the present packages is written down.
is_noted() {
    [ -f "$(noted "$1")" ] || return 1
    preface "$1" >"$work/preface"
    head -n "$(wc -l <"$work/preface")" "$(noted "$1")" | cmp -s - "$work/preface"
}

# note SEED: writes down what the seed's chain came to.
note() {
    mkdir -p "$root/bootstrap/ddc"
    preface "$1" >"$work/note"
    parts >"$work/parts"
    while read -r part; do note_image "$1" "$part"; done <"$work/parts"
    : >"$work/layers"
    while read -r part; do note_files "$out/$1/$os_arch/$part" "$part"; done <"$work/parts"
    cp "$work/note" "$(noted "$1").tmp"
    mv -f "$(noted "$1").tmp" "$(noted "$1")"
}

# note_image SEED IMAGE
note_image() {
    digest=$(index_digest "$out/$1/$os_arch/$2")
    [ -n "$digest" ] || fail 1 "$1: $2 is not in $out/$1"
    echo "image $digest $2" >>"$work/note"
}

# note_files LAYOUT IMAGE: the last layer's entries, unless another image noted that layer before.
note_files() {
    layer=$(own_layer "$1")
    if grep -qxF "$layer" "$work/layers"; then return; fi
    echo "$layer" >>"$work/layers"
    listing "$1" >"$work/listing"
    awk -F '\t' -v image="$2" '{ print "file " image " " $2 (split($2, field, " ") < 4 ? "-" : "") " " $1 }' "$work/listing" >>"$work/note"
}

# compare ONE OTHER: fails when two seeds came to different images, and names the first file that differs.
compare() {
    for seed in "$1" "$2"; do
        grep '^image ' "$(noted "$seed")" >"$work/images.$seed"
        grep '^file ' "$(noted "$seed")" >"$work/files.$seed" || :
    done
    if cmp -s "$work/images.$1" "$work/images.$2"; then return; fi
    awk -f "$here/lib/ddc-compare.awk" "$work/files.$1" "$work/files.$2" >"$work/difference"
    read -r kind part path <"$work/difference" || kind='configuration'
    case $kind in
    only-one) echo "scripts/ddc: $1 and $2 differ: only $1 has $path in $part" ;;
    only-other) echo "scripts/ddc: $1 and $2 differ: only $2 has $path in $part" ;;
    differs)
        echo "scripts/ddc: $1 and $2 differ, first in $part: $path"
        sed '1d; s/^file [^ ]* /  /' "$work/difference"
        first_byte "$1" "$2" "$part" "$path"
        ;;
    *) echo "scripts/ddc: $1 and $2 differ: all files agree, the configurations do not" ;;
    esac >&2
    return 1
}

# first_byte ONE OTHER IMAGE PATH: where a file differs between two chains, if what lies here is what the notes tell of.
first_byte() {
    for seed in "$1" "$2"; do
        layout=$out/$seed/$os_arch/$3
        grep -qxF "image $(index_digest "$layout") $3" "$work/images.$seed" || return 0
        tar -x -O -f "$layout/blobs/sha256/$(own_layer "$layout")" "$4" >"$work/bytes.$seed" 2>/dev/null || return 0
    done
    cmp "$work/bytes.$1" "$work/bytes.$2" 2>&1 |
        sed -n 's/.*differ: [a-z]* \([0-9]*\).*/  the first different byte is \1/p; s/.*EOF on .*after byte \([0-9]*\).*/  one ends after byte \1/p; s/.*EOF on .*empty.*/  one is empty/p'
}
