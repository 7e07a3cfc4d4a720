#!/bin/sh
# `defs prove` reads what a real compiler and a real engine made: the images of test/skeleton stand on a stand-in, so what
# they need and where they come from is found in them.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
make_base
out=$work/root/test/skeleton/out
new_base_out root "$out"
make_as root docker ROOT=test/skeleton -j2 compression || {
    cat "$work/said"
    exit 1
}

# prove IMAGE... [OPTION...]: node is outside, where the same files are.
prove() {
    OUT=$out node "$repository/bin/defs.js" --root "$work/root/test/skeleton" prove "$@" >"$work/found" 2>"$work/said"
}

# finds NAME CODE SUBJECT: one check, passed if the JSON in $work/found has the finding.
finds() {
    check "$1" node -e '
        const [file, code, subject] = process.argv.slice(1);
        const images = JSON.parse(require("node:fs").readFileSync(file, "utf8"));
        process.exit(images.some(({ findings }) => findings.some((one) => one.code === code && one.subject === subject)) ? 0 : 1);
    ' "$work/found" "$2" "$3"
}

check 'a library of the stand-in fails' not prove --json core-zlib
finds 'it needs a libc that no image brings' E802 libc.so.6
finds 'and has no licence text' E807 /usr/share/licenses/
check 'its digest is told' grep -q "\"digest\": \"$(digest_of "$out/linux-amd64/core-zlib")\"" "$work/found"
check 'programs fail' not prove --json core-bzip2
finds 'they need a dynamic linker' E802 /lib64/ld-linux-x86-64.so.2
finds 'scripts need a shell' E802 /bin/sh
check 'with the stand-in to compare with' not prove --json --seed bootstrap-debian core-zlib
finds 'its mark is found in a shared library' E812 /usr/lib/libz.so.1.3.1
finds 'and in a static one' E812 /usr/lib/libz.a
check 'the stand-in itself is full of it' not prove --json --seed bootstrap-debian bootstrap-debian
finds 'such as its compiler' E812 /usr/bin/x86_64-linux-gnu-gcc-12
prove core-filesystem pallet-compression || cat "$work/said"
says 'directories and a pallet are right' "$work/found" '^proved 2 of 2 images by [0-9]* files: 0 errors$'
