# shellcheck shell=sh disable=SC2154 # variables are shared with scripts/pack
# From the options to a finished image: own layer, config, manifest, index. Sourced by scripts/pack.
# $tmp/layers lists the image's layers in order, '<sha256> <size>' per line; $tmp/blobs holds them all.

# pack_image: the command that writes OUT_DIR; prints the manifest's digest.
pack_image() {
    check_options
    open_output
    : >"$tmp/layers"
    while [ -n "$layouts" ]; do
        read_layout "${layouts%%"$nl"*}"
        layouts=${layouts#*"$nl"}
    done
    if [ -n "$rootfs" ]; then pack_stream; fi
    check_layers
    text=$(config_head)$config_body$(config_tail <"$tmp/layers")
    write_text "$text"
    text=$(manifest_json "$digest" "$size" <"$tmp/layers")
    write_text "$text"
    index_json "$digest" "$size" "$os" "$arch" "$image" >"$tmp/index.json"
    publish
    printf 'sha256:%s\n' "$digest"
}

check_options() {
    for value in "$config" "$image" "$platform" "$out"; do
        [ -n "$value" ] || fail 2 "--config, --image, --platform and OUT_DIR are needed; see scripts/pack --help"
    done
    [ -n "$rootfs" ] || [ -z "$setuid$modes" ] || fail 2 "--setuid and --modes need --rootfs"
    is_image_name "$image" || fail 2 "bad image name '$image'; give lower-case letters, digits and . _ -"
    os=${platform%%/*} arch=${platform#*/}
    case $platform in
    linux/[a-z]* | linux/[0-9]*) ;;
    *) fail 2 "bad platform '$platform'; give linux/amd64, linux/386, ..." ;;
    esac
    case $arch in *[!a-z0-9]*) fail 2 "bad platform '$platform'; give linux/amd64, linux/386, ..." ;; esac
    for file in "$config" "$rootfs" "$modes"; do
        [ -z "$file" ] || [ -f "$file" ] || fail 2 "$file: no such file"
    done
    read_config
}

# is_image_name NAME: what stagex.invalid/NAME may be.
is_image_name() {
    case $1 in '' | [!a-z0-9]* | *[!a-z0-9._-]*) return 1 ;; esac
}

# check_layers: an image has 1 to $max_layers layers.
check_layers() {
    count=$(wc -l <"$tmp/layers" | tr -d ' ')
    [ "$count" -ge 1 ] || fail 2 "no layer: give --layers-of or --rootfs"
    [ "$count" -le "$max_layers" ] || fail 1 "$image: $count layers, at most $max_layers; merge some members into one image"
}

# pack_stream: unpacks the stream $rootfs and adds it as a layer. All that is unpacked belongs to whoever runs this, so nobody
# needs to be root; tar then writes 0:0, and other owners get into the headers afterwards.
pack_stream() {
    judge_stream "$rootfs" "$tmp"
    report_refusals "$rootfs" "$tmp"
    if [ ! -s "$tmp/headers" ]; then
        unpack "$rootfs" --same-permissions
        hash_layer
    else
        # No setuid file comes to lie on this machine, and none that its owner cannot read.
        unpack "$rootfs" --no-same-permissions
        find "$tmp/root" \( -type d ! -perm -500 -o -type f ! -perm -400 \) -exec chmod u+rwX {} \;
        hash_layer
        write_headers
    fi
    add_own_layer "$rootfs"
}

# unpack TAR TAR_OPTION...: into $tmp/root.
unpack() {
    stream=$1
    shift
    mkdir "$tmp/root"
    tar -x "$@" --no-same-owner --no-unquote --numeric-owner --no-xattrs --no-acls --no-selinux --touch --delay-directory-restore \
        --force-local -C "$tmp/root" -f "$stream" || fail 1 "$stream: cannot unpack it in $out, $(room) free; $(kept)"
    chmod 00755 "$tmp/root"
}

# write_layer ROOT WORK: writes the tree ROOT to stdout as a canonical layer, all of it 0:0. WORK is an empty directory.
# The root entry comes from a directory of our own, so its mode is the same however ROOT was made.
write_layer() {
    mkdir "$2/top" && chmod 00755 "$2/top" || return 1
    find "$1" -mindepth 1 -printf '%P\0' >"$2/found" || return 1
    sort -z -T "$2" -o "$2/found" "$2/found" || return 1
    tar -c -f - --owner=0 --group=0 --no-unquote --format=gnu --blocking-factor=20 --numeric-owner --mtime="@$epoch" \
        --no-xattrs --no-acls --no-selinux --no-recursion -C "$2/top" . -C "$1" --null -T "$2/found"
}

# hash_layer: packs $tmp/root into $tmp/layer; sets $digest. The two marks tell whether both writers ended well.
hash_layer() {
    mkdir "$tmp/work" "$tmp/marks"
    : >"$tmp/marks/tar"
    : >"$tmp/marks/tee"
    digest=$({ write_layer "$tmp/root" "$tmp/work" && rm "$tmp/marks/tar"; } |
        { tee "$tmp/layer" && rm "$tmp/marks/tee"; } | sha256sum)
    digest=${digest%% *}
    rmdir "$tmp/marks" 2>/dev/null || fail 1 "$out: cannot write the layer, $(room) free; $(kept)"
}

# wrong_headers: prints a line for each header of $tmp/layer that does not say what it shall.
wrong_headers() {
    list_stream "$tmp/layer" >"$tmp/listing" || fail 1 "$rootfs: its layer cannot be read again; $(kept)"
    awk -f "$here/lib/pack-headers.awk" "$tmp/headers" "$tmp/listing"
}

# write_headers: puts modes and owners into the headers of $tmp/layer; sets $digest.
write_headers() {
    wrong_headers >"$tmp/wrong"
    # shellcheck disable=SC2086 # one word per field
    while read -r line; do write_header $line || fail 1 "$out: cannot write the layer, $(room) free; $(kept)"; done <"$tmp/wrong"
    wrong_headers >"$tmp/wrong"
    [ ! -s "$tmp/wrong" ] || fail 1 "$rootfs: its owners and modes do not get into the layer; $(kept)"
    digest=$(sha256sum <"$tmp/layer")
    digest=${digest%% *}
}

# write_header BLOCK MODE UID GID CHANGE: seven octal digits each at the bytes 100, 108 and 116, six of the checksum at 148.
write_header() {
    checksum=$(dd if="$tmp/layer" bs=2 skip=$(($1 * 256 + 74)) count=3 status=none)
    printf '%s\000%s\000%s\000' "$2" "$3" "$4" | dd of="$tmp/layer" bs=4 seek=$(($1 * 128 + 25)) conv=notrunc status=none
    printf %06o $((0$checksum + $5)) | dd of="$tmp/layer" bs=2 seek=$(($1 * 256 + 74)) conv=notrunc status=none
}

# add_own_layer LABEL: moves $tmp/layer with hash $digest to the blobs. Layers apply in order and each is listed once,
# so one that an earlier layer equals can only be left out if nothing lies between.
add_own_layer() {
    size=$(wc -c <"$tmp/layer" | tr -d ' ')
    chmod 444 "$tmp/layer"
    mv -f -T "$tmp/layer" "$tmp/blobs/$digest"
    if [ "$(tail -n 1 "$tmp/layers")" = "$digest $size" ]; then return; fi
    if has_layer "$digest"; then fail 1 "$1: equals a layer below the last one; its files would not come out on top"; fi
    echo "$digest $size" >>"$tmp/layers"
}

# has_layer DIGEST: succeeds if the image has this layer already.
has_layer() {
    while read -r known _; do
        if [ "$known" = "$1" ]; then return 0; fi
    done <"$tmp/layers"
    return 1
}

# write_text TEXT: adds TEXT to the blobs; sets $digest and $size.
write_text() {
    printf %s "$1" >"$tmp/text" || fail 1 "$out: cannot write; $(kept)"
    digest=$(sha256sum <"$tmp/text")
    digest=${digest%% *}
    size=$(wc -c <"$tmp/text" | tr -d ' ')
    chmod 444 "$tmp/text"
    mv -f -T "$tmp/text" "$tmp/blobs/$digest"
}
