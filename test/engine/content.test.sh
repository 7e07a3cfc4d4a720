#!/bin/sh
# What is built is decided by contents: never by times, and never by trusting what lies in out/ when it is used.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
make_base
tree=test/engine user=root engine=docker
compile_tree $tree
here=$work/root/$tree
out=$here/out
new_base_out root "$out"
lower=$out/linux-amd64/core-lower upper=$out/linux-amd64/core-upper
patch=$here/defs/core/upper/brought.patch

# build [VARIABLE=VALUE|GOAL]...: make, which must succeed.
build() {
    make_as "$user" "$engine" "ROOT=$tree" "$@" || { not_ok "make $* fails"; cat "$work/said"; }
}

# built: the images that the last make built, or that it said there is nothing to build.
built() {
    sed -n 's/^\([a-z-]*\): building$/\1/p; s/^everything is up to date$/nothing/p' "$work/said" | tr '\n' ' '
}

# content IMAGE FILE: a file of the image as it lies in out/.
content() {
    rm -rf "$work/unpacked"
    # shellcheck disable=SC2046 # one word per layer
    unpack_over "$work/unpacked" $(layers_of "$out/linux-amd64/$1") && cat "$work/unpacked/$2"
}

# change_patch NUMBER: the same size and the same time as before.
change_patch() {
    touch -r "$patch" "$work/time"
    sed -i "s/text .*/text $1/" "$patch"
    touch -r "$work/time" "$patch"
}

build upper
equal 'the first make builds what is asked for and what it needs' 'core-lower core-upper ' "$(built)"
before=$(stat -c '%s %Y' "$patch")
change_patch 2
equal 'a patch is changed, with the same size and time' "$before" "$(stat -c '%s %Y' "$patch")"
build upper
equal 'it is built' 'text 2' "$(content core-upper upper/brought)"
says 'it is said that generated/ is older' "$work/said" 'brought.patch is not what generated/ was compiled from'
change_patch 3
compile_tree $tree
build upper
equal 'after defs compile it is built, too' 'text 3' "$(content core-upper upper/brought)"
check 'and nothing is said' not grep -q compiled "$work/said"
equal 'only that' 'core-upper ' "$(built)"
touch "$patch" "$here/generated/core/lower/Containerfile" "$here/generated/core/upper/Containerfile"
build upper
equal 'files with new times and old contents build nothing' 'nothing ' "$(built)"

kept=$(digest_of "$upper")
sed -i 's/^set -eu$/set -eu\n# A remark./' "$here/generated/core/lower/Containerfile"
build upper
equal 'a dependency that comes out the same builds nothing above it' 'core-lower ' "$(built)"
says 'a Containerfile edited by hand is said' "$work/said" 'core/lower/Containerfile is not what generated/ was compiled from'
sed -i 's/echo lower 1/echo lower 2/' "$here/generated/core/lower/Containerfile"
build upper
equal 'one that comes out different builds what is above' 'core-lower core-upper ' "$(built)"
equal 'with its new content' 'lower 2' "$(content core-upper upper/version)"
check 'which changes the digest' not test "$kept" = "$(digest_of "$upper")"

kept=$(digest_of "$upper")
build NOCACHE=1 upper
equal 'NOCACHE=1 builds what is named, and only that' 'core-upper ' "$(built)"
rm "$upper/record"
build upper
equal 'without its record an image is built again' 'core-upper ' "$(built)"
rm "$lower/index.json"
build upper
equal 'without its index.json, too' 'core-lower ' "$(built)"
sed -i "s/^digest .*/digest sha256:$(printf '%064d' 0)/" "$upper/record"
build upper
equal 'a record of another image does not count' 'core-upper ' "$(built)"
equal 'all of that gives the same digest' "$kept" "$(digest_of "$upper")"

# edit_while_building ENGINE: changes the definition when its build has begun.
edit_while_building() {
    start_make root "$1" "ROOT=$tree" NOCACHE=1 slow
    while kill -0 "$pid" && ! grep -q '^[^"]*begun 1$' "$out/.log/linux-amd64-core-slow.log"; do sleep 0.05; done 2>/dev/null
    sed -i 's/^version=1$/version=2/' "$here/generated/core/slow/Containerfile"
    wait "$pid"
}
check 'an edit during a build makes it fail' not edit_while_building docker
says 'it is said' "$work/said" 'core-slow: its inputs changed while it was built; run make again$'
check 'nothing is packed' not test -e "$out/linux-amd64/core-slow/index.json"

# The engines may have seen a good copy of a layer before, and may use that; here each sees the flipped one first.
number=$(date +%s)
for way in $ways; do
    engine=${way%:*} user=${way#*:}
    here=$work/$user/$tree
    out=$here/out
    lower=$out/linux-amd64/core-lower upper=$out/linux-amd64/core-upper
    number=$((number + 1))
    new_base_out "$user" "$out"
    build upper
    good=$(digest_of "$upper")
    sed -i "s/echo lower [0-9]*/echo lower $number/" "$here/generated/core/lower/Containerfile"
    build lower
    layer=$(layers_of "$lower")
    sed "s/lower $number/lower 0/" "$layer" >"$work/layer"
    check "$engine as $user: a layer has a wrong byte" not cmp -s "$work/layer" "$layer"
    rm -f "$layer"
    cp "$work/layer" "$layer"
    check "$engine as $user: it is not used" not make_as "$user" "$engine" "ROOT=$tree" upper
    says "$engine as $user: it is said" "$work/said" '^scripts/build: core-upper: '
    equal "$engine as $user: the image above stays" "$good" "$(digest_of "$upper")"
    check "$engine as $user: and whole" is_whole "$upper"
    rm -f "$layer"
    build NOCACHE=1 lower
    build upper
    equal "$engine as $user: a dependency built again repairs it" "lower $number" "$(content core-upper upper/version)"
done
