# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # $here, $root, $out, $work, $store, $image, $os_arch and $folder are scripts/build's
# The context of one image's build: its files and nothing else, for the engine that scripts/build starts or for builders that
# scripts/bake asks. Sourced by scripts/build; uses fail() and key.sh.

# assemble_context: gathers the files of this image, and nothing else, below $work/context.
assemble_context() {
    mkdir -p "$work/context/files"
    manifest=$root/generated/$folder/sources.txt
    [ ! -f "$manifest" ] || STAGEX_ROOT=$root "$here/fetch" "$manifest" 9>&- || fail 1 'its sources could not be fetched'
    key_values source "$work/key" >"$work/sources"
    while read -r sha256 name; do
        [ -f "$store/sha256/$sha256" ] || fail 1 "$name is a source of it, which $manifest does not list; run \`defs compile\`"
        mkdir -p "$work/context/$sha256"
        put_file "$store/sha256/$sha256" "$work/context/$sha256/$name"
    done <"$work/sources"
    key_values seed "$work/key" >"$work/seeds"
    while read -r sha256 name; do assemble_seed "$sha256" "$name"; done <"$work/seeds"
    key_values file "$work/key" | sed -n '/ generated\//!s/^[0-9a-f]* //p' >"$work/files"
    while read -r file; do cp "$root/$file" "$work/context/files/"; done <"$work/files"
    same_attributes
    check_context
}

# same_attributes: a build sees modes and times of its files, too, which are in no key: those of a checkout are its user's. What is in
# files/ keeps its time: docker takes a file of the same path, size and time for the same one.
same_attributes() {
    find "$work/context" -mindepth 2 -type f ! -path "$work/context/files/*" -exec chmod 0444 {} + -exec touch -d "@$epoch" {} +
    find "$work/context/files" -type f -exec chmod 0644 {} +
}

# check_context: ends when a file that the engine is to get has not the bytes that the key says. What the store promised once may have been
# replaced or damaged since, and make asks the store by names alone.
check_context() {
    sed -n -e 's,^source \([0-9a-f]*\) \(.*\),\1 \1/\2,p' -e '/\/Containerfile$/!s,^file \([0-9a-f]*\) .*/\([^/]*\)$,\1 files/\2,p' "$work/key" >"$work/expected"
    while read -r sha256 file; do
        found=$(sha256sum <"$work/context/$file" | cut -c 1-64)
        [ "$found" != "$sha256" ] || continue
        case $file in files/*) fail 1 'its inputs changed while it was built; run make again' ;; esac
        fail 1 "its source ${file#*/} is damaged: $store/sha256/$sha256 has sha256 $found; remove that file, and run make again"
    done <"$work/expected"
}

# put_file FILE TO: by hard link where possible. Rootless podman and buildah mount only files of the caller's own.
put_file() {
    # shellcheck disable=SC3067 # -O is in dash, bash and busybox
    { [ -O "$1" ] && ln "$1" "$2" 2>/dev/null; } || cp "$1" "$2"
}

# assemble_seed SHA256 NAME: makes the archive of a seed from its hexadecimal text, which travels inside it.
assemble_seed() {
    arch=${2#seed-}
    arch=${arch%.tar}
    mkdir -p "$work/context/$1"
    "$here/../bootstrap/make-seed-archive" "$arch" "$work/context/$1/$2" "hex0.hex0=$here/../bootstrap/seed/$arch/hex0.hex0"
    printf '%s  %s\n' "$1" "$work/context/$1/$2" | sha256sum --check --status ||
        fail 1 "$2 is not what the definition says: expected $1, made $(sha256sum <"$work/context/$1/$2" | cut -c 1-64)"
}

# list_contexts: prints `<name> <layout> <digest>` of each image that the build starts from.
list_contexts() {
    key_values context "$work/key" | locate "$os_arch"
}

# prepare_baked: leaves what an engine needs in $baked, with the key that it is of.
baked=$out/.bake/$os_arch/$image
prepare_baked() {
    check_needs
    assemble_context
    cp "$root/$(containerfile "$work/key")" "$work/Containerfile"
    mkdir -p "${baked%/*}" "$work/baked"
    list_contexts >"$work/baked/contexts"
    mv "$work/context" "$work/Containerfile" "$work/key" "$work/baked/"
    mv "$work/baked" "$baked"
}

# take_baked: takes the root filesystem that was made from what lies in $baked.
take_baked() {
    cmp -s "$baked/key" "$work/key" || fail 1 'its inputs changed while it was baked; bake it again'
    { [ -f "$baked/rootfs.tar" ] && [ -f "$baked/builder" ]; } || fail 1 'it was prepared, but not baked'
    engine=buildkit engine_version=$(cat "$baked/builder")
    mv "$baked/rootfs.tar" "$work/rootfs.tar"
}
