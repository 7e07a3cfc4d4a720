#!/bin/sh
# A build without any tool unpacks one directory of a .tar.gz and keeps files by name: one digest from every engine, with the
# bytes that upstream states.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
tree=test/engine
compile_tree $tree
archive=936c186cb35ab2e2d1ab4dc11bf0d727248d69b28ebfdb1a920b2dd55f3053c9
STAGEX_STORE=$store STAGEX_MIRROR_DEBIAN=${STAGEX_MIRROR_DEBIAN:-apt} "$work/root/scripts/fetch" "$work/root/bootstrap/sources.txt"
tar -x -z -f "$store/sha256/$archive" -C "$work" mescc-tools-1.5.2/test/test1

# same_hash LAYOUT NUMBER: whether the program is what upstream's proof says.
same_hash() {
    wanted=$(cut -d ' ' -f 1 "$work/mescc-tools-1.5.2/test/test1/proof$2.answer")
    rm -rf "$work/unpacked"
    # shellcheck disable=SC2046 # one word per layer
    [ ${#wanted} -eq 64 ] && unpack_over "$work/unpacked" $(layers_of "$1") &&
        echo "$wanted  $work/unpacked/out/proof$2" | sha256sum --check --status
}

# files_of LAYOUT: the files of its layers.
files_of() {
    for layer in $(layers_of "$1"); do tar -t -f "$layer"; done | grep -v '/$' | tr '\n' ' '
}

: >"$work/digests"
for way in $ways; do
    engine=${way%:*} user=${way#*:}
    out=$work/$user/$tree/out
    new_out "$user" "$out"
    make_as "$user" "$engine" "ROOT=$tree" NOCACHE=1 from-archive || {
        not_ok "$engine as $user: builds it"
        cat "$work/said"
        continue
    }
    layout=$out/linux-386/core-from-archive
    equal "$engine as $user: the image holds the files that are kept" 'out/own out/proof1 out/proof2 ' "$(files_of "$layout")"
    check "$engine as $user: upstream's hex0" same_hash "$layout" 1
    check "$engine as $user: upstream's hex1" same_hash "$layout" 2
    equal "$engine as $user: a program saw the package's own file" ok "$(cat "$work/unpacked/out/own")"
    digest_of "$layout" >>"$work/digests"
done
# shellcheck disable=SC2086 # one word per way
equal 'all ways give one digest' "$(printf '%s\n' $ways | wc -l) 1" "$(wc -l <"$work/digests") $(sort -u "$work/digests" | wc -l)"
