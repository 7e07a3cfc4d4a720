#!/bin/sh
# Whatever is killed, and whenever: the last good image stays readable, a further make gives the right one, no lock blocks.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
make_base
tree=test/engine
compile_tree $tree

# set_version NUMBER: edits the generated Containerfile, so that the image comes out differently.
set_version() {
    sed -i "s/^version=.*/version=$1/" "$work/$user/$tree/generated/core/slow/Containerfile"
    version=$1
}

# wanted: the digest of the present version, as built undisturbed.
wanted() {
    cat "$work/digest.$version"
}

# await MOMENT: waits until the build has come there; fails if it ends before.
await() {
    while kill -0 "$pid" 2>/dev/null; do
        case $1 in
        start)
            sleep 0.2
            return
            ;;
        run) ! grep -q '^[^"]*begun [12]$' "$log" 2>/dev/null || return 0 ;;
        pack) [ -z "$(find "$layout" -maxdepth 1 -name 'pack.tmp.*')" ] || return 0 ;;
        esac
        sleep 0.02
    done
    return 1
}

# victim NAME: the process id of a part of the build.
victim() {
    case $1 in
    make) echo "$pid" ;;
    build) pgrep -o -f "^(/bin/)?sh $work/$user/scripts/build core-slow" ;;
    client) pgrep -o -f "^$engine (buildx )?build .*dest=$out/.work/" ;;
    pack) pgrep -o -f "^(/bin/)?sh $work/$user/scripts/pack --config $out/.work/" ;;
    esac
}

# send SIGNAL NAME: from the keyboard, INT goes to the whole process group.
send() {
    if [ "$1 $2" = 'INT make' ]; then kill -INT "-$pid"; else kill "-$1" "$(victim "$2")"; fi
}

# stays OLD NEW: the image that lies there is OLD, or NEW already, and can be read.
stays() {
    found=$(digest_of "$layout")
    if [ "$found" != "$1" ] && [ "$found" != "$2" ]; then return 1; fi
    is_readable "$layout" || [ "$(digest_of "$layout")" != "$found" ]
}

# interrupt SIGNAL NAME MOMENT: one case; $fault says what is wrong.
interrupt() {
    old=$(wanted) fault=''
    set_version $((3 - version))
    rm -f "$log"
    start_make "$user" "$engine" "ROOT=$tree" NOCACHE=1 slow
    await "$3" || fault="over before the moment"
    send "$1" "$2" || fault="$fault; nothing to kill"
    limit=$old
    [ "$3" != pack ] || limit=$(wanted)
    stays "$old" "$limit" || fault="$fault; the last good image is harmed"
    ! wait "$pid" || [ "$3 $2" = 'pack make' ] || fault="$fault; make succeeded"
    stays "$old" "$(wanted)" || fault="$fault; the last good image is harmed later"
    mv "$work/said" "$work/interrupted"
    make_as "$user" "$engine" "ROOT=$tree" slow || fault="$fault; a further make fails: $(tail -n 3 "$work/said")"
    [ "$(digest_of "$layout")" = "$(wanted)" ] || fault="$fault; a further make gives another digest"
    is_whole "$layout" || fault="$fault; the layout is not whole"
    [ -z "$(find "$out/.work" -mindepth 1)" ] || fault="$fault; litter in out/.work"
    if [ -z "$fault" ]; then
        ok "$engine as $user: $1 to $2, moment $3"
    else
        not_ok "$engine as $user: $1 to $2, moment $3: ${fault#; }"
        tail -n 5 "$work/interrupted"
    fi
}

for way in docker:root podman:builder; do
    engine=${way%:*} user=${way#*:}
    out=$work/$user/$tree/out
    layout=$out/linux-amd64/core-slow log=$out/.log/linux-amd64-core-slow.log
    new_base_out "$user" "$out"
    for number in 1 2 1; do
        set_version $number
        make_as "$user" "$engine" "ROOT=$tree" slow || {
            cat "$work/said"
            exit 1
        }
        digest_of "$layout" >"$work/digest.$number"
    done
    for signal in TERM INT KILL; do
        interrupt $signal make start
        interrupt $signal make run
        interrupt $signal make pack
        interrupt $signal build run
        interrupt $signal build pack
        interrupt $signal client run
        interrupt $signal pack pack
    done

    start_make "$user" "$engine" "ROOT=$tree" NOCACHE=1 slow
    first=$pid
    set_version $((3 - version))
    start_make "$user" "$engine" "ROOT=$tree" NOCACHE=1 slow
    check "$engine as $user: the first of two makes of one image at once" wait "$first"
    check "$engine as $user: the second" wait "$pid"
    equal "$engine as $user: they give one digest" "$(wanted)" "$(digest_of "$layout")"
done

engine=docker user=root
out=$work/$user/$tree/out
layout=$out/linux-amd64/core-slow log=$out/.log/linux-amd64-core-slow.log
old=$(wanted)
set_version $((3 - version))
rm -f "$log"
start_make root docker "ROOT=$tree" NOCACHE=1 slow
check 'the docker daemon is killed in the middle of a build' await run
# shellcheck disable=SC2016 # the variable is for the shell inside
(inside root sh -c 'kill -KILL "$(cat /run/docker.pid)"')
fails_now() { ! wait "$pid"; }
check 'make fails when the daemon is killed' fails_now
says 'it is said' "$work/said" '^scripts/build: core-slow: docker could not build it; the whole log is '
check 'the last good image stays' stays "$old" "$old"
make_as root docker "ROOT=$tree" slow && not_ok 'docker without daemon builds'
says 'a daemon that is down is said' "$work/said" '^scripts/build: core-slow: docker does not answer: '
"$repository/.ci/engines" up
check 'a further make succeeds' make_as root docker "ROOT=$tree" slow
equal 'it gives the right digest' "$(wanted)" "$(digest_of "$layout")"
