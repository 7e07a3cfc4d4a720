#!/bin/sh
# Packages built on the anchored stage3, where that is in $repository/out or $STAGEX_OUT: two of a minute each come out as
# digests/ says, and pass their tests.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
from=${STAGEX_OUT:-$repository/out}

if ! STAGEX_ROOT=$work/root OUT=$from "$work/root/scripts/digests" verify stage3 >"$work/said" 2>&1; then
    echo "ok - # not run: stage3 is not in $from"
    exit 0
fi
out=$work/root/out
mkdir -p "$out/linux-amd64"
find "$from/linux-amd64" -maxdepth 1 -name "bootstrap-stage3*" -exec cp -r {} "$out/linux-amd64/" \;
make_as root docker core-zlib core-musl || cat "$work/said"
for image in core-filesystem core-musl core-zlib; do
    make_as root docker verify "$image" || :
    says "$image has the digest that is written down" "$work/said" '^1 of 1 images agree with digests/'
done
make_as root docker check core-zlib || cat "$work/said"
says 'its tests pass' "$work/said" '^1 of 1 images passed their tests'
