#!/bin/sh
# The examples name images that exist. Where those are built, below $repository/out or $STAGEX_OUT, each example is also
# built and run with Docker, from the images in its store. Elsewhere the toolchain would have to be built first, which takes
# hours: then the test says so. The example of two versions stands on a Debian release, and is always built.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
out=${STAGEX_OUT:-$repository/out}

make_base
tree=examples/two-versions
compile_tree $tree
new_base_out root "$work/root/$tree/out"
make_as root docker "ROOT=$tree" check pallet-zlibs || cat "$work/said"
says 'an old version pinned by its digest lies beside the new one' "$work/said" '^1 of 1 images passed their tests'
sed -i 's/^# licences$/&\ntouch \/rootfs\/other/' "$work/root/$tree/generated/core/zlib-1.3.1/Containerfile"
check 'another image in its place is refused' not make_as root docker "ROOT=$tree" pallet-zlibs
says 'it is said' "$work/said" 'core-zlib-1.3.1 is pinned to sha256:[0-9a-f]*, but another image lies in'

find "$work/root/examples" -name generated -prune -o -name Containerfile -print >"$work/examples"
xargs sed -n 's,.*stagex.invalid/\([a-z0-9-]*\).*,\1,p' <"$work/examples" | sort -u >"$work/wanted"
awk '!/^#/ { print $1 }' "$work/root/generated/images.txt" | sort >"$work/known"
comm -23 "$work/wanted" "$work/known" >"$work/unknown"
check "the examples name images of the tree:$(tr '\n' ' ' <"$work/wanted")" not test -s "$work/unknown"

# run_example NAME WANTED [ARGUMENT...]: builds examples/NAME and runs it.
run_example() {
    name=$1 wanted=$2
    shift 2
    (inside root docker build --quiet --network=none --file "examples/$name/Containerfile" --tag "stagex-example-$name" "examples/$name") >"$work/said" 2>&1 || tail -n 5 "$work/said"
    equal "examples/$name says so" "$wanted" "$(inside root docker run --rm --network=none "stagex-example-$name" "$@" 2>&1)"
}

goals="$(tr '\n' ' ' <"$work/wanted") bootstrap-stage3 pallet-python"
# shellcheck disable=SC2086 # one word per goal
if [ -n "$(STAGEX_ROOT=$work/root OUT=$out "$work/root/scripts/stale" $goals)" ]; then
    echo "# not run: the images are not built in $out; build them, or give another place in STAGEX_OUT"
    exit 0
fi
# shellcheck disable=SC2086 # one word per goal
make_as root docker "OUT=$out" import $goals || cat "$work/said"
run_example hello 'hello from scratch'
run_example toolbox packed -c 'echo packed | xz | xz -d'
equal 'stage3 has a shell' 'x86_64' "$(inside root docker run --rm --network=none stagex.invalid/bootstrap-stage3 uname -m)"
equal 'Python says hello' 'hello' "$(inside root docker run --rm --network=none stagex.invalid/pallet-python -c "print('hello')")"
