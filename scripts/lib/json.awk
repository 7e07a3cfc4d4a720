# Flattens JSON text (RFC 8259) into lines `path=value`: {"a":[{"b":"x"},2]} becomes a.0.b=x and a.1=2. Strings
# lose their quotes, escapes stay as written. A member that is there twice, text after the end and nesting deeper than 32 are errors.
#
#   -v strict=1    strings keep their quotes, empty lists and objects are `path=[]` and `path={}`; member names are letters, digits and `-`, so that no name makes up a path
#   -v plain=NAMES values of these members, or of all with `*`, have no escapes, and their numbers are integers
function fail(what) { if (!failed) print "line " NR ": " what | "cat >&2"; failed = 1; exit 1 }
function path(  level, text) {
  for (level = 1; level <= depth; level++) text = text (level > 1 ? "." : "") (kind[level] == "{" ? name[level] : number[level])
  return text
}
function isPlain(  level) {
  if (plain == "*") return 1
  for (level = 1; level <= depth; level++) if (kind[level] == "{" && index(" " plain " ", " " name[level] " ")) return 1
  return 0
}
function put(word) {
  if (isPlain() && word ~ /^"/ && index(word, "\\")) fail("escapes in strings are not accepted here")
  if (isPlain() && word ~ /^-?[0-9]/ && word !~ /^-?[0-9]+$/) fail("an integer is needed")
  print path() "=" (strict || word !~ /^"/ ? word : substr(word, 2, length(word) - 2))
}
function done() { expect = depth ? "next" : "end" }
function open(word) {
  if (depth > 31) fail("nesting deeper than 32")
  kind[++depth] = word; number[depth] = 0; object[depth] = ++objects; expect = "first"
}
function close_(word,  empty) {
  if (!depth || expect != "next" && expect != "first" || kind[depth] != (word == "}" ? "{" : "[")) fail("'" word "' is not expected")
  empty = expect == "first" ? kind[depth--] word : ""
  if (!empty) depth--
  if (empty && strict) print path() "=" empty
  done()
}
function member(word) {
  if (word !~ /^"/) fail("a member name is needed")
  word = substr(word, 2, length(word) - 2)
  if (strict && word !~ /^[A-Za-z][A-Za-z0-9-]*$/) fail("a member name is letters, digits and '-'")
  if ((object[depth], word) in members) fail("a member is there twice")
  members[object[depth], word]; name[depth] = word; expect = "colon"
}
function take(word) {
  if (expect == "end") fail("text after the end of the value")
  if (word == "}" || word == "]") close_(word)
  else if (word == ",") { if (expect != "next") fail("',' is not expected"); number[depth]++; expect = kind[depth] == "{" ? "name" : "value" }
  else if (word == ":") { if (expect != "colon") fail("':' is not expected"); expect = "value" }
  else if (expect == "name" || expect == "first" && kind[depth] == "{") member(word)
  else if (expect != "value" && expect != "first") fail("',' or the end of a list is needed")
  else if (word == "{" || word == "[") open(word)
  else { put(word); done() }
}
BEGIN { expect = "value" }
{
  # A short window keeps each step's cost independent of the length of the line.
  rest = $0
  for (window = ""; ; ) {
    if (length(window) < 2048 && rest != "") { window = window substr(rest, 1, 4096); rest = substr(rest, 4097) }
    sub(/^[ \t\r]+/, "", window)
    if (window == "" && rest == "") next
    if (match(window, /^("([^"\\\001-\037]|\\(["\\\/bfnrt]|u[0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F]))*"|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?|true|false|null|[][{},:])/)) {
      word = substr(window, 1, RLENGTH); window = substr(window, RLENGTH + 1); take(word)
    } else if (rest == "") fail("not a JSON value")
    else { window = window substr(rest, 1, 65536); rest = substr(rest, 65537) }
  }
}
END { if (failed) exit 1; if (expect != "end") fail("the text ends early") }
