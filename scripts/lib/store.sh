# shellcheck shell=sh disable=SC2034,SC2154 # variables are shared with scripts/fetch
# The store, and how a source gets into it. Sourced by scripts/fetch; uses its settings, lib/workers.sh and lib/download.sh.
# A plan has lines '<number><tab><sha256> <size> <file> <url>...<tab><place>'.

tab=$(printf '\t')

# check_directories: the store must be writable or possible to make, an offline directory must be there.
check_directories() {
    case $store in /*) ;; *) store=$PWD/$store ;; esac
    each_directory | while IFS= read -r directory; do
        [ -d "$directory" ] || fail 2 "no directory $directory; --from and STAGEX_OFFLINE take directories"
    done
}

each_directory() {
    printf %s "$from"
}

# list_urls: prints '<sha256> <file> <url>' for each URL of the plan.
list_urls() {
    while IFS=$tab read -r number entry place; do
        # shellcheck disable=SC2086 # split at blanks
        print_urls $entry
    done <"$tmp/plan"
}

print_urls() {
    sha256=$1 file=$3
    shift 3
    for url in "$@"; do printf '%s %s %s\n' "$sha256" "$file" "$url"; done
}

# check_store COUNT: hashes the plan's files again, or all files of the store if no manifest was given (COUNT is 0).
check_store() {
    if [ "$1" -eq 0 ]; then all_of_store; else planned_files; fi >"$tmp/files"
    checked=0 bad=0
    while read -r sha256 label; do
        checked=$((checked + 1))
        if ! check_file "$store/sha256/$sha256"; then bad=$((bad + 1)); fi
    done <"$tmp/files"
    [ "$bad" -eq 0 ] || fail 1 "$bad of $checked sources are corrupt or missing; delete corrupt files, then fetch again"
}

planned_files() {
    cut -f2 "$tmp/plan" | cut -d' ' -f1,3 | sort -u
}

all_of_store() {
    [ -d "$store/sha256" ] || return 0
    find "$store/sha256" -mindepth 1 -printf '%P -\n'
}

# check_file PATH: reports PATH, the file of $sha256, if it is missing or its bytes are not those of its name.
check_file() {
    if [ ! -f "$1" ]; then
        printf 'scripts/fetch: missing: %s, sha256 %s\n' "$label" "$sha256" >&2
        return 1
    fi
    actual=$(sha256sum <"$1") || actual=unreadable
    [ "${actual%% *}" != "$sha256" ] || return 0
    printf 'scripts/fetch: corrupt: %s has sha256 %s\n' "$1" "${actual%% *}" >&2
    return 1
}

# fetch_missing: brings the plan's missing sources into the store, by parallel workers; fails if one is still missing.
fetch_missing() {
    keep_missing <"$tmp/plan" >"$tmp/todo"
    [ -s "$tmp/todo" ] || return 0
    need_tools
    make_store
    todo=$(wc -l <"$tmp/todo")
    [ "$jobs" -lt "$todo" ] || jobs=$todo
    [ "$mode" = fetch ] || jobs=1
    start_workers
    missing=$(keep_missing <"$tmp/todo" | wc -l)
    [ "$missing" -eq 0 ] || fail 1 "$missing of $sources sources could not be fetched; $(closing_hint)"
}

make_store() {
    if ! mkdir -p "$store/sha256" "$store/partial" "$store/lock" 2>/dev/null || [ ! -w "$store/sha256" ]; then
        fail 1 "cannot write to the store $store; choose another with --store or STAGEX_STORE"
    fi
}

# keep_missing: the lines of a plan on stdin whose source is not in the store.
keep_missing() {
    while IFS= read -r line; do
        sha256=${line#*"$tab"}
        [ -f "$store/sha256/${sha256%% *}" ] || printf '%s\n' "$line"
    done
}

need_tools() {
    for tool in flock curl; do
        [ "$tool $mode" != "curl offline" ] || continue
        command -v "$tool" >/dev/null || fail 1 "$tool is not installed; install curl and util-linux"
    done
}

closing_hint() {
    if [ "$mode" = offline ]; then
        echo "put the files into a directory and give it with --from, or run without --offline"
    else
        echo "set STAGEX_MIRROR_<ALIAS> to a mirror that has them, or give a directory of files with --from"
    fi
}

# obtain SHA256 SIZE FILE URL...: one source, under its lock; reports all that was tried if it cannot be fetched.
obtain() {
    sha256=$1 size=$2 file=$3 limit=$2 stem=$1 report=''
    [ "$size" != - ] || limit=$max_size
    shift 3
    # The kernel frees the lock when the last process that holds it ends, however it ends; curl holds it, too.
    exec 9>"$store/lock/$sha256"
    run flock 9 || fail 1 "cannot lock $store/lock/$sha256; is the store on a file system with locks?"
    if [ -f "$store/sha256/$sha256" ] || from_directories || from_mirrors "$@"; then
        drop_partials
    else
        printf '%s\n' "scripts/fetch: $place: cannot get $file (sha256 $sha256)$report" >&2
    fi
    exec 9>&-
}

# tried WHAT: one more line of the report, with $reason.
tried() {
    report="$report$nl  $1: $reason"
}

# from_directories: takes the source from an offline directory that has it.
from_directories() {
    each_directory >"$tmp/from.$worker"
    while IFS= read -r directory; do
        for path in "$directory/$file" "$directory/$sha256"; do
            [ -f "$path" ] || continue
            copy_file "$path" && return
            tried "$path"
        done
    done <"$tmp/from.$worker"
    return 1
}

# copy_file PATH: copies first and hashes the copy, so that a change in between does no harm.
copy_file() {
    copy=$store/partial/$stem.copy
    reason="too large: more than $limit bytes"
    [ "$(size_of "$1")" -le "$limit" ] || return 1
    reason="cannot copy it to $store/partial"
    run cp -- "$1" "$copy" && store_file "$copy" && return
    rm -f "$copy"
    return 1
}

# from_mirrors URL...: asks the URLs in order, unless --offline.
from_mirrors() {
    for url in "$@"; do
        if [ "$mode" = offline ]; then
            reason="not asked (--offline)"
        elif download "$url"; then
            return
        fi
        tried "$url"
    done
    return 1
}

# drop_partials: what was left of other tries, now that the source is in the store.
drop_partials() {
    set +f
    rm -f "$store/partial/$sha256".*
    set -f
}
