#!/bin/sh
# The image bootstrap-seed holds one program, which assembles upstream's hex0 and hex1 to the bytes that upstream states,
# with no other tool in the image.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
archive=936c186cb35ab2e2d1ab4dc11bf0d727248d69b28ebfdb1a920b2dd55f3053c9
STAGEX_STORE=$store STAGEX_MIRROR_DEBIAN=${STAGEX_MIRROR_DEBIAN:-apt} "$work/root/scripts/fetch" "$work/root/bootstrap/sources.txt"
tar -x -z -f "$store/sha256/$archive" -C "$work"
upstream=$work/mescc-tools-1.5.2/test/test1

cat >"$work/Containerfile" <<'END'
FROM stagex.invalid/bootstrap-seed AS build
ADD mescc-tools.tar.gz /
WORKDIR /out
RUN --network=none ["/hex0", "/mescc-tools-1.5.2/test/test1/hex0.hex0", "/out/proof1"]
RUN --network=none ["/hex0", "/mescc-tools-1.5.2/test/test1/hex1.hex0", "/out/proof2"]

FROM scratch
COPY --from=build /out/ /
END

# same_hash NUMBER: whether what was assembled is what upstream's proof says.
same_hash() {
    wanted=$(cut -d ' ' -f 1 "$upstream/proof$1.answer")
    [ ${#wanted} -eq 64 ] && echo "$wanted  $work/unpacked/proof$1" | sha256sum --check --status
}

for way in $ways; do
    engine=${way%:*} user=${way#*:}
    out=$work/$user/out
    new_out "$user" "$out"
    make_as "$user" "$engine" bootstrap-seed || {
        not_ok "$engine as $user: builds the seed"
        cat "$work/said"
        continue
    }
    for layer in $(layers_of "$out/linux-amd64/bootstrap-seed"); do tar -t -v -f "$layer"; done >"$work/files"
    equal "$engine as $user: the image holds one file" '1 hex0' \
        "$(grep -c -v '^d' "$work/files") $(grep -v '^d' "$work/files" | awk '{ print $NF }')"
    new_stage "$user" <"$work/Containerfile"
    cp "$store/sha256/$archive" "$stage/context/mescc-tools.tar.gz"
    with_layouts "$out" bootstrap-seed
    build_stage "$engine" "$user" || {
        not_ok "$engine as $user: runs the seed"
        cat "$work/said"
        continue
    }
    rm -rf "$work/unpacked"
    unpack_over "$work/unpacked" "$stage/rootfs.tar"
    check "$engine as $user: /hex0 makes upstream's hex0" same_hash 1
    check "$engine as $user: /hex0 makes upstream's hex1" same_hash 2
done
