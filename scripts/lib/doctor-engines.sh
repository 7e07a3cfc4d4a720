# shellcheck shell=sh disable=SC2154 # variables are shared with scripts/doctor
# Engines, as scripts/doctor tells them. Sourced.

# check_engine NAME: one line for the engine, and one for its storage; adds it to $engines when it can build.
check_engine() {
    if ! command -v "$1" >/dev/null; then
        line missing "$1 - install the package $(engine_package "$1")"
        return
    fi
    # The very check that a build makes, so that both say the same.
    if ! found=$(
        ENGINE=$1
        engine_choose && echo "$engine_version"
    ); then
        case $found in
        *'too old'*) line 'too old' "$found - install a newer package $(engine_package "$1"), or upgrade the system" ;;
        *) line 'not usable' "$found" ;;
        esac
        return
    fi
    engines="$engines $1"
    line ok "$1 $found, $("about_$1")"
    check_room "room for $1" "$("store_of_$1")"
    if [ "$1" != docker ] && [ "$(id -u)" -ne 0 ]; then check_rootless "$1"; fi
}

engine_package() {
    case $1 in docker) echo 'docker.io with docker-buildx, or see https://docs.docker.com/engine/install/' ;; *) echo "$1" ;; esac
}

about_docker() {
    mode=rootful
    case $(docker info --format '{{.SecurityOptions}}' 2>/dev/null) in *name=rootless*) mode=rootless ;; esac
    echo "$mode, buildx $(first_version docker buildx version), containerd image store"
}
store_of_docker() { docker info --format '{{.DockerRootDir}}' 2>/dev/null; }

about_podman() {
    echo "$(mode_of_user), $(podman info --format '{{.Store.GraphDriverName}} storage, runtime {{.Host.OCIRuntime.Name}}' 2>/dev/null)"
}
store_of_podman() { podman info --format '{{.Store.GraphRoot}}' 2>/dev/null; }

about_buildah() {
    echo "$(mode_of_user), $(buildah info --format '{{.store.GraphDriverName}} storage' 2>/dev/null)"
}
store_of_buildah() { buildah info --format '{{.store.GraphRoot}}' 2>/dev/null; }

mode_of_user() {
    if [ "$(id -u)" -eq 0 ]; then echo 'as root'; else echo rootless; fi
}

# check_rootless NAME: what podman and buildah need to be used by an ordinary user.
check_rootless() {
    command -v newuidmap >/dev/null || line missing "newuidmap, for $1 without root - install the package uidmap"
    user=$(id -un)
    for file in /etc/subuid /etc/subgid; do
        ids=$(awk -F : -v user="$user" -v id="$(id -u)" '$1 == user || $1 == id { ids += $3 } END { print ids + 0 }' "$file" 2>/dev/null) || ids=0
        [ "$ids" -ge 65536 ] ||
            line missing "65536 ids of $user in $file, which has $ids, for $1 without root - run \`usermod --add-sub${file#/etc/sub}s 100000-165535 $user\` as root"
    done
}
