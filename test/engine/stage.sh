#!/bin/sh
# Builds a stage of DIR/Containerfile the way scripts/build does and writes it to DIR/rootfs.tar. Runs where the engines are.
#
#   stage.sh ENGINE DIR [STAGE [NETWORK]]     DIR holds Containerfile and context/, and may hold contexts: `<name> <layout> <digest>`
set -euf
work=$2
engine=$1
fail() {
    printf 'stage.sh: %s\n' "$2" >&2
    exit "$1"
}
# shellcheck source=scripts/lib/engine.sh
. "$(dirname -- "$0")/../../scripts/lib/engine.sh"
printf '%s\n' "network=${4:-none}" ulimit=nofile=2048:16384 hostname=sandbox >"$work/flags"
[ -f "$work/contexts" ] || : >"$work/contexts"
engine_build "$work/Containerfile" "$work/context" "${3:-}" "$work/rootfs.tar" linux/amd64
