# shellcheck shell=sh disable=SC2154 # variables are shared with scripts/pack
# The documents of an image layout: written in one form, and read back only in that form. Sourced by scripts/pack.

manifest_type=application/vnd.oci.image.manifest.v1+json
index_type=application/vnd.oci.image.index.v1+json
config_type=application/vnd.oci.image.config.v1+json
layer_type=application/vnd.oci.image.layer.v1.tar
layout_text='{"imageLayoutVersion":"1.0.0"}'

# config_head: the start of a config for $os and $arch, up to the members of "config".
config_head() {
    printf '{"created":"1980-01-02T00:00:00Z","architecture":"%s","os":"%s","config":{' "$arch" "$os"
}

# config_tail: the rest of a config, with the layers listed on stdin. Layers are not compressed: diff id is digest.
config_tail() {
    printf '},"rootfs":{"type":"layers","diff_ids":['
    comma=''
    while read -r layer _; do
        printf '%s"sha256:%s"' "$comma" "$layer"
        comma=,
    done
    printf ']}}'
}

# manifest_json CONFIG_DIGEST CONFIG_SIZE: a manifest with the layers listed on stdin.
manifest_json() {
    printf '{"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"sha256:%s","size":%s},"layers":[' \
        "$manifest_type" "$config_type" "$1" "$2"
    comma=''
    while read -r layer bytes; do
        printf '%s{"mediaType":"%s","digest":"sha256:%s","size":%s}' "$comma" "$layer_type" "$layer" "$bytes"
        comma=,
    done
    printf ']}'
}

# index_json MANIFEST_DIGEST MANIFEST_SIZE OS ARCH IMAGE: the index.json of one image. The two names are for docker load.
index_json() {
    printf '{"schemaVersion":2,"mediaType":"%s","manifests":[{"mediaType":"%s","digest":"sha256:%s","size":%s,' \
        "$index_type" "$manifest_type" "$1" "$2"
    printf '"platform":{"architecture":"%s","os":"%s"},"annotations":{' "$4" "$3"
    printf '"io.containerd.image.name":"stagex.invalid/%s:latest","org.opencontainers.image.ref.name":"latest"}}]}' "$5"
}

# read_text FILE: sets $text to the content of FILE, one line of printable text without line end.
read_text() {
    if [ ! -f "$1" ] || [ -L "$1" ]; then fail 1 "$1: no such file; the layout is not complete"; fi
    length=$(wc -c <"$1")
    [ "$length" -le 1048576 ] || fail 1 "$1: $length bytes, at most 1048576"
    text=$(tr -d '\000-\037\177' <"$1")
    [ "${#text}" -eq "$length" ] || foreign "$1"
}

# foreign FILE: refuses a document in another form.
foreign() {
    fail 1 "$1: not written by scripts/pack; only its own layouts can be composed"
}

# read_config: sets $config_body to the members of "config" in $config. A line feed at the end is allowed there.
read_config() {
    printable=$(tr -d '\000-\011\013-\037\177' <"$config" | wc -c)
    text=$(cat "$config")
    case $text in *"$nl"*) printable=-1 ;; esac
    if [ "$printable" -ne "$(wc -c <"$config")" ] || [ "$(wc -l <"$config")" -gt 1 ]; then
        fail 1 "$config: not one line, or a control byte in it"
    fi
    printf '%s\n' "$text" | awk -f "$here/lib/pack-json.awk" || fail 1 "$config: not JSON without white space"
    head=$(config_head) tail=$(config_tail </dev/null)
    case $text in
    "$head"*"$tail") ;;
    *) fail 1 "$config: not of the form $head...$tail" ;;
    esac
    config_body=${text#"$head"}
    config_body=${config_body%"$tail"}
}

# read_layout DIR: adds the layers of the layout DIR, after checking all of it, to $tmp/layers and $tmp/blobs.
read_layout() {
    [ -d "$1" ] || fail 2 "$1: not a directory; --layers-of takes an image layout"
    read_text "$1/oci-layout"
    [ "$text" = "$layout_text" ] || fail 1 "$1/oci-layout: $text, not $layout_text"
    read_index "$1/index.json"
    blob=$1/blobs/sha256/$found_digest
    check_blob "$blob" "$found_digest" "$found_size"
    read_manifest "$blob"
    blob=$1/blobs/sha256/$found_digest
    check_blob "$blob" "$found_digest" "$found_size"
    check_base_config "$blob"
    while read -r layer bytes; do
        take_blob "$1/blobs/sha256/$layer" "$layer" "$bytes"
    done <"$tmp/base"
}

# read_index FILE: sets $found_digest and $found_size of the manifest for $os/$arch.
read_index() {
    read_text "$1"
    found=${text#*'"io.containerd.image.name":"stagex.invalid/'}
    found_image=${found%%:latest\"*}
    found=${text#*'"architecture":"'}
    found_arch=${found%%\"*}
    find_descriptor "${text#*'"manifests":['}"
    is_image_name "$found_image" || foreign "$1"
    [ "$text" = "$(index_json "$found_digest" "$found_size" "$os" "$found_arch" "$found_image")" ] || foreign "$1"
    [ "$found_arch" = "$arch" ] || fail 1 "$1: is for $os/$found_arch, not for $platform"
}

# find_descriptor TEXT: sets $found_digest (or none) and $found_size from the first descriptor in TEXT.
find_descriptor() {
    found=${1#*'"digest":"sha256:'}
    found_digest=${found%%\"*}
    found=${found#*'"size":'}
    found_size=${found%%[!0-9]*}
    case $found_digest in *[!0-9a-f]*) found_digest='' ;; esac
    case $found_size in 0?* | ????????????????*) found_size='' ;; esac
    [ ${#found_digest} -eq 64 ] || found_digest=none
}

# read_manifest FILE: writes the layers to $tmp/base; sets $found_digest and $found_size of the config.
read_manifest() {
    read_text "$1"
    rest=${text#*'"layers":['}
    : >"$tmp/base"
    while [ "$rest" != "${rest#*'"digest":"sha256:'}" ]; do
        find_descriptor "$rest"
        rest=${rest#*'"size":'}
        [ "$found_digest" != none ] || foreign "$1"
        echo "$found_digest $found_size" >>"$tmp/base"
    done
    find_descriptor "${text#*'"config":{'}"
    [ "$text" = "$(manifest_json "$found_digest" "$found_size" <"$tmp/base")" ] || foreign "$1"
    [ -s "$tmp/base" ] || foreign "$1"
    [ "$(wc -l <"$tmp/base")" -le "$max_layers" ] || fail 1 "$1: more than $max_layers layers"
}

# check_base_config FILE: the config must be for the platform, and its diff ids be the layers of the manifest.
check_base_config() {
    read_text "$1"
    head=$(config_head) tail=$(config_tail <"$tmp/base")
    case $text in "$head"*"$tail") ;; *) foreign "$1" ;; esac
}

# check_blob FILE DIGEST SIZE: the bytes must be what their name says.
check_blob() {
    if [ ! -f "$1" ] || [ -L "$1" ]; then fail 1 "$1: no such blob; the layout is not complete"; fi
    bytes_found=$(wc -c <"$1" | tr -d ' ')
    [ "$bytes_found" = "$3" ] || fail 1 "$1: $bytes_found bytes, its descriptor says $3"
    digest_found=$(sha256sum <"$1")
    digest_found=${digest_found%% *}
    [ "$digest_found" = "$2" ] || fail 1 "$1: corrupt blob, its sha256 is $digest_found"
}

# take_blob FILE DIGEST SIZE: checks a layer and, the first time it is seen, adds it to the image.
take_blob() {
    if has_layer "$2"; then
        same=$(find "$1" -maxdepth 0 -samefile "$tmp/blobs/$2" 2>/dev/null || :)
        if [ -z "$same" ]; then check_blob "$1" "$2" "$3"; fi
        return 0
    fi
    if [ ! -f "$1" ] || [ -L "$1" ]; then fail 1 "$1: no such blob; the layout is not complete"; fi
    ln "$1" "$tmp/blobs/$2" 2>/dev/null || cp "$1" "$tmp/blobs/$2" || fail 1 "$1: cannot copy it to $out; $(kept)"
    check_blob "$tmp/blobs/$2" "$2" "$3"
    echo "$2 $3" >>"$tmp/layers"
}
