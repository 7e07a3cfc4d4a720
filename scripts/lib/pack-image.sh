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
    if [ -n "$layer_file" ]; then take_layer_file; fi
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
    [ -z "$rootfs" ] || [ -z "$layer_file" ] || fail 2 "give --rootfs or --layer-file, not both"
    [ -n "$rootfs$layer_file" ] || [ -z "$setuid" ] || fail 2 "--setuid needs --rootfs or --layer-file"
    is_image_name "$image" || fail 2 "bad image name '$image'; give lower-case letters, digits and . _ -"
    os=${platform%%/*} arch=${platform#*/}
    case $platform in
    linux/[a-z]* | linux/[0-9]*) ;;
    *) fail 2 "bad platform '$platform'; give linux/amd64, linux/386, ..." ;;
    esac
    case $arch in *[!a-z0-9]*) fail 2 "bad platform '$platform'; give linux/amd64, linux/386, ..." ;; esac
    for file in "$config" "$rootfs" "$layer_file"; do
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
    [ "$count" -ge 1 ] || fail 2 "no layer: give --layers-of, --rootfs or --layer-file"
    [ "$count" -le "$max_layers" ] || fail 1 "$image: $count layers, at most $max_layers; merge some members into one image"
}

# pack_stream: unpacks the stream $rootfs and adds it as a layer.
pack_stream() {
    judge_stream "$rootfs" "$tmp" "$(is_lossy)"
    report_refusals "$rootfs" "$tmp"
    if [ ! -s "$tmp/rooted" ]; then
        # Everything is 0:0: leaving the owners to the packing saves an inode update per file, and needs no privilege.
        unpack "$rootfs" --same-permissions --no-same-owner
        hash_layer --owner=0 --group=0
    elif [ "$(id -u)" -eq 0 ]; then
        unpack "$rootfs" --same-permissions --same-owner
        hash_layer
    else
        fail 3 "$rootfs: $(head -n 1 "$tmp/rooted"); only root can pack that: use scripts/pack --layer in a container stage"
    fi
    add_own_layer "$rootfs"
}

# unpack TAR TAR_OPTION...: into $tmp/root.
unpack() {
    stream=$1
    shift
    mkdir "$tmp/root"
    tar -x "$@" --no-unquote --numeric-owner --no-xattrs --no-acls --no-selinux --touch --delay-directory-restore \
        --force-local -C "$tmp/root" -f "$stream" || fail 1 "$stream: cannot unpack it in $out, $(room) free; $(kept)"
    chmod 00755 "$tmp/root"
}

# hash_layer TAR_OPTION...: packs $tmp/root into $tmp/layer; sets $digest. The two marks tell whether both writers ended well.
hash_layer() {
    mkdir "$tmp/work" "$tmp/marks"
    : >"$tmp/marks/tar"
    : >"$tmp/marks/tee"
    digest=$({ write_layer "$tmp/root" "$tmp/work" "$@" && rm "$tmp/marks/tar"; } |
        { tee "$tmp/layer" && rm "$tmp/marks/tee"; } | sha256sum)
    digest=${digest%% *}
    rmdir "$tmp/marks" 2>/dev/null || fail 1 "$out: cannot write the layer, $(room) free; $(kept)"
}

# take_layer_file: adds a copy of $layer_file as a layer, if repacking its tree gives the same bytes.
take_layer_file() {
    cp "$layer_file" "$tmp/layer" || fail 1 "$layer_file: cannot copy it to $out; $(kept)"
    judge_stream "$tmp/layer" "$tmp" 0
    report_refusals "$layer_file" "$tmp"
    unpack "$tmp/layer" --no-same-permissions --no-same-owner
    chmod -R u+rwX "$tmp/root"
    mkdir "$tmp/work"
    write_layer "$tmp/root" "$tmp/work" --owner=0 --group=0 >"$tmp/again" || fail 1 "$out: cannot write the layer, $(room) free; $(kept)"
    fault=$(compare_layers "$tmp/again" "$tmp/layer" "$tmp/listing")
    [ -z "$fault" ] || fail 1 "$layer_file: not in canonical form: $fault; write it with scripts/pack --layer"
    digest=$(sha256sum <"$tmp/layer")
    digest=${digest%% *}
    add_own_layer "$layer_file"
}

# compare_layers AGAIN LAYER LISTING: prints where LAYER departs from AGAIN, which has its tree but not its modes and owners.
compare_layers() {
    if [ "$(wc -c <"$1")" -ne "$(wc -c <"$2")" ]; then
        echo "$(wc -c <"$2" | tr -d ' ') bytes, not $(wc -c <"$1" | tr -d ' ')"
    else
        cmp -l "$1" "$2" | awk -f "$here/lib/pack-compare.awk" "$3" -
    fi
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
