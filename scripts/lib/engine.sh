# shellcheck shell=sh
# shellcheck disable=SC2154 # $work is scripts/build's
# Container engines behind one call: docker, podman and buildah. Sourced; uses $work, fail() and lib/registry.sh.

# Those that there are, in the order in which they are looked for.
engine_names='docker podman buildah'

# engine_choose: sets $engine from $ENGINE, else to the first engine found, and checks that it can build what we emit.
engine_choose() {
    engine=${ENGINE:-}
    if [ -z "$engine" ]; then
        for engine in $engine_names none; do
            ! command -v "$engine" >/dev/null || break
        done
    fi
    case $engine in
    docker) docker_check ;;
    podman) podman_check podman 5.4 ;;
    buildah) podman_check buildah 1.39 ;;
    none) fail 1 "no container engine found; install docker (25 or later), podman (5.4) or buildah (1.39)" ;;
    *) fail 2 "unknown engine '$engine'; ENGINE is docker, podman or buildah" ;;
    esac
}

# at_least VERSION MINIMUM: compares dotted numbers.
at_least() {
    printf '%s\n%s\n' "$2" "$1" | sort -CV
}

# ask_docker SECONDS: one question answers them all, because each start of docker's client takes up to 0.15 s of a processor. The daemon
# runs runc and asks containerd for it, which takes long on a busy machine. Fails with 124 when the time is over.
ask_docker() {
    timeout "$1" docker info --format '{{.ServerVersion}} {{.ClientInfo.Context}} {{.DriverStatus}}{{range .ClientInfo.Plugins}} plugin-{{.Name}}{{end}}' \
        >"$work/docker-info" 2>"$work/engine-error"
}

# docker_check: a daemon that is down refuses at once; one that is silent is busy, or hangs.
docker_check() {
    command -v docker >/dev/null || fail 1 "docker is not installed; install it, or set ENGINE"
    status=0
    ask_docker 20 || status=$?
    if [ "$status" -eq 124 ]; then
        echo 'docker has not answered for 20 s; it may be busy; waiting 5 minutes more' >&2
        status=0
        ask_docker 300 || status=$?
    fi
    [ "$status" -ne 124 ] || fail 1 'docker does not answer: its daemon said nothing for 5 minutes; restart it if it hangs, try again when the machine is less busy, or set ENGINE'
    [ "$status" -eq 0 ] || fail 1 "docker does not answer: $(head -n 1 "$work/engine-error"); start the daemon, join the group docker, or set ENGINE"
    # Of the daemon that answered here, not buildx's current builder, which may be on another machine.
    read -r engine_version builder state <"$work/docker-info"
    at_least "$engine_version" 25 || fail 1 "docker $engine_version is too old; named contexts of OCI layouts need 25"
    case $state in *plugin-buildx*) ;; *) fail 1 "docker has no buildx; install docker-buildx" ;; esac
    case $state in
    *io.containerd.snapshotter*) ;;
    *) fail 1 'docker does not use the containerd image store; set "features": {"containerd-snapshotter": true} in daemon.json' ;;
    esac
}

# podman_check NAME MINIMUM: podman and buildah share their builder.
podman_check() {
    command -v "$1" >/dev/null || fail 1 "$1 is not installed; install it, or set ENGINE"
    engine_version=$("$1" --version | awk '{ print $3 }')
    at_least "$engine_version" "$2" || fail 1 "$1 $engine_version is too old; named contexts of OCI layouts need $2"
    # containers-storage.conf(5): owners or modes of what an image is unpacked to are others then, without a word.
    option=$("$1" info 2>/dev/null | grep -o -e 'ignore_chown_errors["=: ]*true' -e force_mask | head -n 1)
    [ -z "$option" ] || fail 1 "$1 keeps images with the option ${option%%[\"=: ]*}, which changes their owners or modes; remove it from storage.conf and STORAGE_OPTS"
}

# engine_build CONTAINERFILE CONTEXT TARGET TAR PLATFORM: builds a stage and writes its root filesystem as a tar stream.
# Replaces the shell that calls it, so that the caller knows the process to end. Reads `<name> <layout> <digest>` lines of
# named image contexts from $work/contexts and the flags of the key from $work/flags. scripts/reproduce sets REPRODUCE_CLOCK and
# REPRODUCE_HOOKS.
engine_build() {
    if [ -n "${REPRODUCE_CLOCK:-}" ]; then
        awk -f "$here/lib/shift-clock.awk" "$1" >"$work/Containerfile"
        shift
        set -- "$work/Containerfile" "$@"
    fi
    case $engine in docker) docker_build "$@" ;; *) podman_build "$@" ;; esac
}

# flag NAME: the value of a `flag` line of the key.
flag() {
    sed -n "s/^$1=//p" "$work/flags"
}

# Variables by which a user's network is reached. Builds have none.
proxies='ALL_PROXY FTP_PROXY HTTPS_PROXY HTTP_PROXY NO_PROXY all_proxy ftp_proxy https_proxy http_proxy no_proxy'

# docker_build: an empty argument keeps out the proxies of ~/.docker/config.json, which docker gives every build else.
docker_build() {
    containerfile=$1 context=$2 target=$3 tar=$4 platform=$5
    set -- --progress=plain --provenance=false --sbom=false --pull=false --network="$(flag network)" \
        --ulimit "$(flag ulimit)" --build-arg "BUILDKIT_SANDBOX_HOSTNAME=$(flag hostname)" --platform "$platform" \
        --build-context "sources=$context" --target "$target" --output "type=tar,dest=$tar" --file "$containerfile"
    while read -r name layout digest; do
        set -- "$@" --build-context "stagex.invalid/$name=oci-layout://$layout@$digest"
    done <"$work/contexts"
    [ -z "${NOCACHE:-}" ] || set -- "$@" --no-cache
    [ -z "${REPRODUCE_CLOCK:-}" ] || set -- "$@" --build-context "clock=$REPRODUCE_CLOCK"
    for name in $proxies; do
        unset "$name"
        set -- "$@" --build-arg "$name="
    done
    exec docker buildx build --builder "${builder:-default}" "$@" "$context"
}

# podman_settings: what a user's containers.conf may not decide, because a build could observe it; last of all files that are read. Limits
# stay the machine's: it may not be able to raise them.
podman_settings() {
    printf '%s\n' '[containers]' 'annotations = [{append = false}]' \
        'default_capabilities = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT", {append = false}]' \
        'devices = [{append = false}]' 'env = [{append = false}]' 'env_host = false' 'http_proxy = false' 'ipcns = "private"' \
        'mounts = [{append = false}]' 'pidns = "private"' 'privileged = false' 'seccomp_profile = ""' 'shm_size = "65536k"' 'tz = ""' 'umask = "0022"' \
        'utsns = "private"' 'volumes = [{append = false}]' \
        '[engine]' 'env = [{append = false}]' 'hooks_dir = [{append = false}]'
}

# podman_isolation: an OCI runtime in any case. "chroot", which an environment can ask for, has the network of the host.
podman_isolation() {
    if [ "$(id -u)" -eq 0 ] && [ "${_CONTAINERS_ROOTLESS_UID:-0}" -eq 0 ]; then echo oci; else echo rootless; fi
}

podman_build() {
    containerfile=$1 context=$2 target=$3 tar=$4 platform=$5
    podman_settings >"$work/containers.conf"
    export CONTAINERS_CONF_OVERRIDE="$work/containers.conf"
    set -- --isolation="$(podman_isolation)" --http-proxy=false --layers=true --pull=never --network "$(flag network)" --ulimit "$(flag ulimit)" --platform "$platform" \
        --build-context "sources=$context" --target "$target" --output "type=tar,dest=$tar" --file "$containerfile" \
        --iidfile "$work/stage"
    while read -r name layout _; do
        set -- "$@" --build-context "stagex.invalid/$name=container-image://oci:$layout"
    done <"$work/contexts"
    [ -z "${NOCACHE:-}" ] || set -- "$@" --no-cache
    [ -z "${REPRODUCE_CLOCK:-}" ] || set -- "$@" --build-context "clock=$REPRODUCE_CLOCK"
    [ -z "${REPRODUCE_HOOKS:-}" ] || set -- "$@" --hooks-dir "$REPRODUCE_HOOKS"
    # shellcheck disable=SC2086 # a word per variable
    unset $proxies
    exec "$engine" build "$@" "$context"
}

# docker_stuck LOG: whether docker failed over what an interrupted build left of a layer: it keeps that up to an hour, and can
# neither go on from it nor drop it (docs/building.md, Damage).
docker_stuck() {
    [ "$engine" = docker ] && grep -q 'failed to copy: unsupported offset$' "$1"
}

# docker_unstick: gives docker the images of $work/contexts by another way. They stay until docker_forget.
docker_unstick() {
    while read -r name layout _; do docker_load "$layout" "$name" "stagex.invalid/$name:unstick" || return 1; done <"$work/contexts"
}

# docker_forget: takes the names of docker_unstick away again; the layers are in docker's cache now.
docker_forget() {
    # shellcheck disable=SC2046 # one word per image
    docker rmi $(sed 's,^\([^ ]*\) .*,stagex.invalid/\1:unstick,' "$work/contexts")
}

# engine_is_rootless: whether it is podman or buildah, without root; fails with 2 when the engine does not answer.
engine_is_rootless() {
    [ "$engine" != docker ] || return 1
    info=$("$engine" info) || return 2
    case $info in *'rootless: true'* | *'rootless": true'*) ;; *) return 1 ;; esac
}

# engine_lost: prints the modes of setuid and setgid files of the stage that was built last, when the engine leaves these bits
# out of the stream: rootless podman and buildah do.
engine_lost() {
    status=0
    engine_is_rootless || status=$?
    [ "$status" -eq 0 ] || return $((status - 1))
    # shellcheck disable=SC2016 # the inner shell's variables
    case $engine in
    podman) set -- 'top=$(podman image mount "$1"); find "$top" -perm /6000 -printf "%M /%P\n"; podman image unmount "$1" >&2' ;;
    buildah) set -- 'box=$(buildah from --pull=never "$1"); find "$(buildah mount "$box")" -perm /6000 -printf "%M /%P\n"; buildah rm "$box" >&2' ;;
    esac
    "$engine" unshare sh -euc "$1" sh "$(cat "$work/stage")"
}

# engine_ids: prints that the user has fewer ids than a build may give to files, if that is so and the log tells of it.
engine_ids() {
    grep -q 'Invalid argument$' "$log" && engine_is_rootless 2>/dev/null || return 0
    # shellcheck disable=SC2016 # awk's variables
    ids=$("$engine" unshare awk '{ ids += $3 } END { print ids }' /proc/self/uid_map 2>/dev/null) || return 0
    [ "${ids:-65536}" -ge 65536 ] ||
        echo ": $(id -un) has $ids ids, and a file of a higher owner is an invalid argument, see make doctor"
}
