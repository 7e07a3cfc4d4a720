# Reads an annotated hex0 source of bootstrap/seed and checks the offset that each line states
# and the sum of each jump.
# -v show=code: the labels and instructions, as an assembler source has them.
# -v show=bytes: per instruction its offset, bytes and first word, as a disassembler has them.
function fail(what) { printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"; failed = 1; exit 1 }
function value(digits,   i, sum) {
  for (i = 1; i <= length(digits); i++) sum = sum * 16 + index("0123456789abcdef", tolower(substr(digits, i, 1))) - 1
  return sum
}
# The sum of a jump: the offset of the next instruction, plus or minus a distance, is the offset of a label.
function jump(reason, label,   word) {
  split(reason, word, /[ :]/)
  if (value(word[1]) != count) fail("the sum should start from " hexadecimal(count))
  if (value(word[1]) + (word[2] == "-" ? -1 : 1) * value(word[3]) != value(word[5])) fail("the sum is wrong: " reason)
  target[++jumps] = label; stated[jumps] = value(word[5]); line[jumps] = FNR
}
function hexadecimal(number) { return sprintf("%03x", number) }

/[^\t -~]/ { fail("a byte that is not printable ASCII") }

/^# [0-9a-f][0-9a-f][0-9a-f] [a-z_]+:/ {
  if ($2 != hexadecimal(count)) fail("offset " $2 " should be " hexadecimal(count))
  program = 1
  place[substr($3, 1, index($3, ":") - 1)] = count
  if (show == "code") { sub(/:.*/, ":", $3); print $3 }
  next
}

/^[0-9A-F]/ {
  hash = index($0, "#"); bar = index($0, "|")
  if (!hash || !bar) fail("no comment of the form: # offset name | reason")
  bytes = substr($0, 1, hash - 1); what = substr($0, hash + 1, bar - hash - 1)
  sub(/ +$/, "", bytes); sub(/^ +/, "", what); sub(/ +$/, "", what)
  if (what !~ /^[0-9a-f][0-9a-f][0-9a-f] ./) fail("no offset")
  offset = substr(what, 1, 3); what = substr(what, 5)
  if (offset != hexadecimal(count)) fail("offset " offset " should be " hexadecimal(count))
  count += split(bytes, unused, / /)
  if (program && what ~ /^(j|call )/) {
    sub(/^[^|]*\| */, ""); jump($0, substr(what, index(what, " ") + 1))
  }
  if (program && show == "code") print what
  if (program && show == "bytes") { sub(/ .*/, "", what); print offset, tolower(bytes), what }
  next
}

!/^#/ && !/^$/ { fail("neither bytes nor a comment") }
END {
  if (failed) exit 1
  if (!program) fail("no program")
  for (j = 1; j <= jumps; j++)
    if (stated[j] != place[target[j]]) { FNR = line[j]; fail(target[j] " is at " hexadecimal(place[target[j]])) }
}
