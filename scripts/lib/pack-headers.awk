# Reads what headers shall say, `<mode> <uid> <gid> <path>` as pack-inspect.awk writes it, then the listing of a canonical layer.
# Prints each header of the layer that says otherwise: `<block> <mode> <uid> <gid> <change of its checksum>`, the three in octal digits.

# The bytes of a C-quoted name.
function bytes(name) {
  gsub(/\\([0-3][0-7][0-7]|.)/, "x", name)
  return length(name)
}

# The blocks of the member that comes before a header whose name or link name is too long for it.
function long_blocks(name,   size) {
  size = bytes(name)
  return size > 100 ? 1 + int((size + 512) / 512) : 0
}

# Seven octal digits of a number.
function octal(number,   digits) {
  for (digits = ""; length(digits) < 7; number = int(number / 8)) digits = number % 8 digits
  return digits
}

# The octal digit of three permissions such as r-x, without the bit that a letter in the last place stands for.
function digit(text) { return 4 * (text ~ /^r/) + 2 * (text ~ /^.w/) + (text ~ /[xst]$/) }

# Seven octal digits of a mode such as rwsr-xr-x.
function mode_digits(text) {
  return "000" (4 * (text ~ /^..[sS]/) + 2 * (text ~ /^.....[sS]/) + (text ~ /[tT]$/)) \
    digit(substr(text, 1, 3)) digit(substr(text, 4, 3)) digit(substr(text, 7, 3))
}

function sum(digits,   i, total) {
  total = 0
  for (i = 1; i <= length(digits); i++) total += substr(digits, i, 1)
  return total
}

FNR == NR {
  path = $0
  sub(/^[^ ]* [^ ]* [^ ]* /, "", path)
  wanted[path] = mode_digits($1) " " octal($2) " " octal($3)
  next
}

match($0, /"([^"\\]|\\.)*"/) {
  name = substr($0, RSTART + 1, RLENGTH - 2)
  target = substr($0, RSTART + RLENGTH)
  # `block 7: -rw-r--r-- 0/0 …`
  split($0, field, " ")
  kind = substr(field[3], 1, 1)
  sub(kind == "l" ? "^ -> \"" : "^ link to \"", "", target)
  sub(/"$/, "", target)
  number = field[2] + long_blocks(name) + long_blocks(target)
  path = name
  sub(/\/$/, "", path)
  if (name == "./") next
  split(field[4], owner, "/")
  found = mode_digits(substr(field[3], 2, 9)) " " octal(owner[1]) " " octal(owner[2])
  if (found != wanted[path]) print number, wanted[path], sum(wanted[path]) - sum(found)
}
