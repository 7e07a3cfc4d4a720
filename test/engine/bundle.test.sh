#!/bin/sh
# A proof bundle of core-musl, signed by two, is checked in a container that has busybox and gpg and nothing else, without network.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
from=${STAGEX_OUT:-$repository/out}
root=$work/root image=core-musl

if ! STAGEX_ROOT=$root OUT=$from "$root/scripts/digests" verify stage3 >"$work/said" 2>&1; then
    echo "ok - # not run: stage3 is not in $from"
    exit 0
fi
mkdir -p "$root/out/linux-amd64"
find "$from/linux-amd64" -maxdepth 1 -name 'bootstrap-stage3*' -exec cp -r {} "$root/out/linux-amd64/" \;
make_as root docker "$image" || cat "$work/said"

# Two people with a key each, a policy that asks for both, and their signatures on the image.
repository_name=registry.example/stagex
digest=$(digest_of "$root/out/linux-amd64/$image" | cut -d : -f 2)
payload="{\"critical\":{\"identity\":{\"docker-reference\":\"$repository_name/$image:$(sed -n 's/^const version = "\(.*\)";$/\1/p' "$root/defs/core/musl.ts")\"},\"image\":{\"docker-manifest-digest\":\"sha256:$digest\"},\"type\":\"atomic container signature\"},\"optional\":{\"platform\":\"linux/amd64\"}}"
GNUPGHOME=$(mktemp -d /tmp/tb.XXXXXX)
export GNUPGHOME
trap 'gpgconf --kill all; rm -rf "$GNUPGHOME"' EXIT
printf %s "$payload" >"$work/payload"
mkdir -p "$root/keys" "$root/signatures/stagex/$image@sha256=$digest"
people=''
for name in one two; do
    gpg --batch --quiet --passphrase '' --quick-gen-key "$name" ed25519 cert,sign never 2>/dev/null
    print=$(gpg --with-colons --list-keys "=$name" | awk -F: '$1 == "fpr" { print $10; exit }')
    gpg --armor --export "$print" >"$root/keys/$print.asc"
    people="$people${people:+,}{\"name\":\"$name\",\"keys\":[{\"fingerprint\":\"$print\",\"from\":\"2020-01-01\",\"until\":\"2090-01-01\",\"sha256\":\"$(sha256sum <"$root/keys/$print.asc" | cut -c 1-64)\"}]}"
    gpg --batch --quiet --faked-system-time "$(date -u +%Y%m%dT%H%M%S)!" --local-user "$print" --digest-algo SHA512 --compress-level 0 --set-filename '' \
        --output "$root/signatures/stagex/$image@sha256=$digest/$print.sig" --sign "$work/payload" 2>/dev/null
done
need='{"role":"rebuilder","need":2}'
printf '{"schema":1,"version":1,"previous":null,"expires":"2090-01-01","repository":"%s","minimumRelease":1,"people":[%s],"roles":{"rebuilder":["one","two"]},"thresholds":{"bootstrap":%s,"core":%s,"user":%s,"pallet":%s,"release":%s,"policy":%s}}\n' \
    "$repository_name" "$people" "$need" "$need" "$need" "$need" "$need" "$need" >"$root/keys/policy.json"
trusted=$(sha256sum <"$root/keys/policy.json" | cut -c 1-64)

check 'the bundle is written' node "$repository/bin/defs.js" --root "$root" bundle "$image" --to "$work/bundle.tar"

# The container: gpg with its libraries, and busybox under the names that POSIX has, with sha256sum and its like.
empty=$work/empty
mkdir -p "$empty/bin" "$empty/tmp" "$empty/dev" "$empty/proc"
{ command -v gpg && ldd "$(command -v gpg)" | grep -o '/[^ ]*'; } | while read -r file; do
    mkdir -p "$empty${file%/*}"
    cp -L "$file" "$empty$file"
done
unpack_over "$work/busybox" "$(layers_of "$from/linux-amd64/bootstrap-stage3-busybox" | tail -n 1)"
cp "$work/busybox/usr/bin/busybox" "$empty/bin/"
applets='awk basename cat cmp comm cp cut date diff dirname env expr find grep head id ls mkdir mktemp mv od paste printf pwd rm sed sh sha256sum sha384sum sha512sum sort tail tar tee test touch tr true uname uniq wc xargs'
for applet in $applets; do [ -e "$empty/bin/$applet" ] || ln -s busybox "$empty/bin/$applet"; done
mv "$work/bundle.tar" "$empty/bundle.tar"
echo "# in the container: busybox as $applets; gpg with $(find "$empty" -name '*.so*' | wc -l) libraries"

# contained SCRIPT: runs it there; what it says goes to $work/said.
contained() {
    (inside root podman run --rm --cgroups=disabled --network none --rootfs "$empty" /bin/sh -c "cd /tmp; $1" >"$work/said" 2>&1 </dev/null)
}
check 'it has no network' contained "grep : /proc/net/dev | grep -vc ' *lo:' | grep -qx 0"
check 'it is unpacked and checked there' contained "tar -xf /bundle.tar && $image.linux-amd64/scripts/verify-bundle --trusted-policy $trusted"
says 'by every file' "$work/said" '^proved: every file is the one that SHA256SUMS names: '
says 'by its layout' "$work/said" "^proved: layout/ is $image for linux/amd64, sha256:$digest"
says 'by what two host seeds came to' "$work/said" '^proved: bootstrap-stage3 is written down for the recipe of .* images, and the notes of debian-bookworm-gcc, debian-forky-clang'
says 'by its build keys' "$work/said" '^proved: 2 build keys are those of the texts here: core-filesystem core-musl'
says 'by its signatures' "$work/said" '^proved: enough people signed it: policy version 1: 1 images met their threshold'
says 'and says what is believed' "$work/said" '^believed: these keys gave these digests'
check 'without a policy that is trusted it ends with 3' contained "$image.linux-amd64/scripts/verify-bundle; test \$? = 3"
harm="cd $image.linux-amd64 && echo >>bootstrap/ddc/debian-bookworm-gcc.txt"
sums="find . -type f ! -path ./SHA256SUMS | sed 's,^./,,' | sort | xargs sha256sum >/tmp/sums; mv /tmp/sums SHA256SUMS"
check 'a changed file ends it with 1' contained "($harm); $image.linux-amd64/scripts/verify-bundle; test \$? = 1"
check 'so does a note of another digest, with SHA256SUMS to match' contained "(cd $image.linux-amd64 && sed -i '/ bootstrap-stage3\$/s/sha256:..../sha256:0000/' bootstrap/ddc/debian-bookworm-gcc.txt; $sums); $image.linux-amd64/scripts/verify-bundle; test \$? = 1"
says 'and is named' "$work/said" 'debian-bookworm-gcc.txt does not give sha256:[0-9a-f]* for bootstrap-stage3$'
check 'and another list of packages of a seed' contained "rm -rf $image.linux-amd64; tar -xf /bundle.tar; (cd $image.linux-amd64 && echo >>bootstrap/host-seeds/debian-bookworm-gcc.txt; $sums); $image.linux-amd64/scripts/verify-bundle; test \$? = 1"
says 'which is named, too' "$work/said" 'is not the list that the seed was made from'
rm -rf "$work"
