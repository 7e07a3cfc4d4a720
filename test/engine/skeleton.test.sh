#!/bin/sh
# The seed of the main tree and every image of test/skeleton have one digest: from each engine, as root and as an ordinary user,
# built twice without cache. A further make builds nothing, and the records tell what was done.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
make_base

# build_way ENGINE USER: builds everything without cache in an output of its own, and notes each image's digest.
build_way() {
    for tree in . test/skeleton; do
        out=$work/$2/$tree/out
        goals=bootstrap-seed
        [ "$tree" = . ] || goals=$(awk '!/^#/ && $1 != "bootstrap-debian" { print $1 }' "$work/$2/$tree/generated/images.txt")
        # shellcheck disable=SC2086 # one word per goal
        if ! make_as "$2" "$1" "ROOT=$tree" NOCACHE=1 -j2 $goals; then
            not_ok "$1 as $2 builds $tree"
            tail -n 20 "$work/said"
            continue
        fi
        for image in $goals; do
            echo "$image $(digest_of "$out/linux-amd64/$image") $1:$2" >>"$work/digests"
        done
    done
}

# check_record IMAGE ENGINE LAYOUT: the record is of the image that lies there, and says who made it and how.
check_record() {
    grep -qx "digest $(digest_of "$3")" "$3/record" && grep -qx 'origin built' "$3/record" &&
        grep -q "^engine $2" "$3/record" && grep -qx 'cache none' "$3/record" &&
        [ "$(sed -n 's/^seconds //p' "$3/record")" -le $(($(date +%s) - started)) ] &&
        grep -qx "key sha256:$(sed -n 's/^input //p' "$3/record" | sha256sum | cut -c 1-64)" "$3/record"
}

: >"$work/digests"
for way in $ways; do
    engine=${way%:*} user=${way#*:}
    started=$(date +%s)
    new_out "$user" "$work/$user/out"
    new_base_out "$user" "$work/$user/test/skeleton/out"
    build_way "$engine" "$user"
    build_way "$engine" "$user"
    echo "# $engine as $user: $(($(date +%s) - started)) s for two builds"
    layouts=$work/$user/test/skeleton/out/linux-amd64
    check "$engine as $user: the layout of core-zlib is whole" is_whole "$layouts/core-zlib"
    check "$engine as $user: the record of core-zlib is right" check_record core-zlib "$engine [0-9]" "$layouts/core-zlib"
    check "$engine as $user: no engine composed the pallet" check_record pallet-compression none "$layouts/pallet-compression"
    make_as "$user" "$engine" ROOT=test/skeleton || not_ok "$engine as $user: a further make fails"
    says "$engine as $user: a further make" "$work/said" '^everything is up to date$'
done

make_as builder podman ROOT=test/skeleton "OUT=$work/builder/seed-out" debian || cat "$work/said"
equal 'the image made from Debian packages is the same from root and an ordinary user' \
    "$(digest_of "$scratch/base/linux-amd64/bootstrap-debian")" "$(digest_of "$work/builder/seed-out/linux-amd64/bootstrap-debian")"

# shellcheck disable=SC2086 # one word per way
wanted=$((2 * $(printf '%s\n' $ways | wc -l)))
cut -d ' ' -f 1 "$work/digests" | sort -u >"$work/images"
while read -r image; do
    builds=$(grep -c "^$image sha256:" "$work/digests" || :)
    found=$(grep "^$image " "$work/digests" | cut -d ' ' -f 2 | sort -u)
    if [ "$builds" -eq "$wanted" ] && [ "$(echo "$found" | wc -l)" -eq 1 ]; then
        ok "$image is $found in all $builds builds"
    else
        not_ok "$image: $builds of $wanted builds, with the digests:"
        grep "^$image " "$work/digests" || :
    fi
done <"$work/images"
