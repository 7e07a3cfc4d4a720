# shellcheck shell=sh disable=SC2034,SC2154 # variables are shared with scripts/fetch
# Addresses whose bytes nobody has named yet: for whoever writes a definition. Sourced by scripts/fetch.
# What is learnt is only what a server said once; it is the author who compares it with upstream's own word.

# learn_all URL...: takes each into the store and prints '<sha256> <size> <url>'; fails if one could not be fetched.
learn_all() {
    at=--learn wanted=$# failed=0
    for url in "$@"; do resolve_url "$url" || :; done
    [ "$problems" -eq 0 ] || fail 2 "$problems problem(s) in what was read; nothing was fetched"
    need_tools
    make_store
    jobs=1
    start_reporter
    for url in "$@"; do learn "$url" || failed=$((failed + 1)); done
    stop_reporter
    [ "$failed" -eq 0 ] || fail 1 "$failed of $wanted addresses could not be fetched; set STAGEX_MIRROR_<ALIAS> to a mirror that has them, or give a directory of files with --from"
}

# learn URL: one address, by each URL that it stands for.
learn() {
    sha256=- size=- file=${1##*/} limit=$max_size stem=learn.$$ place=--learn report='' slot=1 worker=1
    resolve_url "$1" || return 1
    # shellcheck disable=SC2086 # split at blanks
    if from_directories || from_mirrors $resolved; then
        rm -f "$tmp/now.1"
        printf '%s %s %s\n' "$stored_as" "$(size_of "$store/sha256/$stored_as")" "$1"
        return
    fi
    rm -f "$tmp/now.1"
    printf '%s\n' "scripts/fetch: cannot get $1$report" >&2
    return 1
}

# is_whole: whether the answer at hand ended where the server meant it to; else sets $reason. Only a length, chunks
# (RFC 9112, section 6.3) or a version above HTTP/1 tell a file that was cut from a whole one.
is_whole() {
    reason="it is empty"
    [ "$got" -gt 0 ] || return 1
    reason="the server sent a part of it (HTTP $status), which nobody asked for"
    [ "$status" = 200 ] || return 1
    reason="the server sent it in a coding of its own ($(coding)), so what came is not the file"
    [ -z "$(coding)" ] || return 1
    reason="the server does not say where the file ends, so a part could pass for the whole"
    [ -n "$total" ] || ends_in_itself
}

# coding: prints what the last response's server did to the bytes on their way (RFC 9110, section 8.4; RFC 9112, section 6.1), if it did.
coding() {
    header_lines | {
        found=
        while read -r name value; do
            case $name:$value in
            http/*) found= ;;
            content-encoding:: | content-encoding::identity | transfer-encoding::chunked) ;;
            content-encoding::* | transfer-encoding::*) found=$value ;;
            esac
        done
        printf %s "$found"
    }
}

ends_in_itself() {
    header_lines | {
        framed=no
        while read -r name value; do
            case $name in
            http/1*) framed=no ;;
            http/*) framed=yes ;;
            transfer-encoding:) framed=yes ;;
            esac
        done
        [ "$framed" = yes ]
    }
}

# forget_partials: removes what is left of an address that was being learnt: nothing can resume it.
forget_partials() {
    [ "$mode" = learn ] || return 0
    set +f
    rm -f "$store/partial/learn.$$".*
    set -f
}
