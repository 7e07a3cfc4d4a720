# shellcheck shell=sh disable=SC2034,SC2154 # variables are shared with scripts/fetch
# Source manifests: lines '<sha256> <size or -> <file name> <url> [<url> ...]'. Sourced by scripts/fetch.
# Nothing here starts a process per line: the whole tree has thousands of them.

# read_manifest PATH PLAN: checks every line and appends '<number><tab><sha256> <size> <file> <url>...<tab><place>' to PLAN.
read_manifest() {
    manifest=$1 number=0 names=' '
    if [ ! -f "$manifest" ] || [ ! -r "$manifest" ]; then
        fail 2 "cannot read the manifest $manifest; give the path of a sources.txt"
    fi
    while IFS= read -r line || [ -n "$line" ]; do
        number=$((number + 1)) at=$manifest:$number
        case $line in '' | '#'*) continue ;; esac
        if read_line "$line"; then
            sources=$((sources + 1))
            printf '%s\t%s\t%s\n' "$sources" "$entry" "$at" >&3
        fi
    done <"$manifest" 3>>"$2"
}

# read_line LINE: sets $entry to the line with its URLs resolved; returns 1 when a problem was reported.
read_line() {
    case $1 in
    ' '* | *' ' | *'  '* | *[[:cntrl:]]*)
        problem "blanks other than one space between fields; write '<sha256> <size or -> <file> <url> ...'"
        return 1
        ;;
    esac
    before=$problems
    # shellcheck disable=SC2086 # split at blanks
    check_fields $1
    [ "$problems" = "$before" ]
}

# check_fields SHA256 SIZE FILE URL...: reports what is wrong, and sets $entry.
check_fields() {
    if [ $# -lt 4 ]; then
        problem "$# fields instead of at least 4; write '<sha256> <size or -> <file> <url> ...'"
        return
    fi
    check_sha256 "$1"
    check_size "$2"
    check_name "$3" "$1"
    entry="$1 $2 $3"
    shift 3
    for url in "$@"; do
        if resolve_url "$url"; then add_urls; fi
    done
}

# add_urls: adds $resolved to $entry, each URL once: an override can make one of two.
add_urls() {
    for url in $resolved; do
        case "$entry " in *" $url "*) ;; *) entry="$entry $url" ;; esac
    done
}

check_sha256() {
    case $1 in
    *[!0-9a-f]*) ;;
    *) if [ ${#1} -eq 64 ]; then return; fi ;;
    esac
    problem "bad sha256 '$1'; write 64 lower-case hexadecimal digits"
}

check_size() {
    case $1 in
    - | 0) return 0 ;;
    0* | *[!0-9]*) ;;
    *) if [ ${#1} -le 15 ]; then return; fi ;;
    esac
    problem "bad size '$1'; write a number of bytes, or - if it is not known"
}

# check_name FILE SHA256: a safe file name, with one hash only in a manifest.
check_name() {
    case $1 in
    [!A-Za-z0-9]* | *[!A-Za-z0-9._+~-]*)
        problem "bad file name '$1'; begin with a letter or digit, and use only letters, digits and . _ + ~ -"
        return
        ;;
    esac
    case $names in
    *" $1=$2 "*) ;;
    *" $1="*) problem "the file name '$1' is there before with another sha256; name one of them differently" ;;
    *) names="$names$1=$2 " ;;
    esac
}
