# shellcheck shell=sh
# shellcheck disable=SC2154 # $here, $root and $work are the caller's
# What is told and fetched before the first of many builds, so that nothing is found missing after hours. Sourced; uses fail().

# fetch_all STALE: brings what the stale images are made from into the store: all at once, so that downloads run side by side. For
# an image that a host seed stands in for, these are the seed's packages. Fails after naming all that could not be fetched.
fetch_all() {
    list_manifests "$1" >"$work/manifests" || exit
    tr '\n' '\0' <"$work/manifests" | STAGEX_ROOT=$root xargs -0 -r "$here/fetch" || exit 1
}

# list_manifests STALE: prints the lists of sources of the images in `<name> <platform> ...` lines.
list_manifests() {
    awk -v root="$root" -v seeds="${here%/*}/bootstrap/host-seeds" -f "$here/lib/key.awk" -f "$here/lib/manifests.awk" "$1" >"$work/lists" || return
    while read -r manifest; do
        [ ! -f "$manifest" ] || printf '%s\n' "$manifest"
    done <"$work/lists"
}

# add_up STALE: prints how many images, how many of them bootstrap/costs.txt does not know, and of the rest seconds, MiB in OUT
# and MiB in the engine's store.
add_up() {
    awk 'FILENAME == ARGV[1] { if (!/^#/) { seconds[$1] = $2; room[$1] = $3; store[$1] = $4 }; next }
        { images++; if (!($1 in seconds)) unknown++; s += seconds[$1]; r += room[$1]; e += store[$1] }
        END { print images + 0, unknown + 0, s + 0, r + 0, e + 0 }' "$root/bootstrap/costs.txt" "$1"
}

# say_cost STALE OUT: tells what the stale images cost, if that is more than some minutes. Fails when OUT has too little room.
say_cost() {
    [ -f "$root/bootstrap/costs.txt" ] || return 0
    add_up "$1" >"$work/cost"
    read -r images unknown seconds room stored <"$work/cost"
    [ "$seconds" -ge 600 ] || return 0
    free=$(free_room "$2")
    echo "to build: $images images, about $((seconds / 3600)) h $((seconds % 3600 / 60)) min on two processors$([ "$unknown" -eq 0 ] || echo ", and $unknown that were never measured")" >&2
    echo "room: $room MiB in $2, where $free MiB are free, and $stored MiB in the engine's store" >&2
    [ "$free" -ge "$room" ] || fail 1 "$2 has $free MiB free, and $room MiB are needed; make room, or choose another place with OUT"
}

# free_room DIR: prints how many MiB are free where DIR is or will be.
free_room() {
    place=$1
    while [ ! -d "$place" ] && [ "$place" != / ]; do place=$(dirname -- "$place"); done
    df -Pk -- "$place" | awk 'NR == 2 { print int($4 / 1024) }'
}
