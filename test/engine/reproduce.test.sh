#!/bin/sh
# Planted nondeterminism of each kind is caught by make reproduce, which names the file; what cannot be varied here is said.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
make_base
tree=$work/root/planted
mkdir -p "$tree/generated/core"
cp -R "$work/root/test/skeleton/generated/bootstrap" "$work/root/test/skeleton/generated/mirrors.txt" "$tree/generated/"
grep '^bootstrap-debian ' "$work/root/test/skeleton/generated/images.txt" >"$tree/generated/images.txt"
: >"$tree/generated/core.mk"

# plant NAME [OTHER]: an image whose RUN, on stdin, writes into /rootfs; with the files of the image core-OTHER laid over its tools.
plant() {
    folder=$tree/generated/core/$1
    mkdir -p "$folder"
    {
        printf 'FROM stagex.invalid/bootstrap-debian AS build\nUSER 0:0\n'
        [ $# -eq 1 ] || printf 'COPY --from=stagex.invalid/core-%s . /\n' "$2"
        printf 'RUN --network=none <<"EOF"\nset -eu\nmkdir -p /rootfs/usr\n'
        cat
        printf 'EOF\n\nFROM scratch AS rootfs\nCOPY --from=build /rootfs/ /\n'
    } >"$folder/Containerfile"
    {
        printf 'key 1\nimage 1\nplatform linux/amd64\nepoch 315619200\n'
        echo 'config {"created":"1980-01-02T00:00:00Z","architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":[]}}'
        printf 'build 1\nflag network=none\nflag ulimit=nofile=2048:16384\nflag hostname=sandbox\n'
        echo "file $(sha256sum <"$folder/Containerfile" | cut -d ' ' -f 1) generated/core/$1/Containerfile"
        printf 'context %s\n' bootstrap-debian ${2:+"core-$2"}
    } >"$folder/linux-amd64.key"
    echo "core-$1 linux/amd64 core/$1 $1 bootstrap-debian${2:+,core-$2} latest" >>"$tree/generated/images.txt"
}

plant sound <<'END'
printf 'z\nA\na\n' | sort >/rootfs/usr/sorted
END
plant date <<'END'
date +%s.%N >/rootfs/usr/built-at
END
plant random <<'END'
head -c 16 /dev/urandom | od -A n -t x1 >/rootfs/usr/random
END
plant cpus <<'END'
nproc >/rootfs/usr/processors
END
plant year <<'END'
date +%Y >/rootfs/usr/year
END
plant static <<'END'
mkdir -p /rootfs/usr/bin
printf '#include <stdio.h>\n#include <time.h>\nint main(void) { printf("%%ld\\n", 1970 + time(NULL) / 31556952); }\n' >date.c
cc -static -o /rootfs/usr/bin/date date.c
END
plant compiled static <<'END'
date >/rootfs/usr/year
echo __DATE__ | env -u SOURCE_DATE_EPOCH cc -E -P - >/rootfs/usr/compiled
END
plant steady static <<'END'
echo the same >/rootfs/usr/text
END
plant priority <<'END'
nice >/rootfs/usr/priority
END
plant hostname <<'END'
uname -n >/rootfs/usr/host
END
plant order <<'END'
mkdir /many
i=0
while [ "$i" -lt 40 ]; do i=$((i + 1)); : >"/many/$i"; done
ls -U /many >/rootfs/usr/order
END

# build_with ENGINE: builds all of them in an output of their own.
build_with() {
    out=$work/root/planted/out-$1
    new_base_out root "$out"
    make_as root "$1" "ROOT=$tree" "OUT=$out" sound date random cpus year compiled steady hostname priority order || {
        cat "$work/said"
        exit 1
    }
}

# again ENGINE IMAGE [VARIABLE=VALUE]...: make reproduce; fails as it does.
again() {
    chosen=$1 image=$2
    shift 2
    make_as root "$chosen" "ROOT=$tree" "OUT=$out" reproduce "$image" "$@"
}

# caught NAME PATH ENGINE IMAGE [VARIABLE=VALUE]...: one check: reproduce fails and names PATH first.
caught() {
    name=$1 path=$2
    shift 2
    if again "$@"; then
        not_ok "$name: not caught"
        cat "$work/said"
    else says "$name" "$work/said" "^  first difference: $path\$"; fi
}

build_with docker
check 'an image that is sound is reproduced' again docker sound
says 'and its digest told' "$work/said" '^core-sound: reproduced sha256:'
caught 'the time is caught' usr/built-at docker date
caught 'randomness is caught' usr/random docker random
caught 'the host name is caught by another engine' usr/host docker hostname VARY=engine
caught 'the year is caught' usr/year docker year VARY=time
caught 'what a compiler makes of the time is caught where date is static' usr/compiled docker compiled VARY=time
check 'another year makes no difference to a sound image there' again docker steady VARY=time
says 'and what kept its clock is told' "$work/said" '^core-steady, time: varied in part: date, which loads no library'
check 'everything of the caller, and the clock, are varied for a sound image' again docker sound VARY=locale,tz,umask,cwd,engine,time
for kind in locale tz umask cwd engine time; do says "$kind" "$work/said" "^core-sound, $kind: reproduced sha256:"; done
check 'what docker cannot vary is no failure' again docker sound VARY=cpus,hostname,user,order,priority
for kind in cpus hostname user order priority; do says "$kind" "$work/said" "^core-sound, $kind: not varied: ."; done

build_with podman
caught 'the host name is caught by podman' usr/host podman hostname VARY=hostname
caught 'the number of processors is caught' usr/processors podman cpus VARY=cpus
caught 'the priority is caught' usr/priority podman priority VARY=priority
caught 'the year is caught by podman, too' usr/year podman year VARY=time
check 'one processor, a lower priority and another year make no difference to a sound image' again podman sound VARY=cpus,priority,time
for kind in cpus priority time; do says "$kind" "$work/said" "^core-sound, $kind: reproduced sha256:"; done
check 'the order of a directory may be the same every time' again podman order
mkdir -p /dev/shm/stagex-order
caught 'and is caught on another file system' usr/order podman order VARY=order REPRODUCE_ORDER_DIR=/dev/shm/stagex-order
check 'a sound image is the same on another file system, and for another user' \
    again podman sound VARY=order,user REPRODUCE_ORDER_DIR=/dev/shm/stagex-order REPRODUCE_USER=builder
for kind in order user; do says "$kind" "$work/said" "^core-sound, $kind: reproduced sha256:"; done
if again podman sound VARY=moon; then not_ok 'an unknown kind is no error'; else says 'an unknown kind is an error' "$work/said" "VARY knows no 'moon'"; fi
rm -rf /dev/shm/stagex-order
