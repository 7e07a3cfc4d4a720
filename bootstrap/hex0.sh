#!/bin/sh
# hex0 in POSIX sh and awk: turns the hexadecimal text of the seed into its bytes where no seed exists yet.
# It accepts printable ASCII and tabs only; the language is defined in docs/bootstrap.md.
set -eu
export LC_ALL=C

die() {
    printf 'bootstrap/hex0.sh: %s\n' "$1" >&2
    exit "${2:-1}"
}

[ $# -eq 2 ] || die 'usage: bootstrap/hex0.sh INPUT OUTPUT' 2
[ -f "$1" ] || die "$1: no such file"

partial=$2.$$.tmp
trap 'rm -f "$partial"' EXIT
trap 'exit 1' HUP INT TERM

# One line of octal escapes for printf per line that holds bytes.
escapes=$(awk -v name="$1" '
  function fail(what) { printf "bootstrap/hex0.sh: %s:%d: %s\n", name, NR, what > "/dev/stderr"; bad = 1; exit 1 }
  function value(digit) { return index("0123456789abcdef", tolower(digit)) - 1 }
  /[^\t -~]/ { fail("a byte that is not printable ASCII") }
  { sub(/[#;].*/, ""); escaped = ""; words = split($0, word)
    for (w = 1; w <= words; w++) {
      if (word[w] ~ /[^0-9A-Fa-f]/) fail("not a hexadecimal digit: " word[w])
      if (length(word[w]) % 2) fail("a digit without its pair: " word[w])
      for (i = 1; i < length(word[w]); i += 2)
        escaped = escaped sprintf("\\%03o", value(substr(word[w], i, 1)) * 16 + value(substr(word[w], i + 1, 1)))
    } }
  escaped != "" { print escaped }
  END { exit bad }' "$1")

printf '%s\n' "$escapes" | while IFS= read -r line; do
    # shellcheck disable=SC2059 # the line is nothing but octal escapes
    printf "$line"
done >"$partial"
chmod 0755 "$partial"
mv -f "$partial" "$2"
