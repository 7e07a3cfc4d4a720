# shellcheck shell=sh disable=SC2154 # variables are shared with scripts/pack
# Replaces an image layout so that a reader finds the old or the new one whole, at every moment. Sourced by scripts/pack.

# kept: the comfort in a message about a failure.
kept() {
    if [ -f "$out/index.json" ]; then echo "the layout that was there is kept"; else echo "nothing was written"; fi
}

# room: how much is free where the layout is; tar tells of a full disk only that it wrote too little.
room() {
    df -Pk "$out" | awk 'NR == 2 { printf "%s KiB", $4 }'
}

# open_output: makes and locks OUT_DIR, removes what killed runs left there, and sets $tmp to a directory of its own.
open_output() {
    made=''
    [ -d "$out" ] || made=1
    mkdir -p "$out" 2>/dev/null || fail 1 "$out: cannot make this directory"
    take_lock "$out/pack.lock" "$$-$(start_time "$$")"
    tmp=$out/pack.tmp.$$
    trap close_output EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    find "$out" -maxdepth 1 -name 'pack.tmp.*' >"$out/pack.tmp.$$.list"
    while IFS= read -r stale; do remove_tree "$stale"; done <"$out/pack.tmp.$$.list"
    mkdir "$tmp" "$tmp/blobs" || fail 1 "$out: cannot write; $(kept)"
    tmp=$(cd -- "$tmp" && pwd)
}

# start_time PID: when the process began, in ticks since boot; empty if there is none, or one that is dead and that nobody
# asked after yet. proc(5), fields 3 and 22 of stat.
start_time() {
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
    # shellcheck disable=SC2086 # fields are split at blanks; the command name before ')' may hold any byte
    set -- ${stat##*)}
    case $1 in Z | X) ;; *) echo "${20}" ;; esac
}

# take_lock LINK OWNER: makes the symbolic link LINK, whose target OWNER is "<pid>-<start time>". A link left by a dead
# process is taken over.
take_lock() {
    if ln -s "$2" "$1" 2>/dev/null; then return; fi
    holder=$(readlink "$1") || fail 1 "${1%/*}: cannot write; $(kept)"
    if [ "$(start_time "${holder%-*}")" = "${holder#*-}" ] && [ -n "${holder#*-}" ]; then
        fail 1 "${1%/*}: process ${holder%-*} is writing it; wait for it"
    fi
    rm -f "$1"
    ln -s "$2" "$1" 2>/dev/null || fail 1 "${1%/*}: cannot lock; $(kept)"
}

# remove_tree PATH: removes a temporary file or tree, also directories that were unpacked unwritable. Blobs beside
# them are hard links, so their modes stay.
remove_tree() {
    if rm -rf "$1" 2>/dev/null; then return; fi
    chmod -R u+rwX "$1/root" 2>/dev/null || :
    rm -rf "$1" || :
}

# close_output: what every end of the run does.
close_output() {
    remove_tree "$tmp"
    rm -f "$out/pack.lock"
    if [ -n "$made" ]; then rmdir "$out" 2>/dev/null || :; fi
}

# publish: moves $tmp/blobs and $tmp/index.json into the layout; index.json is the switch. Then removes what it no longer reaches.
publish() {
    mkdir -p "$out/blobs/sha256"
    find "$tmp/blobs" -type f -printf '%f\n' | sort >"$tmp/wanted"
    while read -r blob; do
        # A blob that is already there as the very same file stays: mv refuses to rename a hard link over itself.
        # shellcheck disable=SC3013 # -ef is in dash, bash and busybox
        [ "$tmp/blobs/$blob" -ef "$out/blobs/sha256/$blob" ] || mv -f -T "$tmp/blobs/$blob" "$out/blobs/sha256/$blob"
    done <"$tmp/wanted"
    printf %s "$layout_text" >"$tmp/oci-layout"
    mv -f -T "$tmp/oci-layout" "$out/oci-layout"
    mv -f -T "$tmp/index.json" "$out/index.json"
    find "$out/blobs/sha256" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort | comm -13 "$tmp/wanted" - >"$tmp/unwanted"
    while IFS= read -r blob; do rm -f "$out/blobs/sha256/$blob"; done <"$tmp/unwanted"
}
