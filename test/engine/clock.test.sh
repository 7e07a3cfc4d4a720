#!/bin/sh
# A clock that is an hour behind or a year ahead, and files whose times are, change neither what is built nor its digest.
# The clock is that of make and of all scripts; an engine's daemon and what runs in a build keep the machine's own.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
make_base
tree=test/engine
compile_tree $tree
library=$(dpkg -L libfaketime 2>/dev/null | grep '/libfaketime\.so\.1$' || :)
[ -n "$library" ] || {
    not_ok 'libfaketime is not installed'
    exit 1
}
cp "$library" "$scratch/libfaketime.so.1"
trap 'rm -f "$scratch/libfaketime.so.1"' EXIT

# make_at OFFSET USER ENGINE [VARIABLE=VALUE|GOAL]...: make with its clock shifted, such as -1h or +1y.
make_at() (
    offset=$1 who=$2 chosen=$3
    shift 3
    inside "$who" env "LD_PRELOAD=$scratch/libfaketime.so.1" "FAKETIME=$offset" timeout 600 make "ENGINE=$chosen" "$@" >"$work/said" 2>&1
)
# year_at OFFSET: the year there.
year_at() (inside root env "LD_PRELOAD=$scratch/libfaketime.so.1" "FAKETIME=$1" date +%Y)
equal 'the clock is shifted' $(($(date +%Y) + 1)) "$(year_at +1y)"

# nothing_to_do WAY: a make at the present time has nothing to build.
nothing_to_do() {
    make_as "$user" "$engine" "ROOT=$tree" upper
    says "$1" "$work/said" '^everything is up to date$'
}

for way in docker:root podman:builder; do
    engine=${way%:*} user=${way#*:}
    out=$work/$user/$tree/out
    image=$out/linux-amd64/core-upper
    new_base_out "$user" "$out"
    make_as "$user" "$engine" "ROOT=$tree" upper || {
        cat "$work/said"
        exit 1
    }
    wanted=$(digest_of "$image")
    for offset in -1h +1y; do
        make_at "$offset" "$user" "$engine" "ROOT=$tree" NOCACHE=1 core-lower upper || cat "$work/said"
        says "$engine as $user, clock $offset: builds" "$work/said" '^core-upper: sha256:'
        equal "$engine as $user, clock $offset: the digest is the same" "$wanted" "$(digest_of "$image")"
        nothing_to_do "$engine as $user: back from $offset, nothing is built"
        make_at "$offset" "$user" "$engine" "ROOT=$tree" upper
        says "$engine as $user: nor at $offset again" "$work/said" '^everything is up to date$'
    done
    for moment in '1 hour ago' '1 year' '1971-01-01'; do
        find "$work/$user" -xdev ! -path "$out/.work/*" ! -path '*/blobs/*' -exec touch -h -d "$moment" {} +
        nothing_to_do "$engine as $user: files of '$moment' build nothing"
        make_as "$user" "$engine" "ROOT=$tree" NOCACHE=1 upper || cat "$work/said"
        equal "$engine as $user: files of '$moment' give the same digest" "$wanted" "$(digest_of "$image")"
    done
done
