# shellcheck shell=sh
# shellcheck disable=SC2154 # $here, $root, $out and $work are the caller's
# Recipes: what an image and all below it are made of, by hash and without any digest (docs/build-key.md). An image is
# anchored when several host seeds gave the digest that is written down for its present recipe: then that digest is good
# without the images that it was made with. Sourced after key.sh.

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

# anchored_written: prints `NAME@PLATFORM DIGEST` of each image whose digest is written down for its present recipe.
# Needs hash_all.
anchored_written() {
    [ -f "$root/digests/provenance.txt" ] || return 0
    awk '$3 == "recipe" { print $1, $2, $4 }' "$root/digests/provenance.txt" >"$work/written"
    while read -r id digest hash; do
        if [ "$hash" = "$(recipe "${id%@*}" "${id#*@}" 2>/dev/null)" ]; then echo "$id $digest"; fi
    done <"$work/written"
}

# has_anchors: whether any image may be anchored.
has_anchors() {
    grep -qs '^[^ ]* [^ ]* recipe ' "$root/digests/provenance.txt"
}

# anchored_here: prints `NAME@PLATFORM` of each anchored image that lies in $out with that digest, however it came there.
# Of what stands on the image that SEED stands in for none is: that asks for a chain made from the seed. Needs hash_all.
anchored_here() {
    has_anchors || return 0
    anchored_written >"$work/all-anchors"
    awk -v root="$root" -f "$here/lib/key.awk" -f "$here/lib/not-on-seed.awk" "$work/all-anchors" >"$work/anchors"
    while read -r id digest; do
        layout=$out/$(dashed "${id#*@}")/${id%@*}
        if grep -qsxF "digest $digest" "$layout/record" && [ "$(index_digest "$layout")" = "$digest" ]; then printf '%s ' "$id"; fi
    done <"$work/anchors"
}
