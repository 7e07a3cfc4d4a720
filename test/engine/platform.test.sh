#!/bin/sh
# An image for linux/386, and images for linux/amd64 that its program makes: with the early image as base, and laid into the
# build. Every engine takes a layout of another platform, and all give one digest for each image.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
tree=test/engine
compile_tree $tree
seed=$(awk '$3 == "x86/hex0" { print $1 }' "$repository/bootstrap/seed/SHA256SUMS")

# hash_of OUT IMAGE: sha256 of the program that the image holds.
hash_of() {
    rm -rf "$work/unpacked"
    # shellcheck disable=SC2046 # one word per layer
    unpack_over "$work/unpacked" $(layers_of "$1/$2") && sha256sum <"$work/unpacked/hex0" | cut -d ' ' -f 1
}

# architecture_of LAYOUT: what the image's configuration says.
architecture_of() {
    manifest=$1/blobs/sha256/$(digest_of "$1" | cut -d : -f 2)
    config=$(sed 's/.*"config":{[^}]*"digest":"sha256:\([0-9a-f]*\)".*/\1/' "$manifest")
    sed 's/.*"architecture":"\([^"]*\)".*/\1/' "$1/blobs/sha256/$config"
}

: >"$work/digests"
for way in $ways; do
    engine=${way%:*} user=${way#*:}
    out=$work/$user/$tree/out
    new_out "$user" "$out"
    make_as "$user" "$engine" "ROOT=$tree" NOCACHE=1 on-early with-early || {
        not_ok "$engine as $user: builds them"
        cat "$work/said"
        continue
    }
    equal "$engine as $user: the early image is for 386" 386 "$(architecture_of "$out/linux-386/bootstrap-early")"
    check "$engine as $user: and lies nowhere else" [ ! -e "$out/linux-amd64/bootstrap-early" ]
    equal "$engine as $user: the image on it is for amd64" amd64 "$(architecture_of "$out/linux-amd64/core-on-early")"
    equal "$engine as $user: the early program made itself" "$seed" "$(hash_of "$out/linux-amd64" core-on-early)"
    equal "$engine as $user: as base or laid in, the same image" "$(digest_of "$out/linux-amd64/core-on-early")" "$(digest_of "$out/linux-amd64/core-with-early")"
    says "$engine as $user: the key tells the platform" "$out/linux-amd64/core-on-early/record" "^input context bootstrap-early@linux/386 $(digest_of "$out/linux-386/bootstrap-early")$"
    echo "$(digest_of "$out/linux-386/bootstrap-early") $(digest_of "$out/linux-amd64/core-on-early")" >>"$work/digests"
done
# shellcheck disable=SC2086 # one word per way
equal 'all ways give one pair of digests' "$(printf '%s\n' $ways | wc -l) 1" "$(wc -l <"$work/digests") $(sort -u "$work/digests" | wc -l)"

# The same program runs in the build, whatever the image is for.
for engine in docker podman buildah; do
    out=$work/root/$tree/out
    make_as root "$engine" "ROOT=$tree" PLATFORM=linux/arm64 NOCACHE=1 on-early || cat "$work/said"
    equal "$engine: an image for arm64 is made on this machine" arm64 "$(architecture_of "$out/linux-arm64/core-on-early")"
    equal "$engine: of the same program" "$seed" "$(hash_of "$out/linux-arm64" core-on-early)"
done

# The second place holds links to what the image is made from: here an image of another platform.
out=$work/root/$tree/out
make_as root podman "ROOT=$tree" VARY=cwd reproduce on-early || cat "$work/said"
says 'it is reproduced in another directory' "$work/said" 'core-on-early, cwd: reproduced'
