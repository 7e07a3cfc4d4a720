# shellcheck shell=sh
# shellcheck disable=SC2154 # $here, $root, $out and $work are the caller's
# Recipes: what an image and all below it are made of, by hash and without any digest (docs/build-key.md). An image is
# anchored when several host seeds gave the digest that is written down for its recipe: then that digest is good without
# the images that it was made with. Sourced after key.sh.

# hash_all: notes the present hash of every file that any key names, in $work/all-hashes.
hash_all() {
    find "$root/generated" -name '*.key' -exec cat {} + >"$work/keys"
    hash_inputs "$work/keys" >"$work/all-hashes"
}

# recipe IMAGE PLATFORM: prints the sha256 of the image's recipe; reads $work/all-hashes.
recipe() {
    awk -v root="$root" -v id="$1@$2" -f "$here/lib/key.awk" -f "$here/lib/recipe-text.awk" "$work/all-hashes" >"$work/recipe" || return
    printf 'sha256:%s\n' "$(sha256sum <"$work/recipe" | cut -c 1-64)"
}

# anchored_here: prints `NAME@PLATFORM` of each image in $out that was imported because of its recipe, and has it still.
anchored_here() {
    find "$out" -mindepth 3 -maxdepth 3 -name record -exec grep -l '^recipe ' {} + 2>/dev/null >"$work/records" || :
    while read -r record; do
        image=${record%/record}
        os_arch=${image%/*} image=${image##*/}
        platform=$(printf '%s' "${os_arch##*/}" | tr - /)
        if [ "$(key_values recipe "$record")" = "$(recipe "$image" "$platform")" ]; then printf '%s@%s ' "$image" "$platform"; fi
    done <"$work/records"
}

# anchored_written: the same for each image whose digest is written down for its present recipe.
anchored_written() {
    [ -f "$root/digests/provenance.txt" ] || return 0
    awk '$3 == "recipe" { print $1, $4 }' "$root/digests/provenance.txt" >"$work/anchors"
    while read -r id hash; do
        if [ "$hash" = "$(recipe "${id%@*}" "${id#*@}")" ]; then printf '%s ' "$id"; fi
    done <"$work/anchors"
}
