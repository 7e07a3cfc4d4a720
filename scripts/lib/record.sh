# shellcheck shell=sh disable=SC2154 # variables are shared with scripts/build and scripts/preseed
# The record of an image: what it was made from, and how. Sourced after key.sh.

# put_record FOLDER DIGEST ORIGIN: writes FOLDER/record, with the lines of standard input between ORIGIN and the key; renamed into place. The
# record of an image that came out otherwise before stays beside it, for scripts/why-rebuild. Fails when it cannot be written.
put_record() {
    if [ -f "$1/record" ] && ! grep -qxF "digest $2" "$1/record"; then
        mv -f "$1/record" "$1/record.previous" || return
    fi
    {
        echo "digest $2" &&
            echo "origin $3" &&
            cat &&
            echo "key $key_digest" &&
            sed 's/^/input /' "$work/key"
    } >"$1/record.tmp" && mv -f "$1/record.tmp" "$1/record"
}
