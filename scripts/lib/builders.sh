# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # $work, $out, $plan and $child are scripts/bake's
# The builders of docker buildx. One `docker buildx bake` uses one machine for each platform, however many nodes or replicas
# a builder has, so there is one call for each builder. Sourced; uses fail() and place().

# check_builders: they must answer before anything is gathered for them. Writes `<builder> <versions> <driver> <platforms>`
# with commas in the lists to $work/builders.
check_builders() {
    docker buildx version >/dev/null 2>&1 || fail 1 'docker buildx is not installed; install docker-buildx'
    : >"$work/builders"
    # shellcheck disable=SC2086 # one word per builder
    for builder in $(printf '%s\n' ${BUILDERS:-current} | awk '!seen[$1]++'); do
        set -- "$builder"
        [ -n "${BUILDERS:-}" ] || set --
        docker buildx inspect --bootstrap "$@" >"$work/inspected" 2>"$work/error" ||
            fail 1 "the builder $builder does not answer: $(tail -n 1 "$work/error"); see \`docker buildx ls\`"
        awk '
            function add(list, word) { return index("," list ",", "," word ",") ? list : list (list == "" ? "" : ",") word }
            /^Name:/ && name == "" { name = $2 }
            /^Driver:/ { driver = $2 }
            /^BuildKit version:/ { versions = add(versions, $3) }
            /^Platforms:/ { for (i = 2; i <= NF; i++) { gsub(/[*,]/, "", $i); platforms = add(platforms, $i) } }
            END { print name, versions, driver, platforms }' "$work/inspected" >>"$work/builders"
    done
}

# deal FILE: prints `<builder> <image> <platform>` for each line of FILE: in turn, among those that run the platform without
# emulation as far as they say; a processor of amd64 runs 386, too.
deal() {
    awk '
        FILENAME == ARGV[1] { name[++count] = $1; platforms[count] = "," $4 ","; next }
        {
            for (tried = 1; tried <= count; tried++) {
                turn = turn % count + 1
                if (index(platforms[turn], "," $2 ",") || ($2 == "linux/386" && index(platforms[turn], ",linux/amd64,"))) break
            }
            if (tried > count) { print "scripts/bake: " $1 ": no builder is for " $2 "; see `docker buildx ls`" > "/dev/stderr"; exit 1 }
            print name[turn], $1, $2
        }' "$work/builders" "$1"
}

# bake_dealt: lets each builder build its share, all at the same time. What others built when one fails is in their caches.
bake_dealt() {
    while read -r builder versions driver _; do
        awk -v builder="$builder" '$1 == builder' "$work/dealt" >"$work/share"
        [ -s "$work/share" ] || continue
        set --
        while read -r _ image platform; do
            # The name that `defs plan` gives a target.
            name=$(printf '%s_%s' "$image" "$(dashed "$platform")" | sed 's/\./__/g')
            set -- "$@" "$name" --set "$name.output=type=tar,dest=$(place "$image" "$platform")/rootfs.tar"
            echo "$versions $driver $builder" >"$(place "$image" "$platform")/builder"
        done <"$work/share"
        log=$out/.log/bake-$builder.log
        : >"$log"
        printf '%s\n' "$@" >"$work/share-$builder"
        log_start bake_share "$builder"
        printf '%s %s %s %s\n' "$started" "$log" "$builder" "$driver" >>"$work/started"
    done <"$work/builders"
    : >"$work/failed"
    while read -r pid log builder engine; do
        wait "$pid" && continue
        # Only a docker of this machine can be helped, and only when nothing else runs.
        docker_stuck "$log" || give_up
        printf '%s %s\n' "$log" "$builder" >>"$work/failed"
    done <"$work/started"
    child_ended
    rm "$work/started"
    bake_again
}

# bake_share BUILDER: lets one builder build its share. Replaces the shell that calls it, so that the caller knows the process to end.
bake_share() {
    builder=$1
    set --
    for name in $proxies; do
        unset "$name"
        set -- "$@" --set "*.args.$name="
    done
    # shellcheck disable=SC2046 # one word per line; no name has a blank
    exec docker buildx bake --builder "$builder" --progress=plain ${NOCACHE:+--no-cache} "$@" --file "$plan/docker-bake.json" $(cat "$work/share-$builder")
}

# bake_again: what failed over a partial layer in docker's store gets whole ones, of all that the share starts from.
bake_again() {
    engine=docker
    while read -r log builder; do
        awk -v builder="$builder" '$1 == builder' "$work/dealt" |
            while read -r _ image platform; do cat "$(place "$image" "$platform")/contexts"; done | sort -u >"$work/contexts"
        log_run_unstuck "$builder" bake_share "$builder" || give_up
    done <"$work/failed"
}

# give_up: ends what still runs, after what the builder of $log said.
give_up() {
    log_tail
    stop_children
    fail 1 "not everything could be built; the whole log is $log"
}
