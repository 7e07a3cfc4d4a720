# shellcheck shell=sh disable=SC2154 # variables are shared with scripts/doctor
# What the toolchain costs from here, as scripts/doctor tells it. Sourced after prepare.sh.

# check_toolchain: for the first host seed that may stand in for something: time, room and archives of stage3. Quiet in a tree without.
check_toolchain() {
    seed=$(awk '!/^#/ && $7 != "" { sub(",.*", "", $7); print $7; exit }' "$root/generated/images.txt" 2>/dev/null)
    grep -qs '^bootstrap-stage3 ' "$root/generated/images.txt" && [ -n "$seed" ] && [ -f "$root/bootstrap/costs.txt" ] || return 0
    goal="make SEED=$seed stage3"
    if "$here/stale" bootstrap-stage3 >"$work/stale" 2>/dev/null && [ ! -s "$work/stale" ]; then
        line ok 'stage3 is there'
        return
    fi
    SEED=$seed "$here/stale" bootstrap-stage3 >"$work/stale" 2>"$work/said" || {
        line unknown "$goal: $(head -n 1 "$work/said")"
        return
    }
    if [ ! -s "$work/stale" ]; then
        line ok "$goal: nothing is left to do"
        return
    fi
    (
        export SEED="$seed"
        list_manifests "$work/stale"
    ) >"$work/manifests" || return 0
    add_up "$work/stale" >"$work/cost"
    read -r images _ seconds room stored <"$work/cost"
    missing_sources <"$work/manifests" >"$work/missing"
    read -r missing total bytes <"$work/missing"
    line ok "$goal: $images images, about $((seconds / 3600)) h $((seconds % 3600 / 60)) min; $room MiB in $out, $stored MiB in the engine's store"
    [ "$missing" -eq 0 ] || line missing "$missing of its $total archives, $((bytes / 1048576)) MiB - make fetches them first; docs/fetching.md tells how to bring them"
}

# missing_sources: of the lists on stdin, prints how many sources the store lacks, how many there are, and the bytes that are lacking.
missing_sources() {
    lacking=0 sources=0 sum=0
    xargs -r sed -n 's/^\([0-9a-f]\{64\}\) \([0-9-]*\) .*/\1 \2/p' | sort -u >"$work/sources"
    while read -r sha256 size; do
        sources=$((sources + 1))
        [ ! -f "$store/sha256/$sha256" ] || continue
        [ "$size" != - ] || size=0
        lacking=$((lacking + 1)) sum=$((sum + size))
    done <"$work/sources"
    echo "$lacking $sources $sum"
}
