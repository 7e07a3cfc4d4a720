#!/bin/sh
# A build puts its image in place by renames. Ended right before any one of them, it leaves the old image or the new one,
# readable, and a further make gives the right one.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
make_base
tree=test/engine
compile_tree $tree
out=$work/root/$tree/out
layout=$out/linux-amd64/core-lower
new_base_out root "$out"

# Stands before mv in PATH: counts the renames, and before the one numbered HALT_AT sends HALT to all of make. Of the
# environment scripts keep what is named STAGEX_*.
mkdir "$work/tools"
cat >"$work/tools/mv" <<'END'
#!/bin/sh
count=$(($(cat "$STAGEX_TEST_COUNT") + 1))
echo "$count" >"$STAGEX_TEST_COUNT"
[ "$count" -ne "$STAGEX_TEST_HALT_AT" ] || kill "-$STAGEX_TEST_HALT" "-$(cut -d ' ' -f 5 /proc/$$/stat)"
exec /usr/bin/mv "$@"
END
chmod 755 "$work/tools/mv"

# set_version NUMBER: edits the generated Containerfile, so that the image comes out differently.
set_version() {
    sed -i "s/echo lower .*/echo lower $1 >\/rootfs\/lower\/version/" "$work/root/$tree/generated/core/lower/Containerfile"
    version=$1
}

# build_counted HALT_AT SIGNAL: builds the present version with the mv above; returns as make does.
build_counted() {
    echo 0 >"$work/count"
    start_make root docker "ROOT=$tree" "PATH=$work/tools:/usr/sbin:/usr/bin:/sbin:/bin" \
        "STAGEX_TEST_COUNT=$work/count" "STAGEX_TEST_HALT_AT=$1" "STAGEX_TEST_HALT=$2" lower
    wait "$pid"
}

# halt_at NUMBER SIGNAL: one case; $fault says what is wrong.
halt_at() {
    old=$(digest_of "$layout") fault=''
    set_version $((3 - version))
    wanted=$(cat "$work/digest.$version")
    ! build_counted "$1" "$2" 2>/dev/null || fault='make succeeded'
    found=$(digest_of "$layout")
    [ "$found" = "$old" ] || [ "$found" = "$wanted" ] || fault="$fault; another image lies there: $found"
    is_readable "$layout" || fault="$fault; it cannot be read"
    make_as root docker "ROOT=$tree" lower || fault="$fault; a further make fails: $(tail -n 3 "$work/said")"
    [ "$(digest_of "$layout")" = "$wanted" ] || fault="$fault; a further make gives another digest"
    is_whole "$layout" || fault="$fault; the layout is not whole"
    grep -qx "digest $wanted" "$layout/record" || fault="$fault; the record is of another image"
    [ -z "$(find "$out/.work" -mindepth 1)" ] || fault="$fault; litter in out/.work"
    if [ -z "$fault" ]; then ok "$2 before rename $1 of $renames"; else not_ok "$2 before rename $1: ${fault#; }"; fi
}

for number in 1 2 1; do
    set_version $number
    build_counted 0 KILL || {
        cat "$work/said"
        exit 1
    }
    digest_of "$layout" >"$work/digest.$number"
done
renames=$(cat "$work/count")
check "a build renames more than its index and its record: $renames times" test "$renames" -gt 4
for signal in KILL INT; do
    for number in $(seq "$renames"); do halt_at "$number" "$signal"; done
done
