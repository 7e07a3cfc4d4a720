# shellcheck shell=sh
# shellcheck disable=SC2154 # $log and $out are the caller's
# Long commands whose output goes to a log, and which end with the script. Sourced; uses $log, $out and $V.
child='' viewers=''
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
    child_ended
}

# child_ended: all that was started has ended, so what shows its logs does, too.
child_ended() {
    child=''
    for pid in $viewers; do wait "$pid" || :; done
    viewers=''
}

# run_child COMMAND...: runs a command to its end. In the background, because a shell that waits for a foreground process does
# not hear signals. 9>&-: a stray child must not hold the lock.
run_child() {
    "$@" 9>&- &
    child=$!
    wait_child "$child"
}

# wait_child PID: waits for the only command that was started.
wait_child() {
    status=0
    wait "$1" || status=$?
    child_ended
    return "$status"
}

# log_start COMMAND...: starts a command and keeps what it says in the log; sets $started to its process.
log_start() {
    from=$(($(wc -c <"$log") + 1))
    "$@" 9>&- >>"$log" 2>&1 &
    started=$!
    child="$child $started"
    [ -z "${V:-}" ] || view_log
}

# view_log: shows what the command that was started says from now on, until it ends.
view_log() {
    tail -c "+$from" -f -s 0.1 --pid="$started" "$log" 9>&- >&2 &
    viewers="$viewers $!"
}

# log_run COMMAND...: the same, to its end.
log_run() {
    log_start "$@"
    wait_child "$started"
}

# log_run_whole WHO COMMAND...: log_run of a command of $engine's, and once more when docker stumbled over what an interrupted
# build left in its store. Needs lib/engine.sh.
log_run_whole() {
    who=$1
    shift
    log_run "$@" || log_run_unstuck "$who" "$@"
}

# log_run_unstuck WHO COMMAND...: the second half of that, for a command that failed; returns 1 when this is not the reason.
log_run_unstuck() {
    docker_stuck "$log" || return 1
    printf '%s: docker has a partial layer of an interrupted build; loading it again, then retrying\n' "$1" >&2
    shift
    log_run docker_unstick || return 1
    ended=0
    log_run "$@" || ended=$?
    log_run docker_forget || :
    return "$ended"
}

# log_tail: shows the end of the log, unless all of it was shown. On a full disk the log lacks the reason.
log_tail() {
    [ -n "${V:-}" ] || tail -n 40 "$log" >&2
    free=$(df -Pk "$out" | awk 'NR == 2 { print $4 }')
    [ "$free" -ge 65536 ] || printf 'scripts/%s: only %s KiB free in %s\n' "${0##*/}" "$free" "$out" >&2
}
