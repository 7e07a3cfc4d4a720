#!/bin/sh
# Each recipe builds a published archive with Docker, and again without cache with Buildah: one digest. What was built runs.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
tree=test/recipes
first=$work/root/$tree/out second=$work/root/$tree/out-again
bases=$(awk '$1 ~ /^bootstrap-/ { print $1 }' "$work/root/$tree/generated/images.txt")
images=$(awk '$1 ~ /^(core|pallet)-/ { print $1 }' "$work/root/$tree/generated/images.txt")

# build_all ENGINE OUT [VARIABLE=VALUE]...: the images of every recipe.
build_all() {
    chosen=$1 out=$2
    shift 2
    # shellcheck disable=SC2086 # one word per image
    make_as root "$chosen" "ROOT=$tree" "OUT=$out" -j2 "$@" $images || {
        not_ok "$chosen builds every recipe"
        tail -n 30 "$work/said"
        exit 1
    }
}

new_out root "$first"
new_out root "$second"
# shellcheck disable=SC2086 # one word per image
make_as root docker "ROOT=$tree" "OUT=$first" $bases || {
    cat "$work/said"
    exit 1
}
for base in $bases; do cp -al "$first/linux-amd64/$base" "$second/linux-amd64/"; done
build_all docker "$first"
build_all buildah "$second" NOCACHE=1
for image in $images; do
    recipe=$(sed -n 's/^  build: \([a-z]*\)(.*/\1/p' "$work/root/$tree/defs/core/${image#core-}.ts" 2>/dev/null || echo pallet)
    wanted=$(digest_of "$first/linux-amd64/$image")
    equal "$recipe: $image from Docker and Buildah is $wanted" "$wanted" "$(digest_of "$second/linux-amd64/$image")"
done

# The base's own modules go first, so that those which were built here are used.
new_stage root <<'END'
FROM stagex.invalid/bootstrap-debian AS run
USER 0:0
RUN --network=none ["/bin/rm", "-r", "/usr/share/perl5", "/usr/lib/python3/dist-packages"]
COPY --from=stagex.invalid/pallet-recipes . /
RUN --network=none <<"EOF"
set -u
mkdir /said
cd /said
printf 'a(1)\n\n# NAME\n\na - b\n' | SOURCE_DATE_EPOCH=0 scdoc | grep '^\.TH' >scdoc
chrpath --version >chrpath 2>&1
pkgconf --version >pkgconf
echo text | libdeflate-gzip | gunzip >libdeflate
echo '/dts-v1/; / { number = <7>; };' | dtc -O dtb -o tree && fdtget tree / number >dtc
perl -MModule::Build -e 'print Module::Build->VERSION' >perl-module-build
perl -MYAML::Syck -e 'print Load("key: [1, 2]")->{key}[1]' >perl-yaml-syck
python3 -c 'from packaging.version import Version; print(Version("1.10") > Version("1.9"))' >py-packaging
python3 -c 'import distro; print(distro.id())' >py-distro
python3 -c 'import toml; print(toml.loads("key = 3")["key"])' >py-toml
acme-tiny --help | sed -n '1s/ .*//p' >acme-tiny
printf '# a 1\n\n# NAME\n' | go-md2man | grep '^\.SH' >go-md2man
word-difference 'one two' 'one three' | tr '\n' ';' >word-difference
EOF

FROM scratch
COPY --from=run /said/ /
END
with_layouts "$first" bootstrap-debian pallet-recipes
build_stage docker root || cat "$work/said"
unpack_over "$work/unpacked" "$stage/rootfs.tar"

# works IMAGE TEXT: one check: what the image's program or module said when it was used.
works() { equal "core-$1 works" "$2" "$(cat "$work/unpacked/$1")"; }
works scdoc '.TH "a" "1" "1970-01-01"'
works chrpath 'chrpath version 0.18'
works pkgconf 1.8.1
works libdeflate text
works dtc 7
works perl-module-build 0.4234
works perl-yaml-syck 2
works py-packaging True
works py-distro debian
works py-toml 3
works acme-tiny usage:
works go-md2man '.SH NAME'
works word-difference '  one;- two;+ three;'
