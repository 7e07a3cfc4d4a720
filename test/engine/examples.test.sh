#!/bin/sh
# The examples name images that exist. Each is built and run with Docker where its images are, below $repository/out or
# $STAGEX_OUT: to build them first would take hours. The last lines tell which examples ran and which were skipped, and for
# want of which images. The example of two versions stands on a Debian release, and is always built.
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
says 'it is said' "$work/said" 'core-zlib-1.3.1 is pinned to sha256:[0-9a-f]*, but .* has another image'

# images_in: the images that Containerfiles on standard input take.
images_in() { sed -n 's,.*stagex.invalid/\([a-z0-9._-]*\).*,\1,p' | sort -u; }

find "$work/root/examples" -name generated -prune -o -name Containerfile -exec cat {} + | images_in >"$work/wanted"
awk '!/^#/ { print $1 }' "$work/root/generated/images.txt" | sort >"$work/known"
comm -23 "$work/wanted" "$work/known" >"$work/unknown"
check "the examples name images of the tree:$(tr '\n' ' ' <"$work/wanted")" not test -s "$work/unknown"

# lacking IMAGE...: the images among these that are not built from the present definitions.
lacking() {
    STAGEX_ROOT=$work/root OUT=$out "$work/root/scripts/stale" "$@" 2>/dev/null | cut -d ' ' -f 1 | paste -s -d ' ' -
}

# with_images EXAMPLE IMAGE...: whether an example can run; its images are put into Docker's store. Notes what became of it.
with_images() {
    example=$1
    shift
    missing=$(lacking "$@")
    if [ -n "$missing" ]; then
        echo "# skipped: $example, for want of $missing" >>"$work/told"
        return 1
    fi
    make_as root docker "OUT=$out" import "$@" || cat "$work/said"
    echo "# ran: $example" >>"$work/told"
}

# run_example NAME WANTED [ARGUMENT...]: builds examples/NAME and runs it.
run_example() {
    name=$1 wanted=$2
    shift 2
    # shellcheck disable=SC2046 # one word per image
    with_images "examples/$name" $(images_in <"$work/root/examples/$name/Containerfile") || return 0
    (inside root docker build --quiet --network=none --file "examples/$name/Containerfile" --tag "stagex-example-$name" "examples/$name") >"$work/said" 2>&1 || tail -n 5 "$work/said"
    equal "examples/$name says so" "$wanted" "$(inside root docker run --rm --network=none "stagex-example-$name" "$@" 2>&1 | paste -s -d ' ' -)"
}

echo '# ran: examples/two-versions' >"$work/told"
run_example hello 'hello from scratch'
run_example toolbox packed -c 'echo packed | xz | xz -d'
run_example cgo d4d67d80 enclave
run_example cmake 50005000 10000
run_example initramfs 'dev dev/console lib lib/ld-musl-x86_64.so.1 proc usr usr/bin usr/bin/busybox usr/bin/sh init'
run_example python '12:00 CET' 'zone=Europe/Berlin&at=2026-01-02T11:00:00+00:00'
run_example go '12:00 CET' -ask 'zone=Europe/Berlin&at=2026-01-02T11:00:00Z'
if with_images 'a shell in stage3' bootstrap-stage3; then
    equal 'stage3 has a shell' 'x86_64' "$(inside root docker run --rm --network=none stagex.invalid/bootstrap-stage3 uname -m)"
fi
if with_images 'Python says hello' pallet-python; then
    equal 'Python says hello' 'hello' "$(inside root docker run --rm --network=none stagex.invalid/pallet-python -c "print('hello')")"
fi
cat "$work/told"
