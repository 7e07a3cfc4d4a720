#!/bin/sh
# A build has no network, not even the machine's own, and sees no file of another image.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
make_base
tree=test/engine
compile_tree $tree

# A server that answers each connection with one line, on the loopback of the machine, which the engines share.
node -e '
    const server = require("node:net").createServer((socket) => socket.end("answer\n"));
    server.listen(0, "127.0.0.1", () => console.log(server.address().port));
' >"$work/port" &
server=$!
trap 'kill "$server"' EXIT
while [ ! -s "$work/port" ]; do sleep 0.1; done
port=$(cat "$work/port")
equal 'a server answers where the engines are' answer "$(inside root bash -c "cat </dev/tcp/127.0.0.1/$port")"
for user in root builder; do
    sed -i "s/^ENV SERVER_PORT=1$/ENV SERVER_PORT=$port/" "$work/$user/$tree/generated/core/online/Containerfile"
done

# with_whole_context: lets the build of core-upper list the files of its context.
with_whole_context() {
    sed -i 's,^FROM scratch AS rootfs$,RUN --network=none --mount=type=bind\,from=sources\,source=/\,target=/all \\\n    ["/bin/sh"\, "-c"\, "cd /all \&\& find . -type f | sort >/rootfs/files"]\n\n&,' "$1"
}

for way in $ways; do
    engine=${way%:*} user=${way#*:}
    out=$work/$user/$tree/out
    new_base_out "$user" "$out"
    check "$engine as $user: a build that needs the network fails" not make_as "$user" "$engine" "ROOT=$tree" NOCACHE=1 online
    says "$engine as $user: it is refused a connection" "$work/said" '127.0.0.1.*: \(Connection refused\|Network is unreachable\|connect: \)'
done
# The same probe finds the server when it is let, so it would have found it above.
new_stage root <<END
FROM stagex.invalid/bootstrap-debian AS build
RUN ["/bin/bash", "-c", "cat </dev/tcp/127.0.0.1/$port >/answer"]
FROM scratch
COPY --from=build /answer /
END
with_layouts "$scratch/base" bootstrap-debian
check 'the machine of the server answers a build with the network of the host' build_stage podman root '' host
unpack_over "$work/unpacked" "$stage/rootfs.tar"
equal 'with this' answer "$(cat "$work/unpacked/answer")"

# What the Containerfile mounts: one archive and one patch.
own=$(sed -n 's,.*from=sources\,source=\([^,]*\).*,./\1,p' "$work/root/$tree/generated/core/upper/Containerfile" | sort)
equal 'a Containerfile names the files of its image' 2 "$(echo "$own" | wc -l)"
for user in root builder; do
    with_whole_context "$work/$user/$tree/generated/core/upper/Containerfile"
done
for way in $ways; do
    engine=${way%:*} user=${way#*:}
    out=$work/$user/$tree/out
    make_as "$user" "$engine" "ROOT=$tree" NOCACHE=1 upper || {
        not_ok "$engine as $user: builds"
        cat "$work/said"
        continue
    }
    rm -rf "$work/unpacked"
    # shellcheck disable=SC2046 # one word per layer
    unpack_over "$work/unpacked" $(layers_of "$out/linux-amd64/core-upper")
    equal "$engine as $user: a build sees the files of its own image" "$own" "$(cat "$work/unpacked/files")"
done
