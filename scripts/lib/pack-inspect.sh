# shellcheck shell=sh disable=SC2154 # variables are shared with scripts/pack
# Looks at a tar stream before anything is unpacked. Sourced by scripts/pack.

# list_stream TAR: prints one line per entry and one per extended attribute, with block numbers and unambiguous names.
# --absolute-names keeps tar from improving the names and link targets that it shows.
list_stream() {
    tar -t -vvv --block-number --numeric-owner --quoting-style=c --full-time --xattrs --xattrs-include='*' --acls \
        --absolute-names --force-local -f "$1"
}

# judge_stream TAR WORK: fills WORK/refused with sorted lines '<path>: <why>', and WORK/headers with what headers shall say, if
# it is more than an ordinary user's tar can write. Uses $setuid and $modes.
judge_stream() {
    : >"$2/end"
    : >"$2/headers"
    if is_tar "$1"; then
        list_stream "$1" >"$2/listing" 2>"$2/errors" || echo "tar: cannot be read to its end" >>"$2/errors"
        PACK_SETUID=$setuid PACK_END=$2/end PACK_HEADERS=$2/headers PACK_MODES=$modes \
            awk -f "$here/lib/pack-inspect.awk" "$2/listing" >"$2/found"
        sed 's/^tar: */archive: /' "$2/errors" >>"$2/found"
        judge_end "$1" "$(head -n 1 "$2/end")" >>"$2/found"
    else
        echo "archive: not a tar stream; give what the engine's -o type=tar wrote" >"$2/found"
    fi
    sort -u -o "$2/refused" "$2/found"
}

# is_tar FILE: succeeds if the file begins with a tar header, or with the end mark of an empty archive. Else tar
# would guess a compression.
is_tar() {
    [ "$(head -c 262 "$1" | tail -c 5 | tr -d '\0')" = ustar ] ||
        { [ "$(wc -c <"$1")" -ge 1024 ] && [ "$(head -c 1024 "$1" | tr -d '\0' | wc -c)" -eq 0 ]; }
}

# judge_end TAR BLOCK: the archive must end with two or more zero blocks, from block number BLOCK on, and nothing else.
judge_end() {
    [ -n "$2" ] || return 0
    size=$(wc -c <"$1")
    if [ "$size" -lt $(($2 * 512 + 1024)) ]; then
        echo "archive: the end mark is cut off: truncated"
    elif [ "$(tail -c +$(($2 * 512 + 1)) "$1" | tr -d '\0' | wc -c)" -ne 0 ]; then
        echo "archive: data after the end mark"
    elif [ $((size % 512)) -ne 0 ]; then
        echo "archive: not a whole number of blocks"
    fi
}

# report_refusals TAR WORK: ends with code 1 if judge_stream found something to refuse.
report_refusals() {
    [ -s "$2/refused" ] || return 0
    sed "s/^/scripts\/pack: refused: /" "$2/refused" >&2
    fail 1 "$1: $(wc -l <"$2/refused" | tr -d ' ') refusals; nothing was packed"
}

# inspect_only: the --inspect command, on $rootfs.
inspect_only() {
    [ -f "$rootfs" ] || fail 2 "$rootfs: no such file"
    tmp=$(mktemp -d)
    trap 'rm -rf "$tmp"' EXIT
    judge_stream "$rootfs" "$tmp"
    report_refusals "$rootfs" "$tmp"
}
