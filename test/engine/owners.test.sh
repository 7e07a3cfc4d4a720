#!/bin/sh
# Owners, setuid bits, unreadable files, hard links, odd names and sparse files come out alike from every engine and user.
# An ordinary user, who cannot hold such files, packs them nevertheless. Setuid files must be declared.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
make_base
tree=test/engine
compile_tree $tree

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
    make_as "$user" "$engine" "ROOT=$tree" NOCACHE=1 owners plain-owners || {
        not_ok "$engine as $user: builds"
        cat "$work/said"
        continue
    }
    for image in core-owners core-plain-owners; do
        echo "$image $(digest_of "$out/linux-amd64/$image")" >>"$work/digests"
        check "$engine as $user: the layout of $image is whole" is_whole "$out/linux-amd64/$image"
    done
    check "$engine as $user: an undeclared setuid file is refused by its path" refuses "$engine" "$user"
done

for image in core-owners core-plain-owners; do
    equal "$image has one digest in all six ways: $(grep "^$image " "$work/digests" | sort -u | cut -d ' ' -f 2)" \
        "6 1" "$(grep -c "^$image sha256:" "$work/digests") $(grep "^$image " "$work/digests" | sort -u | wc -l)"
done

# make_with_ids COUNT: buildah as builder, who has only so many ids beside the own one; files of its own store of images are of them.
make_with_ids() (
    printf 'builder:100000:%s\n' "$1" >"$work/ids"
    # shellcheck disable=SC2016 # the inner shell's variables
    inside root unshare --mount sh -euc '
        mount --bind "$1/ids" /etc/subuid
        mount --bind "$1/ids" /etc/subgid
        export HOME="$1/builder/home" STAGEX_STORE="$2" ENGINE=buildah XDG_RUNTIME_DIR="$1/builder/home"
        cd "$1/builder"
        exec setpriv --reuid 1000 --regid 1000 --clear-groups timeout 600 make ROOT="$3" OUT="$1/builder/few" plain-owners owners
    ' sh "$work" "$store" "$tree" >"$work/said" 2>&1
)
mkdir "$work/builder/home"
chown 1000:1000 "$work/builder/home"
new_base_out builder "$work/builder/few"
check 'an owner beyond the ids of the user fails' not make_with_ids 1000
says 'the message tells why' "$work/said" 'builder has 1001 ids, and a file of a higher owner is an invalid argument'
(inside builder env "HOME=$work/builder/home" buildah unshare rm -rf "$work/builder/home") >"$work/said" 2>&1 || cat "$work/said"

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
