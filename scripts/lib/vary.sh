# shellcheck shell=sh disable=SC2154 # variables are shared with scripts/reproduce
# What scripts/reproduce changes, one thing at a time. Sourced.

# check_kinds LIST: prints the kinds of a comma-separated list, or `plain` for none; an unknown one is an error.
check_kinds() {
    for kind in $(printf '%s' "$1" | tr , ' '); do
        case $kind in
        locale | tz | umask | cwd | cpus | hostname | engine | user | order | priority | time) echo "$kind" ;;
        *) fail 2 "VARY knows no '$kind'; it takes locale,tz,umask,cwd,cpus,hostname,engine,user,order,priority,time" ;;
        esac
    done
    [ -n "$1" ] || echo plain
}

# choose_quietly: sets $engine to the engine of the builds, or to none; a build that needs one says what is wrong.
choose_quietly() {
    engine=$( (engine_choose && echo "$engine") 2>/dev/null) || engine=none
}

# usable ENGINE: whether it can build here.
# shellcheck disable=SC2034 # engine_choose reads ENGINE
usable() {
    (
        ENGINE=$1
        engine_choose
    ) >/dev/null 2>&1
}

# other_engine ENGINE: prints an engine that can build here, other than ENGINE; nothing when there is none.
other_engine() {
    for candidate in podman docker buildah; do
        if [ "$candidate" != "$1" ] && usable "$candidate"; then
            echo "$candidate"
            return
        fi
    done
}

# not_varied KIND MAKER: prints why KIND cannot be changed here for an image that MAKER built; nothing when it can.
not_varied() {
    case $1:$2 in
    :* | locale:* | tz:* | umask:* | cwd:*) ;;
    *:none | *:host-seed) echo 'it is made without an engine, by scripts that these things do not reach' ;;
    engine:*) [ -n "$(other_engine "$2")" ] || echo "there is no other engine than $2 here" ;;
    *:*) "not_varied_$1" ;;
    esac
}

# without_daemon WHAT: why docker cannot do it.
without_daemon() {
    case $engine in docker) echo "docker's daemon runs the steps, and $1; ENGINE=podman or buildah can" ;; esac
}
not_varied_cpus() {
    why=$(without_daemon 'it cannot limit the processors of one build')
    if [ -n "$why" ]; then
        echo "$why"
    elif [ "$(nproc)" -lt 2 ]; then
        echo 'this machine has one processor'
    elif ! command -v taskset >/dev/null; then
        echo 'taskset is not installed; it is in util-linux'
    fi
}

# not_varied_time: makes the clock, which is the only way to know.
not_varied_time() {
    make_clock "$root/$(containerfile "$(key_file "$image" "$platform")")"
}
not_varied_hostname() { without_daemon 'the host name it gives them is part of the build key'; }
not_varied_priority() {
    why=$(without_daemon 'they have its priority')
    if [ -n "$why" ]; then
        echo "$why"
    elif [ "$(nice)" -gt 9 ]; then
        echo "this process has the priority $(nice) already, of 19 at most"
    fi
}
not_varied_user() {
    why=$(without_daemon 'it runs as root whoever calls it')
    if [ -n "$why" ]; then
        echo "$why"
    elif [ "$(id -u)" -ne 0 ]; then
        echo 'only root can build as another user'
    elif [ -z "${REPRODUCE_USER:-}" ]; then
        echo 'set REPRODUCE_USER to an ordinary user who can use the engine'
    fi
}
not_varied_order() {
    why=$(without_daemon 'its storage cannot be moved for one build')
    if [ -n "$why" ]; then
        echo "$why"
    elif [ -z "${REPRODUCE_ORDER_DIR:-}" ]; then
        echo 'set REPRODUCE_ORDER_DIR to a directory on a file system that lists directories in another order, such as disorderfs or tmpfs'
    fi
}

# second_place KIND IMAGE: makes room for the second image and prints where; some kinds need a whole other OUT.
second_place() {
    place=$out/.reproduce
    rm -rf "${place:?}/$os_arch/$2"
    case $1 in
    cwd | user)
        place=$out/.reproduce/in-another-place
        rm -rf "${place:?}"
        mkdir -p "$place/$os_arch" && other_out "$place" "$2" || return 1
        ;;
    esac
    echo "$place/$os_arch/$2"
}

# other_out PLACE IMAGE: shows the images that IMAGE is made from in the output directory PLACE.
other_out() {
    sed -n 's/^input \(layers\|context\) \([^ ]*\) .*/\2/p' "$first/record" | sort -u >"$work/needs"
    while read -r need; do
        at=$(layout_of "$need" "$os_arch")
        mkdir -p "$1/${at%/*}" && ln -s "$out/$at" "$1/$at" || return 1
    done <"$work/needs"
}

# varied KIND COMMAND...: runs COMMAND with one thing changed.
varied() {
    kind=$1
    shift
    case $kind in
    '' | hostname) "$@" ;;
    locale) env LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8 LANGUAGE=tr "$@" ;;
    tz) env TZ=XXX-13:45 "$@" ;;
    umask) (umask 077 && "$@") ;;
    cwd) (cd / && env "OUT=$out/.reproduce/in-another-place" "$@") ;;
    priority) nice -n 10 "$@" ;;
    cpus) one_cpu && env "REPRODUCE_HOOKS=$work/hooks" "$@" ;;
    time) env "REPRODUCE_CLOCK=$work/clock" "$@" ;;
    engine) env "ENGINE=$(other_engine "$maker")" "$@" ;;
    user) as_user "$out/.reproduce/in-another-place" "$@" ;;
    order) with_storage "$@" ;;
    esac
}

# as_user PLACE COMMAND...: runs COMMAND as REPRODUCE_USER, with the output directory PLACE, which becomes the user's.
as_user() {
    other_place=$1 user_id=$(id -u "$REPRODUCE_USER")
    shift
    chown -R -h "$REPRODUCE_USER" "$other_place" && (
        cd / && setpriv --reuid "$user_id" --regid "$(id -g "$REPRODUCE_USER")" --init-groups \
            env "HOME=$(getent passwd "$REPRODUCE_USER" | cut -d : -f 6)" "USER=$REPRODUCE_USER" "XDG_RUNTIME_DIR=/run/user/$user_id" \
            "OUT=$other_place" "ENGINE=$engine" "$@"
    )
}

# with_storage COMMAND...: runs COMMAND with the engine's storage in REPRODUCE_ORDER_DIR, as plain directories.
with_storage() {
    storage=$(mktemp -d "$REPRODUCE_ORDER_DIR/storage.XXXXXX") || return 1
    printf '[storage]\ndriver = "vfs"\ngraphroot = "%s/graph"\nrunroot = "%s/run"\n' "$storage" "$storage" >"$work/storage.conf"
    status=0
    env "CONTAINERS_STORAGE_CONF=$work/storage.conf" STORAGE_DRIVER=vfs "$@" || status=$?
    rm -rf "$storage"
    return "$status"
}

# one_cpu: writes the hook that binds containers to the first processor that this process may use. They do not inherit that.
one_cpu() {
    first_cpu=$(taskset -cp $$ | sed 's/.*: *\([0-9]*\).*/\1/') && mkdir -p "$work/hooks" &&
        printf '{"version":"1.0.0","hook":{"path":"%s","args":["one-cpu","%s"]},"when":{"always":true},"stages":["prestart"]}\n' \
            "$here/lib/one-cpu" "$first_cpu" >"$work/hooks/one-cpu.json"
}
