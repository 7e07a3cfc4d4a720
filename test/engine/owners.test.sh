#!/bin/sh
# Owners, setuid bits, unreadable files, hard links, odd names and sparse files come out alike from every engine and user.
# An ordinary user, who cannot hold such files, lets a stage of the build pack them. Setuid files must be declared.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
make_base
tree=test/engine
compile_tree $tree

# packed_where LOG: whether a stage of the build packed the image, or this machine's tar.
packed_where() {
    if grep -q '/stagex-pack.*--layer' "$1"; then echo 'a stage'; else echo 'tar'; fi
}

# refuses ENGINE USER: the undeclared setuid file is refused by its path, and no image is left.
refuses() {
    ! make_as "$2" "$1" "ROOT=$tree" undeclared && grep -q 'usr/bin/sudo: setuid' "$work/said" &&
        [ ! -e "$out/linux-amd64/core-undeclared/index.json" ]
}

: >"$work/digests"
for way in $ways; do
    engine=${way%:*} user=${way#*:}
    out=$work/$user/$tree/out
    new_base_out "$user" "$out"
    make_as "$user" "$engine" "ROOT=$tree" NOCACHE=1 owners plain-owners || { not_ok "$engine as $user: builds"; cat "$work/said"; continue; }
    for image in core-owners core-plain-owners; do
        echo "$image $(digest_of "$out/linux-amd64/$image")" >>"$work/digests"
        place=tar
        [ "$user" = root ] || place='a stage'
        equal "$engine as $user: $image is packed by $place" "$place" "$(packed_where "$out/.log/linux-amd64-$image.log")"
        check "$engine as $user: the layout of $image is whole" is_whole "$out/linux-amd64/$image"
    done
    check "$engine as $user: an undeclared setuid file is refused by its path" refuses "$engine" "$user"
done

for image in core-owners core-plain-owners; do
    equal "$image has one digest in all six ways: $(grep "^$image " "$work/digests" | sort -u | cut -d ' ' -f 2)" \
        "6 1" "$(grep -c "^$image sha256:" "$work/digests") $(grep "^$image " "$work/digests" | sort -u | wc -l)"
done

# shellcheck disable=SC2046 # one word per layer
unpack_over "$work/unpacked" $(layers_of "$work/root/$tree/out/linux-amd64/core-owners")
list_tree "$work/unpacked" >"$work/listing"
says 'the setuid file' "$work/listing" '^usr/bin/su f 4755 0:0 1 '
says 'the setgid file' "$work/listing" '^usr/bin/wall f 2755 0:5 1 '
says 'the unreadable file' "$work/listing" '^secret f 0 0:0 1 '
says 'the highest owner' "$work/listing" '^home/last f 644 65535:65535 1 '
says 'the hard links' "$work/listing" '^two/elsewhere f 644 7:8 3 '
says 'the name in UTF-8' "$work/listing" "^$(printf 'caf\303\251 \342\202\254') f 644 0:0 1 "
says 'the name of 200 bytes' "$work/listing" '^0\{199\}7 f 644 0:0 1 '
says 'the empty directory' "$work/listing" '^empty/deep d 700 0:0'
says 'the sticky directory' "$work/listing" '^var/tmp d 1777 0:0'
says 'the symbolic link' "$work/listing" '^lib l 777 0:0 usr/lib$'
equal 'the sparse file' 3145731 "$(wc -c <"$work/unpacked/sparse")"
