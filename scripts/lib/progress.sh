# shellcheck shell=sh
# shellcheck disable=SC2154 # $here, $root and $out are the caller's
# Tells on a terminal what is at work: in one line, written over every second until nothing is. Sourced. STAGEX_PROGRESS names the folder in
# which scripts/images notes what is to be built, and scripts/build what is being built; without it, nothing of this is told.

# progress_start STALE: begins to tell of the images in `<name> <platform> ...` lines, until this process, or what it becomes, ends.
progress_start() {
    unset STAGEX_PROGRESS
    { [ -t 2 ] && [ -z "${V:-}" ]; } || return 0
    STAGEX_PROGRESS=$(mktemp -d)
    export STAGEX_PROGRESS
    mkdir "$STAGEX_PROGRESS/running"
    : >"$STAGEX_PROGRESS/done"
    progress_list "$1" >"$STAGEX_PROGRESS/list"
    progress_watch "$$" 7<&- >/dev/null &
}

# progress_list STALE: prints `<image>@<os-arch> <seconds>`; how long an image took here last time, or elsewhere, as far as that is known.
progress_list() {
    costs=$root/bootstrap/costs.txt
    [ -f "$costs" ] || costs=/dev/null
    awk -v out="$out" '
        FILENAME == ARGV[1] { cost[$1] = $2; next }
        {
            sub("/", "-", $2)
            seconds = cost[$1]
            file = out "/" $2 "/" $1 "/seconds"
            if ((getline line < file) > 0) seconds = line
            close(file)
            print $1 "@" $2, seconds
        }' "$costs" "$1"
}

# progress_watch PID: tells what is at work while that process lives.
progress_watch() {
    trap '' HUP INT
    while kill -0 "$1" 2>/dev/null; do
        progress_locked progress_draw >&2
        sleep 1
    done
    rm -rf "$STAGEX_PROGRESS"
}

# progress_draw: prints the line, unless nothing is at work.
progress_draw() {
    size=$(stty size <&2 2>/dev/null) || size='24 80'
    find "$STAGEX_PROGRESS/running" -type f | sort | awk -v now="$(date +%s)" -v width="${size#* }" \
        -f "$here/lib/progress.awk" "$STAGEX_PROGRESS/list" "$STAGEX_PROGRESS/done" -
}

# progress_locked COMMAND...: runs it while nobody else writes to the terminal.
progress_locked() (
    exec 8>>"$STAGEX_PROGRESS/list"
    flock 8
    "$@" 8>&-
)

# progress_begin ID: the image <image>@<os-arch> is at work from now on.
progress_begin() {
    [ -d "${STAGEX_PROGRESS:-}" ] || return 0
    date +%s >"$STAGEX_PROGRESS/running/$1"
}

# progress_end ID: it is not any more, and the line that said so is gone.
progress_end() {
    [ -d "${STAGEX_PROGRESS:-}" ] || return 0
    over_progress progress_note "$1"
}

# progress_note ID: see above.
progress_note() {
    rm -f "$STAGEX_PROGRESS/running/$1"
    grep -qxF "$1" "$STAGEX_PROGRESS/done" || printf '%s\n' "$1" >>"$STAGEX_PROGRESS/done"
}

# over_progress COMMAND...: runs what writes to the terminal, in place of the line.
over_progress() {
    if [ -d "${STAGEX_PROGRESS:-}" ]; then
        progress_locked over_line "$@"
    else
        "$@"
    fi
}

# over_line COMMAND...: see above.
over_line() {
    printf '\r\033[K' >&2
    "$@"
}

# progress_rest: prints how many images of those that were to be built are left.
progress_rest() {
    [ -d "${STAGEX_PROGRESS:-}" ] || return 0
    printf '; %s left' "$(awk 'FILENAME == ARGV[1] { over[$1]; next } !($1 in over) { left++ } END { print left + 0 }' \
        "$STAGEX_PROGRESS/done" "$STAGEX_PROGRESS/list")"
}
