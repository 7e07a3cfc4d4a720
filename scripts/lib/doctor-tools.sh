# shellcheck shell=sh disable=SC2034,SC2154 # variables are shared with scripts/doctor
# Tools, room and machine, as scripts/doctor tells them. Sourced.

# first_version COMMAND...: the first dotted number that it prints.
first_version() {
    "$@" 2>/dev/null </dev/null | sed -n 's/^[^0-9]*\([0-9][0-9.]*[0-9]\).*/\1/p' | head -n 1
}

# need TOOL PACKAGE: a tool that every build needs, whatever its version.
need() {
    if command -v "$1" >/dev/null; then
        line ok "$1"
        return
    fi
    line missing "$1 - install the package $2"
    able=no
}

# need_gnu TOOL PACKAGE MAKER MINIMUM: a tool of a certain make, since MINIMUM.
need_gnu() {
    if ! command -v "$1" >/dev/null; then
        line missing "$3 $1 - install the package $2"
        able=no
        return
    fi
    found=$("$1" --version 2>/dev/null </dev/null | head -n 1)
    case $found in
    *"$3"*) ;;
    *)
        line missing "$3 $1: $1 is another program here - install the package $2"
        able=no
        return
        ;;
    esac
    version=$(first_version "$1" --version)
    if at_least "$version" "$4"; then
        line ok "$3 $1 $version"
        return
    fi
    line 'too old' "$3 $1 $version, $4 is needed - install a newer package $2"
    able=no
}

# check_tools: what every build needs.
check_tools() {
    need_gnu make make 'GNU' 4.3
    need_gnu tar tar 'GNU' 1.34
    need_gnu sort coreutils coreutils 8.25
    need_gnu find findutils 'GNU' 4.6
    need flock util-linux
    need awk mawk
    need cmp diffutils
    need curl curl
}

# optional TOOL PACKAGE PURPOSE: a tool that only some commands need.
optional() {
    if command -v "$1" >/dev/null; then line ok "$1, for $3"; else line missing "$1, only for $3 - install the package $2"; fi
}

check_optional() {
    optional skopeo skopeo 'pushing to registries and fetching from them'
    optional xz xz-utils 'make preseed from archives, and for host seeds'
    optional gpg gnupg 'signing and verifying'
    optional diffoscope diffoscope 'seeing what differs when an image does not come out the same'
}

# check_room WHAT DIR: free room where DIR is or will be. A toolchain takes some gigabytes while it is built.
check_room() {
    place=$2
    while [ ! -d "$place" ] && [ "$place" != / ]; do place=$(dirname -- "$place"); done
    free=$(df -Pk -- "$place" | awk 'NR == 2 { print int($4 / 1048576) }')
    if [ "$free" -ge 10 ]; then
        line ok "$1: $free GiB free in $2"
    else
        line low "$1: $free GiB free in $2 - 10 GiB or more are wise"
    fi
}

# check_place WHAT DIR VARIABLE: room where builds write; VARIABLE chooses another place.
check_place() {
    check_room "$1" "$2"
    if [ ! -w "$place" ]; then
        line 'not usable' "$2 cannot be written - set $3 to another place"
        able=no
    fi
}

# check_machine: processors and memory.
check_machine() {
    [ -r /proc/meminfo ] || return 0
    memory=$(awk '$1 == "MemTotal:" { print int($2 / 1048576 + 0.5) }' /proc/meminfo)
    if [ "$memory" -ge 4 ]; then
        line ok "memory: $memory GiB, $(nproc) processors"
    else
        line low "memory: $memory GiB, $(nproc) processors - compilers want 4 GiB or more"
    fi
}
