# shellcheck shell=sh disable=SC2034,SC2154 # variables are shared with scripts/fetch
# One source from one URL, with resume and bounded retries. Sourced by scripts/fetch.
# Works on the source at hand: $sha256, $size, $file, $limit (bytes) and $place; $stem begins the names of its partial files.
# $tmp and $worker are the worker's own.

# run COMMAND...: like COMMAND, but a signal is handled at once and ends it (see stop).
run() {
    "$@" &
    wait "$!"
}

# size_of FILE: prints its size in bytes, 0 if there is none.
size_of() {
    stat -L -c %s -- "$1" 2>/dev/null || echo 0
}

# store_file FILE: moves FILE into the store if its bytes are right, and sets $stored_as to their sha256. Otherwise sets
# $reason and returns 1, or 2 when another copy of the bytes would not help. A $sha256 of - takes any bytes.
store_file() {
    stored_as=$(sha256sum <"$1")
    stored_as=${stored_as%% *}
    if [ "$sha256" != - ] && [ "$stored_as" != "$sha256" ]; then
        reason="wrong sha256 $stored_as, expected $sha256"
        return 1
    fi
    actual=$(size_of "$1")
    if [ "$size" != - ] && [ "$actual" != "$size" ]; then
        reason="the sha256 is right, but the size is $actual and $place says $size: correct the size there"
        return 2
    fi
    # The bytes reach the disk before the name does: a name in sha256/ is a promise, also after a power cut.
    chmod 0444 "$1" && sync "$1" && mv -f "$1" "$store/sha256/$stored_as" && return
    reason="cannot write to $store/sha256"
    return 2
}

# download URL: gets the source from URL into the store. Otherwise returns 1 with $reason set; a partial file that
# is good for a later resume stays.
download() {
    if ! may_request "$1"; then
        reason="plain http is refused unless a mirror setting names it"
        return 1
    fi
    key=$(printf %s "$1" | sha256sum)
    partial=$store/partial/$stem.$(printf %.16s "$key")
    tries=0 restarted='' furthest=0
    printf '%s\t%s\t%s\n' "$file" "$size" "$partial" >"$tmp/now.$worker"
    while :; do
        # Without a hash to judge the whole, two parts that came at different times must not be joined.
        [ "$sha256" != - ] || rm -f "$partial"
        tries=$((tries + 1)) have=$(size_of "$partial")
        verdict=bad reason='' total=''
        if [ "$size" = - ] || [ "$have" -lt "$size" ]; then request "$1"; else judge_file; fi
        next_step || break
    done
    [ "$verdict" = good ]
}

# next_step: acts on $verdict; false when there is nothing more to try at this URL.
next_step() {
    case $verdict in
    good) return 1 ;;
    from_zero)
        rm -f "$partial"
        [ "$have" -gt 0 ] && [ "$tries" -lt "$max_tries" ] || return 1
        ;;
    restart)
        rm -f "$partial"
        [ -z "$restarted" ] || return 1
        restarted=yes tries=$((tries - 1))
        ;;
    again)
        # A megabyte more than ever came before is no failure of the mirror, only of the connection. What was there already, and is sent
        # again, is no progress.
        if [ "$(size_of "$partial")" -ge $((furthest + 1048576)) ]; then
            furthest=$(size_of "$partial")
            tries=1
        fi
        [ "$tries" -lt "$max_tries" ] || return 1
        run sleep "$((retry_delay << (tries - 1)))"
        ;;
    *) rm -f "$partial" && return 1 ;;
    esac
}

# request URL: one request, from the end of the partial file on; sets $reason and $verdict: good, again
# (as a retry), from_zero (it cannot be resumed), restart (what was resumed is wrong; once), or bad.
request() {
    header=$tmp/header.$worker answer=$tmp/answer.$worker
    : >"$header"
    code=0
    run call_curl "$1" >"$answer" 2>"$tmp/curl.$worker" || code=$?
    read -r status effective <"$answer" || status=000
    got=$(size_of "$partial") total=$(total_size)
    judge_request
}

# call_curl URL: curl without any configuration of the user's, bound to http(s) and to the size limit.
call_curl() {
    case $1 in https://*) protocols='=https' ;; *) protocols='=http,https' ;; esac
    if [ "$have" -gt 0 ]; then set -- "$1" --continue-at "$have"; fi
    # curl before 8.4 has no limit for a body of unknown length; the margin lets it write its header file.
    trap '' XFSZ
    ulimit -f $((limit / 512 + 256)) 2>/dev/null || :
    exec curl -q --silent --show-error --fail --globoff --location --max-redirs 10 \
        --proto "$protocols" --proto-redir "$protocols" --tlsv1.2 \
        --connect-timeout "$connect_timeout" --speed-limit 1024 --speed-time "$stall_timeout" \
        --max-filesize "$limit" --dump-header "$header" --output "$partial" \
        --write-out '%{http_code} %{url_effective}\n' --url "$@" </dev/null
}

# header_lines: prints the fields of the last responses as '<name>: <value>' in small letters. A server need not send the blank (RFC 9112, section 5.1).
header_lines() {
    tr -d '\r' <"$header" | tr '[:upper:]' '[:lower:]' | sed 's/^\([^: ]*\):[[:blank:]]*/\1: /'
}

# total_size: prints the whole file's size as the last response told it (RFC 9110, sections 8.6 and 14.4), if it did.
total_size() {
    header_lines | {
        whole=
        while read -r name value; do
            case $name in
            http/*) whole= ;;
            content-length:) whole=${whole:-$value} ;;
            content-range:) whole=${value##*/} ;;
            esac
        done
        case $whole in *[!0-9]*) ;; *) printf %s "$whole" ;; esac
    }
}

# judge_request: from curl's exit code (curl(1), EXIT CODES) and the HTTP status to $verdict and $reason.
judge_request() {
    if [ "$got" -gt "$limit" ]; then code=63; fi
    case $code:$status in
    *:416 | 33:* | 36:*) verdict=from_zero reason="it cannot resume at byte $have (HTTP $status)" ;;
    0:*) judge_file ;;
    22:408 | 22:429 | 22:5??) verdict=again reason="HTTP $status" ;;
    22:*) reason="HTTP $status" ;;
    1:*) reason="redirect to ${effective-} refused" ;;
    18:*) verdict=again reason="connection cut at $got of ${total:-unknown} bytes" ;;
    23:*) verdict=again reason="cannot write to $store: $(curl_error)" ;;
    28:*) verdict=again reason="time-out at $got bytes: $(curl_error)" ;;
    63:*) reason="too large: more than $limit bytes" ;;
    5:* | 6:* | 7:* | 16:* | 35:* | 52:* | 55:* | 56:* | 92:*) verdict=again reason=$(curl_error) ;;
    *) reason=$(curl_error) ;;
    esac
    # What was appended from a file of another size is worth nothing.
    if [ "$status" = 206 ] && [ "$size" != - ] && [ -n "$total" ] && [ "$total" != "$size" ]; then
        verdict=restart reason="it resumes a file of $total bytes, expected $size"
    fi
}

curl_error() {
    read -r message <"$tmp/curl.$worker" || message="curl failed with exit code $code"
    printf %s "${message#curl: }"
}

# judge_file: of a partial file that nothing more is expected for.
judge_file() {
    got=$(size_of "$partial") stored=0
    [ -e "$partial" ] || : >"$partial"
    if [ "$sha256" = - ] && ! is_whole; then return; fi
    store_file "$partial" || stored=$?
    if [ "$stored" -eq 0 ]; then
        verdict=good
    elif [ "$stored" -eq 2 ]; then
        verdict=bad
    elif [ "$size" != - ] && [ "$got" -lt "$size" ] && [ -z "$total" ]; then
        verdict=again reason="connection closed at $got of $size bytes"
    elif [ "$have" -gt 0 ]; then
        verdict=restart
    elif [ "$size" != - ] && [ "$got" != "$size" ]; then
        reason="wrong size: $got bytes, expected $size, and $reason"
    fi
}
