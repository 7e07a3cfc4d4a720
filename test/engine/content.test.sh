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
    make_as "$user" "$engine" "ROOT=$tree" "$@" || {
        not_ok "make $* fails"
        cat "$work/said"
    }
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

# A dependency whose bytes are not those of its digest reaches no engine. Docker would keep what it received of the layer under the
# layer's digest: for the next build it goes on from there, and BuildKit cannot begin a layer of an OCI layout in the middle
# ('unsupported offset'), or finds a copy of the right length with the wrong digest, unless containerd's garbage collection is there first.

# damaged NAME FILE: puts the bytes of FILE at the place of $layer; makes are refused then, before the engine is asked.
damaged() {
    rm -f "$layer"
    cp "$2" "$layer"
    check "$engine as $user: $1 is not used" not make_as "$user" "$engine" "ROOT=$tree" upper
    equal "$engine as $user: it is said which image, which blob, and what helps" \
        "scripts/build: core-upper: core-lower is damaged: $layer has sha256 $(sha256sum <"$2" | cut -c 1-64); build it again: \`make NOCACHE=1 core-lower\`" \
        "$(grep ' is damaged: ' "$work/said")"
    check "$engine as $user: the engine was not asked" not test -s "$out/.log/linux-amd64-core-upper.log"
    equal "$engine as $user: the image above stays" "$good" "$(digest_of "$upper")"
    check "$engine as $user: and whole" is_whole "$upper"
}

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
    # A layer that no engine has seen.
    sed -i "s/echo lower [0-9]*/echo lower $number/" "$here/generated/core/lower/Containerfile"
    build lower
    layer=$(layers_of "$lower")
    sed "s/lower $number/lower 0000000000/" "$layer" >"$work/flipped"
    equal "$engine as $user: wrong bytes have the right length" "$(wc -c <"$layer")" "$(wc -c <"$work/flipped")"
    head -c 2048 "$layer" >"$work/short"
    damaged 'a layer with wrong bytes' "$work/flipped"
    damaged 'a layer that was cut short' "$work/short"
    build NOCACHE=1 core-lower
    build upper
    equal "$engine as $user: a dependency built again repairs it" "lower $number" "$(content core-upper upper/version)"
done

# A build that is interrupted while a layer is on its way leaves docker half of it, too. ctr leaves the same, without a race.
engine=docker user=root here=$work/root/$tree
out=$here/out
lower=$out/linux-amd64/core-lower
in_containerd() (inside root ctr --address /run/docker/containerd/containerd.sock --namespace moby content "$@" 2>"$work/said")
half_of() { head -c 2048 "$layer" | in_containerd ingest --expected-size "$(wc -c <"$layer")" --expected-digest "$blob" "layer-$blob"; }

# leave_half: a new core-lower, of whose layer docker has half.
leave_half() {
    number=$((number + 1))
    sed -i "s/echo lower [0-9]*/echo lower $number/" "$here/generated/core/lower/Containerfile"
    build lower
    layer=$(layers_of "$lower")
    blob=sha256:${layer##*/}
    check 'a partial layer is no content of docker' not half_of
    in_containerd active >"$work/active"
    says 'but docker keeps it' "$work/active" "^layer-$blob"
}

# helped WHO: what was built last got over it.
helped() {
    says 'docker gets the whole layer' "$work/said" "^$1: docker has a partial layer of an interrupted build; loading it again, then retrying$"
    equal 'and the build succeeds' "lower $number" "$(content core-upper upper/version)"
    (inside root docker images --format '{{.Repository}}:{{.Tag}}' >"$work/images")
    check 'no name of it is left in its store' not grep -q unstick "$work/images"
}

leave_half
build upper
helped core-upper
leave_half
build V=1 upper
helped core-upper
says 'V=1 shows what docker says' "$work/said" 'failed to copy: unsupported offset$'
leave_half
node "$repository/bin/defs.js" --root "$here" plan core-upper --to "$work/root/plan" --out "$out" >"$work/said" 2>&1 || cat "$work/said"
build bake PLAN="$work/root/plan" BUILDERS=default
helped default
