# shellcheck shell=sh
# shellcheck disable=SC2154 # $here, $root, $work, $registry, $image, $layout and $digest are the caller's
# Artifacts about an image, beside it in its registry (OCI Image Specification 1.1, "Guidelines for Artifact Usage"). Sourced by
# scripts/push; uses its $client, inspect_there(), fail() and lib/registry.sh.

# check_attach LIST: fails unless what is to be attached can be written and pushed.
check_attach() {
    for word in $(printf '%s' "$1" | tr , ' '); do
        case $word in
        sbom | provenance | signatures) ;;
        *) fail 2 "ATTACH is a list of sbom, provenance and signatures, not $word" ;;
        esac
    done
    [ "$client" = skopeo ] || fail 1 'ATTACH needs skopeo: docker pushes images alone'
    [ -e "$here/../node_modules" ] || fail 1 'ATTACH needs the compiler, which writes the documents; run npm ci'
}

# prepare_artifacts PLATFORM: writes the artifacts about the image into $work/artifacts, an OCI layout, and their tags there into
# $work/artifact-tags. What the registry lists already stays listed.
prepare_artifacts() {
    rm -rf "$work/artifacts"
    set -- --platform "$1" --what "$ATTACH" --manifest "$layout/blobs/sha256/${digest#sha256:}" --to "$work/artifacts"
    if inspect_there "$registry/$image:sha256-${digest#sha256:}" >"$work/referrers" 2>/dev/null; then
        set -- "$@" --referrers "$work/referrers"
    fi
    node "$here/../bin/defs.js" --root "$root" attach "$image" "$@" >"$work/artifact-tags" || fail 1 "$image: nothing can be attached, see above"
}

# push_artifacts: pushes each by its digest; then, for registries that cannot be asked for referrers, the index of them under the
# tag that takes the place of that (OCI Distribution Specification 1.1, "Referrers Tag Schema").
push_artifacts() {
    while read -r tag; do
        found=$(skopeo inspect --raw "oci:$work/artifacts:$tag" | sha256sum | cut -c 1-64)
        copy_artifact "$tag" "$registry/$image@sha256:$found" </dev/null
        echo "$registry/$image@sha256:$found $tag of $image"
    done <"$work/artifact-tags"
    has_referrers || copy_artifact referrers "$registry/$image:sha256-${digest#sha256:}"
}

# copy_artifact TAG NAME
copy_artifact() {
    # shellcheck disable=SC2046 # an option, or nothing
    skopeo copy --quiet --multi-arch=index-only --preserve-digests $(plain_http "$registry" --dest-tls-verify=false) \
        "oci:$work/artifacts:$1" "docker://$2" >"$work/said" 2>&1 || attach_failed "$1 cannot be pushed to $2"
}

# attach_failed WHAT
attach_failed() {
    if grep -q 'Manifest list must be converted' "$work/said"; then
        fail 1 "$image: $1: $(skopeo --version) would leave out what artifacts are; take a newer one"
    fi
    fail 1 "$image: $1: $(tail -n 1 "$work/said")"
}

# has_referrers: whether the registry tells by itself what refers to the image. One that asks for credentials is taken for one that does
# not: the tag does no harm there.
has_referrers() {
    registry_get "$registry" "$image" "referrers/$digest" --output /dev/null
}
