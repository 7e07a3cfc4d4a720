# shellcheck shell=sh disable=SC2034,SC2154 # variables are shared with scripts/fetch
# Workers that take one entry of a plan after the other, and what tells how far they are. Sourced by scripts/fetch; uses lib/store.sh.

# start_workers: runs $jobs workers and a reporter, and waits for the workers.
start_workers() {
    slot=0 workers=''
    while [ "$slot" -lt "$jobs" ]; do
        slot=$((slot + 1))
        work "$slot" &
        workers="$workers $!"
    done
    start_reporter
    for pid in $workers; do wait "$pid" || :; done
    stop_reporter
}

# work WORKER: takes one entry of the plan after the other, until none is left or the main process is gone.
work() {
    worker=$1
    trap - EXIT HUP INT
    trap 'stop 143' TERM
    while IFS=$tab read -r number entry place; do
        kill -0 "$$" 2>/dev/null || exit 1
        mkdir "$tmp/claim.$number" 2>/dev/null || continue
        # shellcheck disable=SC2086 # split at blanks
        obtain $entry
        rm -f "$tmp/now.$worker"
    done <"$tmp/todo"
}

start_reporter() {
    [ -n "$quiet" ] || report_progress &
    reporter=$!
}

# stop_reporter: a signal is lost on a process that has only just begun and has no trap yet, so a note says the same.
stop_reporter() {
    : >"$tmp/done"
    kill "$reporter" 2>/dev/null || :
    wait "$reporter" || :
}

# stop CODE: ends the children of this process, then itself. Partial files stay, for a resume.
stop() {
    trap '' HUP INT TERM
    jobs -p >"$tmp/jobs.$worker"
    while read -r pid; do kill -TERM "$pid" 2>/dev/null || :; done <"$tmp/jobs.$worker"
    wait
    exit "$1"
}

# report_progress: prints a line for each download under way, every few seconds.
report_progress() {
    worker=reporter
    trap - EXIT HUP INT
    trap 'stop 143' TERM
    interval=5
    [ ! -t 2 ] || interval=2
    while run sleep "$interval" && kill -0 "$$" 2>/dev/null && [ ! -e "$tmp/done" ]; do
        slot=0
        while [ "$slot" -lt "$jobs" ]; do
            slot=$((slot + 1))
            report_download "$tmp/now.$slot"
        done
    done
}

# report_download NOTE: a worker's note of what it downloads may be gone at any time.
report_download() {
    [ -f "$1" ] || return 0
    IFS=$tab read -r file size partial <"$1" || return 0
    total=" of $size"
    [ "$size" != - ] || total=
    printf 'scripts/fetch: %s: %s%s bytes\n' "$file" "$(size_of "$partial")" "$total" >&2
}
