#!/bin/sh
# Full disks, read-only trees, unwritable outputs and wrong settings: a clear message, and the last good image stays.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
make_base
tree=test/engine
compile_tree $tree

# edit_version NUMBER: makes core-slow come out differently.
edit_version() {
    for copy in root builder; do
        sed -i "s/^version=.*/version=$1/" "$work/$copy/$tree/generated/core/slow/Containerfile"
    done
}

# A small file system of its own, which only the engines' side can see.
small=$work/root/small
mkdir "$small"
(inside root mount -t tmpfs -o size=400m tmpfs "$small")
(inside root cp -R "$scratch/base/linux-amd64" "$small/linux-amd64")

# seen COMMAND LAYOUT: is_whole, digest_of or the like for a layout that only the engines' side can see.
seen() (inside root sh -c "set -euf; work=$work; $(sed -n '/^digest_of()/,/^}/p; /^is_readable()/,/^}/p; /^is_whole()/,/^}/p' "$repository/test/engine/lib.sh"); $1 $2")

# leave KILOBYTES: fills the small file system until no more than that is free.
leave() {
    free=$(inside root df --output=avail -k "$small" | tail -n 1)
    (inside root dd if=/dev/zero "of=$small/filling" bs=1024 "count=$((free - $1))" status=none)
}

# disk_full NAME KILOBYTES: a build with that much room fails, is said, and does no harm; with room again it succeeds.
disk_full() {
    edit_version "$2"
    leave "$2"
    check "$engine: fails when $1" not make_as root "$engine" "ROOT=$tree" "OUT=$small" slow
    says "$engine: it is said" "$work/said" '[Nn]o space left on device\| [0-9]* KiB free'
    says "$engine: by whom" "$work/said" '^scripts/build: core-slow: '
    equal "$engine: the last good image stays" "$good" "$(seen digest_of "$layout")"
    check "$engine: and can be read" seen is_whole "$layout"
    (inside root rm "$small/filling")
    check "$engine: with room again, make succeeds" make_as root "$engine" "ROOT=$tree" "OUT=$small" slow
    check "$engine: with another image" not test "$good" = "$(seen digest_of "$layout")"
    good=$(seen digest_of "$layout")
}

layout=$small/linux-amd64/core-slow
for engine in docker podman buildah; do
    edit_version 1
    make_as root "$engine" "ROOT=$tree" "OUT=$small" slow || {
        not_ok "$engine builds in a small file system"
        cat "$work/said"
    }
    good=$(seen digest_of "$layout")
    # The root filesystem has about 5 MB: its stream fits into 8 MB, but not its layer, too.
    disk_full 'the disk is full before the engine has written' 1500
    disk_full 'the disk is full while packing' 8000
done
engine=docker
inodes=$(inside root df --output=iused "$small" | tail -n 1)
edit_version 2
(inside root mount -o "remount,nr_inodes=$((inodes + 60))" "$small")
check 'fails when there is no inode left' not make_as root docker "ROOT=$tree" "OUT=$small" slow
says 'it is said' "$work/said" '[Nn]o space left on device'
equal 'the last good image stays' "$good" "$(seen digest_of "$layout")"
check 'and can be read' seen is_whole "$layout"
(inside root mount -o remount,nr_inodes=100000 "$small")
check 'with inodes again, make succeeds' make_as root docker "ROOT=$tree" "OUT=$small" slow
(inside root umount "$small")

(inside root mount --bind "$work/root" "$work/root")
(inside root mount -o remount,ro,bind "$work/root")
mkdir "$work/out"
new_base_out root "$work/out"
check 'a tree on a read-only file system is built' make_as root podman "ROOT=$tree" "OUT=$work/out" slow
check 'an output there is refused' not make_as root podman "ROOT=$tree" "OUT=$work/root/new" slow
says 'it is said' "$work/said" '^scripts/images: cannot write to .*; choose another place with OUT$'
(inside root sh -c "cd / && umount $work/root")

new_base_out builder "$work/builder/out"
chmod -R a-w "$work/builder/$tree/generated" "$work/builder/$tree/defs" "$work/builder/scripts"
check 'definitions that may not be written are built' make_as builder docker "ROOT=$tree" "OUT=$work/builder/out" slow
chmod -R u+w "$work/builder/$tree/generated" "$work/builder/$tree/defs" "$work/builder/scripts"
check "an ordinary user cannot write root's output" not make_as builder docker "ROOT=$tree" "OUT=$work/out" NOCACHE=1 slow
says 'it is said' "$work/said" '^scripts/images: cannot write to .*; choose another place with OUT$'

# The message of each wrong setting, and none of them builds anything.
refused() { # NAME PATTERN MAKE_ARGUMENT...
    title=$1 pattern=$2
    shift 2
    check "$title is refused" not make_as builder "$@"
    says 'it is said' "$work/said" "$pattern"
}
refused 'an unknown engine' "^scripts/build: .*: unknown engine 'bogus'; ENGINE is docker, podman or buildah$" bogus NOCACHE=1 "ROOT=$tree" slow
refused 'a goal that does not exist' "^scripts/stale: nothing is called 'nosuch'; see" docker "ROOT=$tree" nosuch
refused 'a relative OUT' '^scripts/.*: OUT must be absolute, not some/where$' docker "ROOT=$tree" OUT=some/where slow
# shellcheck disable=SC2016 # the quotes of the message
refused 'a tree without generated files' '/generated/images.txt: not found; run `defs compile`$' docker "ROOT=$tree/defs"
mkdir "$work/tools"
(inside root sh -c "cd /usr/bin && ls" >"$work/tools.txt")
grep -v -e '^docker' -e '^podman' -e '^buildah' "$work/tools.txt" | while read -r tool; do ln -s "/usr/bin/$tool" "$work/tools/$tool"; done
refused 'a machine without engine' '^scripts/build: .*: no container engine found; install docker (' '' NOCACHE=1 "PATH=$work/tools" "ROOT=$tree" slow
refused 'an engine that is not there' '^scripts/build: .*: podman is not installed; install it, or set ENGINE$' podman NOCACHE=1 "PATH=$work/tools" "ROOT=$tree" slow
refused 'docker that is not there' '^scripts/build: .*: docker is not installed; install it, or set ENGINE$' docker NOCACHE=1 "PATH=$work/tools" "ROOT=$tree" slow
