#!/bin/sh
# `make check` runs the tests of an image with each engine, as root and as an ordinary user: it builds what a test needs,
# notes what passed by digest, runs nothing twice, and names the command that failed with its output.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
make_base
tree=test/skeleton

# passes USER ENGINE: the tests of zlib; what was said when they fail.
passes() {
    make_as "$1" "$2" "ROOT=$tree" check zlib || {
        sed 's/^/    /' "$work/said"
        return 1
    }
}

# check_way ENGINE USER
check_way() {
    out=$work/$2/$tree/out
    layout=$out/linux-amd64/core-zlib containerfile=$work/$2/$tree/generated/core/zlib/Containerfile.test
    way="$1 as $2"
    new_base_out "$2" "$out"
    cp "$containerfile" "$work/Containerfile.test"
    check "$way: an image that is not built yet is built and passes" passes "$2" "$1"
    says "$way: it is counted" "$work/said" '^1 of 1 images passed their tests, 1 of them just now$'
    says "$way: the note names the image" "$layout/tested" "^digest $(digest_of "$layout")$"
    says "$way: and what it ran with" "$layout/tested" "^with bootstrap-debian $(digest_of "$out/linux-amd64/bootstrap-debian")$"
    says "$way: and the engine" "$layout/tested" "^engine $1 [0-9]"
    make_as "$2" "$1" "ROOT=$tree" check || not_ok "$way: a further check fails"
    says "$way: a further check runs nothing" "$work/said" '^1 of 1 images passed their tests, 0 of them just now; 4 without tests: '

    sed -i 's,^RUN --network=none \["/tmp/pack"\]$,RUN --network=none \\\n    <<"EOF"\nset -eu\necho to be seen; false\nEOF,' "$containerfile"
    check "$way: a failing test fails" not make_as "$2" "$1" "ROOT=$tree" check zlib
    says "$way: it says which" "$work/said" "^scripts/check: core-zlib: test 2 of 2 failed with $1, exit status 1:$"
    says "$way: with its text" "$work/said" '^    echo to be seen; false$'
    says "$way: and its output" "$work/said" '^    to be seen$'
    check "$way: it leaves no note" not test -e "$layout/tested"
    check "$way: and the image alone" is_whole "$layout"
    cp "$work/Containerfile.test" "$containerfile"
    printf 'RUN --network=none ["/usr/bin/nosuch"]\n' >>"$containerfile"
    check "$way: a program that does not exist fails" not make_as "$2" "$1" "ROOT=$tree" check zlib
    says "$way: it says which" "$work/said" "^scripts/check: core-zlib: test 3 of 3 failed with $1"
    cp "$work/Containerfile.test" "$containerfile"
    printf 'RUN --network=none ["/usr/bin/perl", "-MIO::Socket::INET", "-e", "exit !!IO::Socket::INET->new(q(127.0.0.1:1))"]\n' >>"$containerfile"
    printf 'RUN --network=none ["/usr/bin/perl", "-e", "exit (grep { !/lo:/ } grep { /:/ } do { open F, q(</proc/net/dev); <F> })"]\n' >>"$containerfile"
    check "$way: a test has no network but its own loopback" passes "$2" "$1"
    cp "$work/Containerfile.test" "$containerfile"
}

for way in $ways; do check_way "${way%:*}" "${way#*:}"; done
