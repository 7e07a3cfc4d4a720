# Reads an annotated hex0 source of bootstrap/seed and checks the offset that each line states.
# -v show=code: the labels and instructions, as an assembler source has them.
# -v show=bytes: per instruction its offset, bytes and first word, as a disassembler has them.
function fail(what) { printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"; failed = 1; exit 1 }
function hexadecimal(number) { return sprintf("%03x", number) }

/[^\t -~]/ { fail("a byte that is not printable ASCII") }

/^# [0-9a-f][0-9a-f][0-9a-f] [a-z_]+:/ {
  if ($2 != hexadecimal(count)) fail("offset " $2 " should be " hexadecimal(count))
  program = 1
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
  if (program && show == "code") print what
  if (program && show == "bytes") { sub(/ .*/, "", what); print offset, tolower(bytes), what }
  next
}

!/^#/ && !/^$/ { fail("neither bytes nor a comment") }
END { if (!failed && !program) fail("no program"); exit failed }
