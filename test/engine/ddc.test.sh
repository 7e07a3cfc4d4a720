#!/bin/sh
# Diverse double compiling for real, on a small tree: two host seeds come to one stage3, which is then taken where neither of them is,
# and built on. A planted difference is found and named.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
tree=test/engine/ddc
compile_tree $tree
top=$work/root/$tree
one=debian-bookworm-gcc other=debian-trixie-gcc
archives=$top/archives

# ddc: compares the two seeds; fails as make does.
ddc() { make_as root docker "ROOT=$tree" "SEEDS=$one $other" ddc; }

check 'two host seeds come to one stage3' ddc || :
says 'and its digest is told with their names' "$work/said" "^bootstrap-stage3: sha256:.* from each of $one, $other\$"
digest=$(awk '$2 == "bootstrap-stage3" { print $1 }' "$top/digests/linux-amd64/bootstrap.txt")
for seed in "$one" "$other"; do
    equal "$seed: the noted digest is that of its chain" "sha256:$digest" "$(digest_of "$top/out/ddc/$seed/linux-amd64/bootstrap-stage3")"
    says "$seed: its note tells its files" "$top/bootstrap/ddc/$seed.txt" '^file bootstrap-stage3-tool -rwxr-xr-x 0/0 365 sha256:[0-9a-f]* hex0$'
done
check 'the chains below differ' not cmp -s "$top/out/ddc/$one/linux-amd64/bootstrap-stage1/index.json" "$top/out/ddc/$other/linux-amd64/bootstrap-stage1/index.json"
says 'the recipe and the seeds are written down' "$top/digests/provenance.txt" "^bootstrap-stage3@linux/amd64 sha256:$digest recipe sha256:[0-9a-f]* $one, $other\$"

check 'stage3 is taken from a chain' make_as root docker "ROOT=$tree" "FROM=$tree/out/ddc/$one" preseed stage3
check 'and exported' make_as root docker "ROOT=$tree" "TO=$archives" preseed-export stage3
equal 'without what stood below it' 'bootstrap-stage3-tool.tar.xz bootstrap-stage3.tar.xz' "$(find "$archives" -type f -printf '%f\n' | sort | tr '\n' ' ' | sed 's/ $//')"
fresh=$top/fresh
new_out root "$fresh"
check 'it is taken where nothing is' make_as root docker "ROOT=$tree" "OUT=$fresh" "FROM=$archives" preseed
for engine in docker podman buildah; do
    rm -rf "$fresh/linux-amd64/core-hello"
    if make_as root "$engine" "ROOT=$tree" "OUT=$fresh" NOCACHE=1 hello; then ok "$engine builds on it"; else
        not_ok "$engine does not build on it"
        cat "$work/said"
    fi
    digest_of "$fresh/linux-amd64/core-hello" >>"$work/hello"
done
equal 'to one digest' 1 "$(sort -u "$work/hello" | wc -l)"
equal 'with neither seed nor stage1' 'bootstrap-stage3 bootstrap-stage3-tool core-hello' "$(find "$fresh/linux-amd64" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort | tr '\n' ' ' | sed 's/ $//')"

# shellcheck disable=SC2016 # the shell of the build expands it
sed -i 's,^    ./text >,    { ./text; echo "# $(gcc -dumpversion)"; } >,' "$top/defs/bootstrap/stage3-tool.ts"
compile_tree $tree
if ddc; then
    not_ok 'a compiler that tells its version is not caught'
    cat "$work/said"
else ok 'a compiler that tells its version is caught'; fi
says 'the first file is named' "$work/said" "^scripts/ddc: $one and $other differ, first in bootstrap-stage3-tool: in/text.hex0\$"
says 'and its first byte' "$work/said" '^  the first different byte is 44$'
equal 'nothing else is written down' "$digest" "$(awk '$2 == "bootstrap-stage3" { print $1 }' "$top/digests/linux-amd64/bootstrap.txt")"
rm -rf "$work"
