#!/bin/sh
# A pallet is composed from its members' layers without any engine, and is the tree that an engine makes of the pallet's
# generated Containerfile: names, types, modes, owners, links and contents.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
make_base
out=$work/root/test/skeleton/out
new_base_out root "$out"
make_as root docker ROOT=test/skeleton -j2 zlib bzip2 || {
    cat "$work/said"
    exit 1
}
pallet=$out/linux-amd64/pallet-compression
generated=$work/root/test/skeleton/generated/pallet/compression

# Here, outside, there may be an engine: a folder with nothing but the tools that are needed takes its place.
mkdir "$work/tools"
for tool in awk basename cat chmod cmp comm cp cut date dirname env find flock grep head id ln make mkdir mktemp mv readlink rm \
    rmdir sed sh sha256sum sort stat tail tar tee tr uname wc xargs; do
    ln -s "$(command -v "$tool")" "$work/tools/$tool"
done
(cd "$work/root" && env "PATH=$work/tools" "STAGEX_STORE=$store" make ROOT=test/skeleton compression) >"$work/said" 2>&1 || cat "$work/said"
check 'the pallet is composed on a machine without engine' is_whole "$pallet"
says 'its record names no engine' "$pallet/record" '^engine none *$'

# shellcheck disable=SC2046 # one word per layer
unpack_over "$work/composed" $(layers_of "$pallet")
list_tree "$work/composed" >"$work/composed.txt"
echo "# $(wc -l <"$work/composed.txt") entries in $(layers_of "$pallet" | wc -l) layers"

# same_tree NAME: whether the stage that was built last is the composed tree.
same_tree() {
    rm -rf "$work/built"
    unpack_over "$work/built" "$stage/rootfs.tar"
    list_tree "$work/built" >"$work/built.txt"
    check "$1" diff -u "$work/composed.txt" "$work/built.txt"
}

for engine in docker podman buildah; do
    new_stage root <"$generated/Containerfile"
    with_layouts "$out" core-zlib core-bzip2
    build_stage "$engine" root || cat "$work/said"
    same_tree "$engine makes the same tree of the generated Containerfile"
    new_stage root <<'END'
FROM stagex.invalid/pallet-compression
END
    with_layouts "$out" pallet-compression
    build_stage "$engine" root || cat "$work/said"
    same_tree "$engine reads the same tree from the composed layout"
done
