# shellcheck shell=sh
# shellcheck disable=SC2154 # $here, $root, $out and $work are the caller's
# Build keys (docs/build-key.md). Sourced; uses $here (scripts/), $root and $out.

# key_values KEYWORD KEYFILE: prints what follows KEYWORD on each of its lines.
key_values() {
    sed -n "s/^$1 //p" "$2"
}

# key_file IMAGE PLATFORM: prints where the static key of an image lies.
key_file() {
    awk -v root="$root" -v id="$1@$2" -f "$here/lib/key.awk" -f "$here/lib/key-file.awk"
}

# engine_flags: prints what the keys of the tree let engines be told, a NAME=VALUE a line. Tests have no key, and run under the same.
engine_flags() {
    find "$root/generated" -name '*.key' -exec sed -n 's/^flag //p' {} + | sort -u >"$work/flags-of-keys"
    twice=$(cut -d = -f 1 "$work/flags-of-keys" | uniq -d | tr '\n' ' ')
    [ -z "$twice" ] || fail 1 "keys in $root/generated differ in the flag $twice; run \`defs compile\`"
    [ -s "$work/flags-of-keys" ] || fail 1 "no key in $root/generated names the flags of engines; run \`defs compile\`"
    cat "$work/flags-of-keys"
}

# hash_inputs KEYFILE...: prints `<sha256> <path>` for every file that the keys name; a missing one is an error.
hash_inputs() {
    sed -n 's,^lock [0-9a-f]* \(.*\),lock \1,p; s,^file [0-9a-f]* \(.*\),file \1,p' "$@" | sort -u >"$work/inputs"
    {
        sed -n 's/^file //p' "$work/inputs" | (cd "$root" && xargs -r sha256sum --)
        sed -n 's/^lock //p' "$work/inputs" | (cd "$here/.." && xargs -r sha256sum --)
    } |
        sed 's/^\([0-9a-f]*\)  /\1 /'
}

# key_text IMAGE PLATFORM KEYFILE: prints the text whose sha256 is the image's build key.
key_text() {
    hash_inputs "$3" >"$work/hashes"
    awk -v root="$root" -v out="$out" -v id="$1@$2" -f "$here/lib/key.awk" -f "$here/lib/key-text.awk" "$work/hashes"
}

# containerfile KEY: prints which Containerfile a key is of, by its path from the tree's root.
containerfile() {
    sed -n 's,^file [0-9a-f]* \(generated/.*\),\1,p' "$1"
}

# engine_platform PLATFORM KEY: prints the platform that an engine is told for a build: that of what runs in it, its first context, where
# the image's own machine does not run that.
engine_platform() {
    awk -v own="$1" '$1 == "context" { split($2, part, "@"); base = part[2]; exit }
        END { print base == "" || (base == "linux/386" && own == "linux/amd64") ? own : base }' "$2"
}

# dashed PLATFORM: prints a platform as paths spell it: linux/amd64 is linux-amd64.
dashed() {
    printf '%s' "$1" | tr / -
}

# layout_of NEED OS_ARCH: prints where a needed image, NAME or NAME@PLATFORM, lies below out/ for who is built for OS_ARCH.
layout_of() {
    case $1 in
    *@*) printf '%s/%s\n' "$(dashed "${1#*@}")" "${1%@*}" ;;
    *) printf '%s/%s\n' "$2" "$1" ;;
    esac
}

# locate OS_ARCH: reads `<need> <digest>` lines and prints `<name> <layout> <digest>`, what is named twice once.
locate() {
    awk '!seen[$1]++' | while read -r need digest; do echo "${need%@*} $out/$(layout_of "$need" "$1") $digest"; done
}

# index_digest LAYOUT: prints the digest of the manifest that a layout's index names, or nothing.
index_digest() {
    [ ! -f "$1/index.json" ] || sed -n 's/.*"digest":"\(sha256:[0-9a-f]\{64\}\)".*/\1/p' "$1/index.json"
}
