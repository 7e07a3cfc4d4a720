# shellcheck shell=sh
# shellcheck disable=SC2154 # $log and $out are the caller's
# Long commands whose output goes to a log, and which end with the script. Sourced; uses $log, $out and $V.
child=''
trap 'stop 129' HUP
trap 'stop 130' INT
trap 'stop 143' TERM

# stop CODE: ends what was started, then this script. A client of an engine takes the build with it.
stop() {
    trap '' HUP INT TERM
    stop_children
    exit "$1"
}

# stop_children: ends what was started.
stop_children() {
    for pid in $child; do kill -TERM "$pid" 2>/dev/null || :; done
    for pid in $child; do wait "$pid" || :; done
    child=''
}

# log_start COMMAND...: starts a command and keeps what it says in the log. 9>&-: a stray child must not hold the lock.
log_start() {
    if [ -n "${V:-}" ]; then
        "$@" 9>&- >&2 &
    else
        "$@" 9>&- >>"$log" 2>&1 &
    fi
    child="$child $!"
}

# log_run COMMAND...: the same, to its end. In the background, because a shell that waits for a foreground process does not
# hear signals.
log_run() {
    log_start "$@"
    status=0
    wait "$!" || status=$?
    child=''
    return "$status"
}

# log_tail: shows the end of the log, unless all of it was shown. On a full disk the log lacks the reason.
log_tail() {
    [ -n "${V:-}" ] || tail -n 40 "$log" >&2
    free=$(df -Pk "$out" | awk 'NR == 2 { print $4 }')
    [ "$free" -ge 65536 ] || printf 'scripts/%s: only %s KiB free in %s\n' "${0##*/}" "$free" "$out" >&2
}
