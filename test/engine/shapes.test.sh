#!/bin/sh
# Shapes that engines are known to treat differently have one digest from every engine and user: many overlays, many members,
# outputs, a pinned image, patches, several sources, an archive in an archive. What owners, links and names do is in owners.test.sh.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
make_base
tree=test/engine
compile_tree $tree
images='core-nested core-overlays core-pieces-part-07 core-pinned core-upper pallet-pieces'

# The lower images are built once, and lie in each output by hard links.
base=$work/root/$tree/base
new_base_out root "$base"
parts=$(sed -n 's/^\(core-pieces-part-[0-9]*\) .*/\1/p' "$work/root/$tree/generated/images.txt")
equal 'there are more overlays than one stage takes' 42 "$(echo "$parts" | wc -l)"
# shellcheck disable=SC2086 # one word per image
make_as root docker "ROOT=$tree" "OUT=$base" -j2 core-lower $parts || {
    cat "$work/said"
    exit 1
}

: >"$work/digests"
for way in $ways; do
    engine=${way%:*} user=${way#*:}
    out=$work/$user/$tree/out
    new_out "$user" "$out"
    cp -al "$base/linux-amd64" "$out/"
    [ "$user" = root ] || find "$out" -type d -exec chown 1000:1000 {} +
    # By itself: named together with what stands on it, everything between would be built again, too.
    make_as "$user" "$engine" "ROOT=$tree" NOCACHE=1 core-pieces || cat "$work/said"
    # shellcheck disable=SC2086 # one word per image
    make_as "$user" "$engine" "ROOT=$tree" NOCACHE=1 $images || {
        not_ok "$engine as $user: builds"
        tail -n 20 "$work/said"
        continue
    }
    for image in core-pieces $images; do echo "$image $(digest_of "$out/linux-amd64/$image") $way" >>"$work/digests"; done
done
for image in core-pieces $images; do
    equal "$image has one digest in all six ways: $(grep "^$image " "$work/digests" | cut -d ' ' -f 2 | sort -u)" \
        '6 1' "$(grep -c "^$image sha256:" "$work/digests") $(grep "^$image " "$work/digests" | cut -d ' ' -f 2 | sort -u | wc -l)"
done

# unpack IMAGE: its files, as the last way of root's built it, into $work/unpacked.
out=$work/root/$tree/out
unpack() {
    rm -rf "$work/unpacked"
    # shellcheck disable=SC2046 # one word per layer
    unpack_over "$work/unpacked" $(layers_of "$out/linux-amd64/$1")
}
# files_below FOLDER: their paths in there.
files_below() (cd "$work/unpacked/$1" && find . -type f | sort)

unpack core-overlays
equal 'every overlay was there' "$(seq -f 'piece %02g' 42)" "$(cat "$work/unpacked/pieces")"
unpack core-pieces-part-07
equal 'an output holds its own file alone' ./usr/share/pieces/07 "$(files_below .)"
unpack pallet-pieces
equal 'a pallet of many images has a layer of each' 24 "$(layers_of "$out/linux-amd64/pallet-pieces" | wc -l)"
equal 'and their files' "$(seq -f './%02g' 24)" "$(files_below usr/share/pieces)"
unpack core-nested
says 'the archive in an archive was read down to its files' "$work/unpacked/usr/src/license" 'Julian R Seward'
unpack core-pinned
equal 'the pinned image was used' 'lower 1' "$(cat "$work/unpacked/version")"

sed -i 's/echo lower 1/echo lower 2/' "$work/root/$tree/generated/core/lower/Containerfile"
make_as root docker "ROOT=$tree" core-lower || cat "$work/said"
check 'another image in its place is refused' not make_as root docker "ROOT=$tree" NOCACHE=1 pinned
says 'it is said' "$work/said" '^scripts/build: core-pinned: core-lower is pinned to sha256:[0-9a-f]*, but .* has another image'
