# shellcheck shell=sh
# shellcheck disable=SC2154 # $work is the caller's
# Registries, and the store of docker. Sourced; uses $work and fail().

# check_registry PLACE: fails unless it is a host with a path, `registry.example/stagex` or `localhost:5000/a/b`.
check_registry() {
    case $1 in
    [!A-Za-z0-9]* | *//* | */ | *[!A-Za-z0-9.:/_-]*) ;;
    localhost/?* | *.*/?* | *:*/?*) return ;;
    esac
    fail 2 "'$1' is neither a directory nor a registry with a path, such as registry.example/stagex"
}

# is_loopback PLACE: whether (IPv4 and localhost) the registry is on this machine; only there, plain http may be spoken.
is_loopback() {
    echo "${1%%/*}" | grep -qxE '(localhost|127(\.[0-9]{1,3}){3})(:[0-9]+)?'
}

# plain_http PLACE OPTION: prints OPTION if plain http may be spoken.
plain_http() {
    if is_loopback "$1"; then echo "$2"; fi
}

# registry_get PLACE IMAGE PATH OPTION...: asks the API of the registry for PATH of an image, by curl (OCI Distribution Specification 1.1).
registry_get() {
    scheme=https
    ! is_loopback "$1" || scheme=http
    url=$scheme://${1%%/*}/v2/${1#*/}/$2/$3
    shift 3
    curl --fail --silent "$@" "$url"
}

# docker_load LAYOUT IMAGE NAME: loads an image into docker's store. The index in the archive names it, so NAME goes there.
docker_load() {
    mkdir "$work/load" && cp "$1/oci-layout" "$work/load/" &&
        sed "s,stagex.invalid/$2:latest,$3," "$1/index.json" >"$work/load/index.json" &&
        tar -c -C "$work/load" index.json oci-layout -C "$1" blobs | docker load --quiet
    loaded=$?
    rm -rf "$work/load"
    return "$loaded"
}
