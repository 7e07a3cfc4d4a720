#!/bin/sh
# Engines in a root filesystem of their own. Those of an older Debian release build, are upgraded with their storage in place,
# and build on: nothing that is good is built again, and what is built again has the same digest. Then a rootless Docker.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
present=${STAGEX_ENGINES:-/var/lib/stagex/engines}
copy_tree
make_base
tree=test/engine
compile_tree $tree

STAGEX_ENGINES=$present-upgrade
export STAGEX_ENGINES
trap '"$repository/.ci/engines" down; rm -rf --one-file-system "$STAGEX_ENGINES"' EXIT
"$repository/.ci/engines" down
rm -rf --one-file-system "$STAGEX_ENGINES"
STAGEX_ENGINES_SUITE=trixie "$repository/.ci/engines" up

# version_of LAYOUT: the engine and its version, as the record tells.
version_of() { sed -n 's/^engine //p' "$1/record"; }
# edit_lower NUMBER: makes core-lower, and what stands on it, come out differently.
edit_lower() {
    for copy in root builder; do
        sed -i "s/echo lower [0-9]*/echo lower $1/" "$work/$copy/$tree/generated/core/lower/Containerfile"
    done
}
# build_way GOAL...: make in the present way, which must succeed.
build_way() { make_as "$user" "$engine" "ROOT=$tree" "$@" || {
    not_ok "$way: make $* fails"
    tail -n 20 "$work/said"
}; }

ways='docker:root podman:root buildah:root podman:builder'
for way in $ways; do
    engine=${way%:*} user=${way#*:}
    new_base_out "$user" "$work/$user/$tree/$engine"
    build_way "OUT=$work/$user/$tree/$engine" upper
    version_of "$work/$user/$tree/$engine/linux-amd64/core-upper" >"$work/$engine-$user"
done

# The upgrade: the present engines' root filesystem takes the place of the older one; the engines' data stay.
"$repository/.ci/engines" down
rm -rf --one-file-system "$STAGEX_ENGINES/root"
mkdir "$STAGEX_ENGINES/root"
tar -c --one-file-system --xattrs --xattrs-include='*' --exclude='./var/tmp/*' --exclude='./tmp/*' -C "$present/root" . |
    tar -x --xattrs --xattrs-include='*' --same-owner -C "$STAGEX_ENGINES/root"
"$repository/.ci/engines" up

for way in $ways; do
    engine=${way%:*} user=${way#*:}
    out=$work/$user/$tree/$engine
    image=$out/linux-amd64/core-upper
    old=$(cat "$work/$engine-$user") wanted=$(digest_of "$image")
    build_way "OUT=$out" upper
    says "$way: after the upgrade from $old nothing is built again" "$work/said" '^everything is up to date$'
    build_way "OUT=$out" NOCACHE=1 core-lower upper
    check "$way: the upgrade is one: $(version_of "$image")" not test "$old" = "$(version_of "$image")"
    equal "$way: without cache the digest is the same" "$wanted" "$(digest_of "$image")"
    edit_lower 2
    build_way "OUT=$out" upper
    check "$way: a change is built" not test "$wanted" = "$(digest_of "$image")"
    edit_lower 1
    build_way "OUT=$out" upper
    equal "$way: and undone on the caches of both versions, which gives the first digest" "$wanted" "$(digest_of "$image")"
    check "$way: the layout is whole" is_whole "$image"
done

# Rootless Docker. Many machines let every user open /dev/net/tun, which it wants for a network that builds never get.
# shellcheck disable=SC2016 # the variables are for the shell inside
"$repository/.ci/engines" run -- sh -euc '
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends rootlesskit slirp4netns >/dev/null
    mknod -m 666 /root/tun c 10 200
    mount --bind /root/tun /dev/net/tun'
# shellcheck disable=SC2016 # likewise
(inside builder sh -euc 'mkdir -p ~/.config/docker && cp /etc/docker/daemon.json ~/.config/docker/ &&
    PATH=$PATH:/usr/share/docker.io/contrib exec dockerd-rootless.sh' >"$work/dockerd.log" 2>&1) &
socket=unix:///run/user/1000/docker.sock
left=60
until (inside builder docker --host "$socket" version >/dev/null 2>&1); do
    left=$((left - 1))
    [ "$left" -gt 0 ] || {
        not_ok 'a rootless docker starts'
        tail -n 20 "$work/dockerd.log"
        exit 1
    }
    sleep 1
done
says 'a rootless docker starts' "$work/dockerd.log" 'Running in rootless-mode'
for way in docker:root docker:builder; do
    user=${way#*:}
    new_base_out "$user" "$work/$user/$tree/rootless"
    set -- "ROOT=$tree" "OUT=$work/$user/$tree/rootless" owners plain-owners upper
    [ "$user" = root ] || set -- "DOCKER_HOST=$socket" "$@"
    make_as "$user" docker NOCACHE=1 "$@" || {
        not_ok "docker as $user builds"
        tail -n 20 "$work/said"
    }
done
for image in core-owners core-plain-owners core-upper; do
    equal "rootless docker gives the digest of docker: $image" "$(digest_of "$work/root/$tree/rootless/linux-amd64/$image")" \
        "$(digest_of "$work/builder/$tree/rootless/linux-amd64/$image")"
done
