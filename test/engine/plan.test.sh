#!/bin/sh
# What `defs plan` writes is understood by buildx, and the images that `make bake` builds by it have the digests that make
# gives them: on a second docker daemon, which is reached as a remote BuildKit and never saw the sources; on one that takes
# everything from the cache in a registry; on both daemons at once. Also, images go from job to job as a CI passes them on.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
make_base
images='core-filesystem core-bzip2 core-zlib pallet-compression'
tree=test/skeleton plan=$work/root/plan
registry=127.0.0.1:15874 bridge=127.0.0.1:15875
servers=''
end_servers() {
    for server in $servers; do kill "$server" 2>/dev/null || :; done
    wait
}
trap end_servers EXIT

# wait_for COMMAND...: until it succeeds, at most 30 seconds.
wait_for() {
    left=150
    until "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || return 1
        sleep 0.2
    done
}

cat >"$work/registry.yml" <<END
version: 0.1
storage: { filesystem: { rootdirectory: $work/registry } }
http: { addr: $registry }
END
"$repository/.ci/engines" run -- docker-registry serve "$work/registry.yml" >"$work/registry.log" 2>&1 &
servers="$servers $!"
perl "$repository/test/engine/buildkit-bridge.pl" "$bridge" "$work/far/docker.sock" 2>"$work/bridge.log" &
servers="$servers $!"

far() { "$repository/.ci/engines" run -- docker --host "unix://$work/far/docker.sock" "$@"; }

# start_far: starts the second daemon, with nothing in it.
start_far() {
    rm -rf "$work/far"
    mkdir "$work/far"
    "$repository/.ci/engines" run -- dockerd --data-root "$work/far/data" --exec-root "$work/far/run" --pidfile "$work/far/pid" \
        --host "unix://$work/far/docker.sock" >"$work/far.log" 2>&1 &
    far_pid=$!
    servers="$servers $far_pid"
    wait_for far version || {
        tail -n 20 "$work/far.log"
        exit 1
    }
}
stop_far() {
    kill "$far_pid"
    wait "$far_pid" || :
}

# bake OUT BUILDERS [USER]: bakes the plan into OUT; what make says goes to $work/said.
bake() (
    who=${3:-root}
    out=$work/$who/$1
    [ -d "$out" ] || new_base_out "$who" "$out"
    inside "$who" env "BUILDX_CONFIG=$work/$who/buildx" timeout 600 make bake "PLAN=$plan" "BUILDERS=$2" "ROOT=$tree" "OUT=$out" >"$work/said" 2>&1
)

# same_digests NAME OUT [USER]: one check for each image.
same_digests() {
    for image in $images; do
        equal "$1: $image is the image that make builds" "$(digest_of "$made/$image")" "$(digest_of "$work/${3:-root}/$2/linux-amd64/$image")"
    done
}

# ran PATTERN OUT: whether the builder far told of a running step what matches, so that it did not come from a cache.
ran() { grep -q "^#[0-9]* [0-9.]* .*$1" "$work/root/$2/.log/bake-far.log"; }

made=$work/root/made/linux-amd64
new_base_out root "$work/root/made"
make_as root docker "ROOT=$tree" "OUT=$work/root/made" || {
    cat "$work/said"
    exit 1
}
node "$repository/bin/defs.js" --root "$work/root/$tree" plan --to "$plan" --cache "$registry/cache" --out "$work/root/made" >"$work/said"
says 'a plan counts the images' "$work/said" '^5 images in 4 levels: 3 built in 2 waves, 2 composed or unpacked$'

(inside root docker buildx bake --file plan/docker-bake.json --print >"$work/printed" 2>"$work/said")
equal 'buildx prints all targets of a plan' 'core-bzip2_linux-amd64 core-filesystem_linux-amd64 core-zlib_linux-amd64' \
    "$(sed -n 's/^    "\(.*_linux-amd64\)": {$/\1/p' "$work/printed" | sort | tr '\n' ' ' | sed 's/ $//')"
equal 'and finds the wave of each' 'core-bzip2_linux-amd64 core-zlib_linux-amd64' \
    "$(sed -n '/"wave-2": {/,/}/s/.*"\(.*_linux-amd64\)".*/\1/p' "$work/printed" | sort | tr '\n' ' ' | sed 's/ $//')"

start_far
(inside root env "BUILDX_CONFIG=$work/root/buildx" docker buildx create --name far --driver remote "tcp://$bridge" >"$work/said" 2>&1) || cat "$work/said"
bake baked far || cat "$work/said"
same_digests 'from a remote BuildKit' baked
check 'it really built zlib' ran 'crc32\.c' baked
record=$work/root/baked/linux-amd64/core-zlib/record
says 'its record says that another machine built it' "$record" '^origin baked$'
says 'and which one' "$record" '^engine buildkit [^ ]* remote far$'
check 'the image is whole' is_whole "$work/root/baked/linux-amd64/core-zlib"
bake baked far
says 'baking again finds nothing to do' "$work/said" '^everything is up to date$'
make_as root docker "ROOT=$tree" "OUT=$work/root/baked"
says 'nor does make' "$work/said" '^everything is up to date$'
check 'what was baked is not written down' not make_as root docker digests zlib "ROOT=$tree" "OUT=$work/root/baked"
says 'and make says why' "$work/said" '^scripts/digests: core-zlib: baked, not built here$'
check 'the registry has the cache of zlib' curl --fail --silent --output "$work/manifest" \
    -H 'Accept: application/vnd.oci.image.manifest.v1+json' "http://$registry/v2/cache/core-zlib/manifests/linux-amd64"

stop_far
start_far
bake cached far || cat "$work/said"
same_digests 'from the cache in the registry' cached
check 'an empty BuildKit took zlib from there' not ran 'crc32\.c' cached

bake dealt 'default far' || cat "$work/said"
same_digests 'from two builders' dealt
equal 'the second wave is dealt between them' 'docker default
remote far' "$(sed -n 's/^engine buildkit [^ ]* //p' "$work/root/dealt/linux-amd64/core-bzip2/record" "$work/root/dealt/linux-amd64/core-zlib/record" | sort)"

bake plain default builder || cat "$work/said"
same_digests 'by an ordinary user' plain builder

# A wave that fails leaves what was there, and the same command goes on once the reason is gone.
zlib=$work/root/$tree/generated/core/zlib/Containerfile
cp "$zlib" "$work/Containerfile"
sed 's/^make DESTDIR=.*/false/' "$work/Containerfile" >"$zlib"
check 'a step that fails fails the wave' not bake dealt far
says 'and shows what the builder said' "$work/said" 'did not complete successfully: exit code: 1'
says 'and where all of it is' "$work/said" '^scripts/bake: not everything could be built; the whole log is .*/bake-far.log$'
same_digests 'after a failure' dealt
cp "$work/Containerfile" "$zlib"
bake dealt far || cat "$work/said"
same_digests 'once it is repaired' dealt

stop_far
check 'a builder that is gone is an error' not bake gone far
says 'that names it' "$work/said" '^scripts/bake: the builder far does not answer: '

# A job of a CI: the images that matrix.json lists as needed are there, nothing else.
needs=$(awk -f "$repository/scripts/lib/json.awk" "$plan/matrix.json" |
    sed -n 's/^\(levels.*\)\.image=core-zlib$/\1/p; s/^\(levels.*\)\.needs\.[0-9]*=\(.*\)/\1 \2/p' | awk 'NF == 1 { job = $1 } NF == 2 && $1 == job { print $2 }')
equal 'a matrix names what zlib needs' 'core-filesystem bootstrap-debian' "$(printf '%s' "$needs" | tr '\n' ' ')"
new_out root "$work/root/job"
for image in $needs; do cp -a "$made/$image" "$work/root/job/linux-amd64/"; done
(inside root env ENGINE=docker "STAGEX_ROOT=$work/root/$tree" "OUT=$work/root/job" scripts/build core-zlib linux/amd64 >"$work/said" 2>&1) || cat "$work/said"
equal 'a job that has the needs of zlib builds the same zlib' "$(digest_of "$made/core-zlib")" "$(digest_of "$work/root/job/linux-amd64/core-zlib")"
rm -rf "$work/far"
