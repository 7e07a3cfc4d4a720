#!/bin/sh
# Images keep their digest on the way into a registry, back from it, and into the store of each engine. With a real
# registry server on loopback.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
out=$work/root/out
new_out root "$out"
make_as root docker seed || {
    cat "$work/said"
    exit 1
}
digest=$(digest_of "$out/linux-amd64/bootstrap-seed")

registry=127.0.0.1:15873
cat >"$work/registry.yml" <<END
version: 0.1
storage: { filesystem: { rootdirectory: $work/registry }, delete: { enabled: true } }
http: { addr: $registry }
END
"$repository/.ci/engines" run -- docker-registry serve "$work/registry.yml" >"$work/registry.log" 2>&1 &
server=$!
trap 'kill "$server"' EXIT
left=100
until curl --silent "http://$registry/v2/" >/dev/null; do
    left=$((left - 1))
    if [ "$left" -eq 0 ] || ! kill -0 "$server"; then
        cat "$work/registry.log"
        exit 1
    fi
    sleep 0.2
done

# digest_there REPOSITORY: the sha256 of what the registry gives for the tag, asked by curl alone.
digest_there() {
    curl --fail --silent -H 'Accept: application/vnd.oci.image.manifest.v1+json' "http://$registry/v2/$1/manifests/1" >"$work/manifest" || return 0
    echo "sha256:$(sha256sum <"$work/manifest" | cut -c 1-64)"
}

# fails_with NAME PATTERN COMMAND...: one check: COMMAND fails and says PATTERN.
fails_with() {
    name=$1 pattern=$2
    shift 2
    if "$@"; then not_ok "$name: did not fail"; else says "$name" "$work/said" "$pattern"; fi
}

make_as root docker push seed "REGISTRY=$registry/stagex" || cat "$work/said"
says 'make push tells the name with the digest' "$work/said" "^$registry/stagex/bootstrap-seed:1@$digest\$"
equal 'skopeo keeps the digest' "$digest" "$(digest_there stagex/bootstrap-seed)"
check 'pushing again is fine' make_as root docker push seed "REGISTRY=$registry/stagex"

# All commands of the engines' root but skopeo.
inside_root=$work/tools
"$repository/.ci/engines" run -- sh -c "cp -rs /usr/bin '$inside_root' && rm '$inside_root/skopeo'"
push_without_skopeo() { (inside root env "PATH=$inside_root" make ENGINE=docker push seed "REGISTRY=$registry/other" >"$work/said" 2>&1); }
check 'docker pushes where skopeo is missing' push_without_skopeo
equal 'docker keeps the digest' "$digest" "$(digest_there other/bootstrap-seed)"

"$repository/.ci/engines" run -- docker rmi "$registry/other/bootstrap-seed:1" >/dev/null

# Written down as `make digests` would, in this copy of the tree.
write_down() {
    mkdir -p "$work/root/digests/linux-amd64"
    echo "${1#sha256:} bootstrap-seed" >"$work/root/digests/linux-amd64/bootstrap.txt"
    echo "bootstrap-seed@linux/amd64 $1 $(sed -n 's/^key //p' "$out/linux-amd64/bootstrap-seed/record") docker; podman without cache" \
        >"$work/root/digests/provenance.txt"
}
write_down "$digest"

# What is known of the image, beside it: this registry has no referrers API, so the index is under the tag in place of that.
# Node is not among the engines' programs; this skopeo is new enough to leave an index as it is.
mkdir "$work/node"
cp "$(readlink -f "$(command -v node)")" "$work/node/node"
ln -s "$repository/node_modules" "$work/root/node_modules"
push_here() { make_as root docker push seed "PATH=$work/node:/usr/sbin:/usr/bin:/sbin:/bin" "$@"; }
attached=$registry/stagex/bootstrap-seed:sha256-${digest#sha256:}
# listed: the index of what refers to the image, as skopeo reads it.
listed() { (inside root skopeo inspect --raw --tls-verify=false "docker://$attached"); }
push_here "REGISTRY=$registry/stagex" ATTACH=sbom,provenance || cat "$work/said"
says 'make push tells what it attached' "$work/said" "^$registry/stagex/bootstrap-seed@sha256:[0-9a-f]* provenance of bootstrap-seed\$"
listed >"$work/listed"
equal 'skopeo finds them by the digest of the image' \
    'application/spdx+json application/vnd.cyclonedx+json application/vnd.in-toto+json' \
    "$(grep -o '"artifactType":"[^"]*"' "$work/listed" | cut -d '"' -f 4 | sort | paste -s -d ' ' -)"
artifact=$(sed -n 's,.*bootstrap-seed@\(sha256:[0-9a-f]*\) spdx of .*,\1,p' "$work/said")
(inside root skopeo copy --quiet --src-tls-verify=false "docker://$registry/stagex/bootstrap-seed@$artifact" "oci:$work/spdx") || not_ok 'skopeo copies an artifact'
(cd "$work/root" && node bin/defs.js sbom bootstrap-seed) >"$work/sbom"
check 'the document comes back as defs wrote it' cmp "$work/sbom" "$work/spdx/blobs/sha256/$(sha256sum <"$work/sbom" | cut -c 1-64)"
push_here "REGISTRY=$registry/stagex" ATTACH=provenance,sbom || cat "$work/said"
equal 'a second time changes nothing' "$(cat "$work/listed")" "$(listed)"
fails_with 'what nobody signed has no signatures to attach' 'no signature on bootstrap-seed is in signatures/' \
    push_here "REGISTRY=$registry/unsigned" ATTACH=signatures
check 'and is not pushed' not curl --fail --silent --output "$work/unsigned" "http://$registry/v2/unsigned/bootstrap-seed/manifests/1"
fails_with 'an unknown word is wrong use' 'ATTACH is a list of sbom, provenance and signatures, not cve' \
    push_here "REGISTRY=$registry/stagex" ATTACH=sbom,cve

taken=$work/root/taken
make_as root docker preseed seed "FROM=$registry/stagex" "OUT=$taken" || cat "$work/said"
equal 'make preseed brings it back with its digest' "$digest" "$(digest_of "$taken/linux-amd64/bootstrap-seed")"
check 'and whole' is_whole "$taken/linux-amd64/bootstrap-seed"
says 'its record says where it is from' "$taken/linux-amd64/bootstrap-seed/record" '^origin imported$'
make_as root docker seed "OUT=$taken"
says 'make has nothing left to do' "$work/said" '^everything is up to date$'

# A registry that has been tampered with: a blob on its disk is another one now.
config=$(grep -o '"config":{[^}]*sha256:[0-9a-f]*' "$work/manifest" | grep -o '[0-9a-f]*$')
printf '{}' >"$work/registry/docker/registry/v2/blobs/sha256/$(echo "$config" | cut -c 1-2)/$config/data"
rm -rf "$taken"
fails_with 'a registry that gives other bytes is found out' '^scripts/preseed: bootstrap-seed: cannot be fetched' \
    make_as root docker preseed seed "FROM=$registry/stagex" "OUT=$taken"
check 'and nothing is taken from it' test ! -e "$taken/linux-amd64/bootstrap-seed/index.json"
write_down "sha256:$(echo other | sha256sum | cut -c 1-64)"
fails_with 'a registry without the committed digest is no source' '^scripts/preseed: bootstrap-seed: cannot be fetched' \
    make_as root docker preseed seed "FROM=$registry/stagex" "OUT=$taken"
fails_with 'a registry that does not answer is an error' 'bootstrap-seed: cannot be pushed to' \
    make_as root docker push seed REGISTRY=127.0.0.1:9/stagex
fails_with 'no registry at all is wrong use' 'make push takes REGISTRY=HOST/PATH' make_as root docker push seed

# Not under the name that builds use: the store of these engines is shared.
new_out builder "$work/builder/out"
for way in docker:root podman:root buildah:root podman:builder; do
    engine=${way%:*} user=${way#*:}
    make_as "$user" "$engine" import seed NAME=example.invalid/test/seed:1 || cat "$work/said"
    says "$engine as $user imports it with its digest" "$work/said" "^example.invalid/test/seed:1 $digest\$"
    (inside "$user" "$engine" rmi example.invalid/test/seed:1 >/dev/null)
done
