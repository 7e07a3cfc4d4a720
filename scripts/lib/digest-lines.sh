# shellcheck shell=sh
# Lines of the files in digests/. Sourced.

# put_line FILE FIELD NAME LINE: replaces the line whose FIELD is NAME, or adds it; the file stays sorted by that field.
put_line() {
    mkdir -p "${1%/*}"
    {
        [ ! -f "$1" ] || awk -v field="$2" -v name="$3" '$field != name' "$1"
        echo "$4"
    } | sort -k "$2,$2" >"$1.tmp"
    mv -f "$1.tmp" "$1"
}
