# shellcheck shell=sh disable=SC2034 # variables are shared with the tests
# What the engine tests share. Sourced by test/engine/*.test.sh, which .ci/run starts as root after `.ci/engines up`.
# A test works on copies of the committed tree below $scratch: $work/root belongs to root, $work/builder to the
# ordinary user builder. Each check prints one line, `ok …` or `not ok …`.
set -euf
LC_ALL=C
export LC_ALL
umask 022
repository=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
scratch=${STAGEX_SCRATCH:-/var/tmp/stagex}
store=$scratch/store
# The six ways to build: engine and user.
ways='docker:root podman:root buildah:root docker:builder podman:builder buildah:builder'

ok() { printf 'ok %s\n' "$*"; }
not_ok() { printf 'not ok %s\n' "$*"; }

# check NAME COMMAND...: one check, passed if COMMAND succeeds.
check() {
    name=$1
    shift
    if "$@"; then ok "$name"; else not_ok "$name"; fi
}

# not COMMAND...: succeeds if COMMAND fails.
not() { ! "$@"; }

# equal NAME WANTED FOUND: one check, passed if both texts are the same and not empty.
equal() {
    if [ -n "$2" ] && [ "$2" = "$3" ]; then ok "$1"; else not_ok "$1: wanted '$2', found '$3'"; fi
}

# says NAME FILE PATTERN: one check, passed if a line of FILE matches the basic regular expression.
says() {
    if grep -q -e "$3" "$2"; then ok "$1: $(grep -m 1 -e "$3" "$2")"; else not_ok "$1: no '$3' in: $(tail -n 5 "$2")"; fi
}

# inside USER COMMAND...: runs COMMAND where the engines are, in the user's copy of the tree. Becomes COMMAND when it is
# started in the background, so that a signal reaches it.
inside() {
    user=$1
    shift
    cd "$work/$user"
    exec "$repository/.ci/engines" run --user "$user" -- env "STAGEX_STORE=$store" STAGEX_MIRROR_DEBIAN=apt "$@"
}

# make_as USER ENGINE [VARIABLE=VALUE|GOAL]...: make in the user's copy; what it says goes to $work/said. A lock that is
# never given free counts as failure, too.
make_as() (
    chosen=$2
    who=$1
    shift 2
    inside "$who" timeout 600 make "ENGINE=$chosen" "$@" >"$work/said" 2>&1
)

# copy_tree: makes $work anew, with a copy of the committed tree for each user.
copy_tree() {
    work=$scratch/$(basename -- "$0" .test.sh)
    rm -rf "$work"
    mkdir -p "$work/root" "$work/builder" "$store"
    git -C "$repository" archive HEAD | tar -x -C "$work/root"
    cp -R "$work/root/." "$work/builder/"
    chown -R 1000:1000 "$work/builder"
}

# make_base: builds the image of a Debian release, on which test/skeleton stands, once for all tests. Also fetches its sources.
make_base() {
    mkdir -p "$scratch/base"
    for goal in debian fetch; do
        make_as root docker ROOT=test/skeleton "OUT=$scratch/base" "$goal" || {
            cat "$work/said"
            exit 1
        }
    done
}

# new_out USER OUT: makes the empty output OUT of the user.
new_out() {
    rm -rf "$2"
    mkdir -p "$2/linux-amd64"
    [ "$1" = root ] || chown 1000:1000 "$2" "$2/linux-amd64"
}

# new_base_out USER OUT: the same with the image of a Debian release in it, by hard links.
new_base_out() {
    new_out "$1" "$2"
    cp -al "$scratch/base/linux-amd64/bootstrap-debian" "$2/linux-amd64/"
    [ "$1" = root ] || find "$2" -type d -exec chown 1000:1000 {} +
}

# digest_of LAYOUT: the digest that its index names, or nothing.
digest_of() {
    [ ! -f "$1/index.json" ] || grep -o 'sha256:[0-9a-f]\{64\}' "$1/index.json"
}

# is_readable LAYOUT: whether every blob that the index reaches is there with the right bytes.
is_readable() {
    reached=$(digest_of "$1" | cut -d : -f 2)
    [ -n "$reached" ] && [ -f "$1/oci-layout" ] && [ -f "$1/blobs/sha256/$reached" ] || return 1
    {
        echo "$reached"
        grep -o 'sha256:[0-9a-f]\{64\}' "$1/blobs/sha256/$reached" | cut -d : -f 2
    } | sort -u >"$work/reached"
    (cd "$1/blobs/sha256" && sed 's/.*/&  &/' "$work/reached" | sha256sum --check --status)
}

# is_whole LAYOUT: the same, and nothing else lies there.
is_whole() {
    is_readable "$1" && find "$1/blobs/sha256" -mindepth 1 -printf '%f\n' | sort | cmp -s - "$work/reached" &&
        [ -z "$(find "$1" -maxdepth 1 -name 'pack.*' -o -maxdepth 1 -name '*.tmp')" ]
}

# compile_tree TREE: writes the generated files of a tree in both copies. No node is needed, or there, where the engines are.
compile_tree() {
    for copy in root builder; do
        node "$repository/bin/defs.js" --root "$work/$copy/$1" compile >"$work/said" 2>&1 || {
            cat "$work/said"
            exit 1
        }
    done
}

# start_make USER ENGINE [VARIABLE=VALUE|GOAL]...: make in the background, as leader of a process group; sets $pid.
start_make() {
    who=$1 chosen=$2
    shift 2
    (inside "$who" env --default-signal=INT,QUIT setsid make "ENGINE=$chosen" "$@" >"$work/said" 2>&1) &
    pid=$!
}

# new_stage USER: makes $stage anew, a directory of the user's for stage.sh; the Containerfile is stdin.
new_stage() {
    stage=$work/$1/stage
    rm -rf "$stage"
    mkdir -p "$stage/context"
    cat >"$stage/Containerfile"
    [ "$1" = root ] || chown -R 1000:1000 "$stage"
}

# with_layouts OUT IMAGE...: gives $stage the images of OUT as named contexts.
with_layouts() {
    from=$1/linux-amd64
    shift
    for needed in "$@"; do
        printf '%s %s %s\n' "$needed" "$from/$needed" "$(digest_of "$from/$needed")"
    done >"$stage/contexts"
}

# build_stage ENGINE USER [STAGE [NETWORK]]: builds it; what the engine says goes to $work/said.
build_stage() (
    inside "$2" sh test/engine/stage.sh "$1" "$stage" "${3:-}" "${4:-none}" >"$work/said" 2>&1
)

# layers_of LAYOUT: prints the files of its layers, the lowest first.
layers_of() {
    manifest=$1/blobs/sha256/$(digest_of "$1" | cut -d : -f 2)
    sed 's/.*"layers":\[//' "$manifest" | grep -o 'sha256:[0-9a-f]\{64\}' | sed "s,^sha256:,$1/blobs/sha256/,"
}

# unpack_over DIR TAR...: unpacks archives over each other, with owners and modes. The layers have no deletions.
unpack_over() {
    over=$1
    shift
    mkdir -p "$over"
    for part in "$@"; do
        tar -x --numeric-owner --same-owner --same-permissions -C "$over" -f "$part" || return 1
    done
}

# list_tree DIR: one line for each entry: name, type, mode, owner, links, target or sha256. Times are left out.
list_tree() (
    cd "$1"
    find . ! -path . \( -type f -printf '%P %y %m %U:%G %n ' -exec sha256sum -- {} \; \
        -o -type d -printf '%P %y %m %U:%G\n' -o -printf '%P %y %m %U:%G %l\n' \) | sed 's, \./.*,,' | sort
)
