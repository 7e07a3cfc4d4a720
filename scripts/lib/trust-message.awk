# Takes signature files apart as docs/trust.md describes the one form, the same as dsl/trust/message.ts. Reads lines `SIZE PATH` and,
# after a line `--`, the bytes of all these files as od -An -v -tx1 prints them. For the n-th file it prints
#   n refused WHY
#   n ok CREATED EXPIRES HASH LEFT16 ISSUER-KEY-ID PAYLOAD-IN-HEX
# and writes the shell commands that put what the signature covers into DIRECTORY/HASH-n to the file named by -v script.
BEGIN { for (i = 0; i < 256; i++) value[sprintf("%02x", i)] = i }
function no(why) { if (!failed) print file, "refused", why; failed = 1 }
function word(n) { return value[b[n]] * 256 + value[b[n + 1]] }
function packet(tag, name,  type) {
  if (failed) return
  if (at >= size) return no("no " name " packet")
  type = value[b[at]] - 128 - tag * 4
  if (type != 0 && type != 1) return no("byte " at " is 0x" b[at] ", not a " name " packet of definite length")
  start = at + 2 + type; len = type ? word(at + 1) : value[b[at + 1]]; at = start + len
  if (at > size || type && len < 256) no(name " packet has a wrong length")
}
function subpackets(p, end,  n, type, critical, seen, i) {
  for (; p < end && !failed; p += 1 + n) {
    n = value[b[p]]; type = value[b[p + 1]] % 128; critical = value[b[p + 1]] > 127
    if (!n || n > 191 || p + 1 + n > end || type !~ /^(2|3|16|20|26|28|33)$/ || critical && type !~ /^(2|3|33)$/ || (type in seen) && type != 20) return no("signature subpacket " type " is not accepted")
    seen[type]
    if (type == 2) { if (n != 5) return no("bad creation time"); time = b[p + 2] b[p + 3] b[p + 4] b[p + 5]; created = word(p + 2) * 65536 + word(p + 4) }
    if (type == 3) { if (n != 5) return no("bad expiry"); lifetime = word(p + 2) * 65536 + word(p + 4) }
    if (type == 16) { if (n != 9) return no("bad issuer"); for (i = 2; i < 10; i++) stated = stated b[p + i] }
    if (type == 33) { if (n != 22 || b[p + 2] != "04") return no("bad issuer"); for (i = 15; i < 23; i++) issuer = issuer b[p + i] }
  }
}
function integers(p, count,  bits, top, n) {
  for (; count; count--) {
    bits = word(p); top = value[b[p + 2]]; for (n = 0; top; top = int(top / 2)) n++
    if (!n || p >= send || (bits - n) % 8) return no("signature integer has a wrong length")
    p += 3 + (bits - n) / 8
  }
  if (p != send) no("signature packet does not end with its last integer")
}
function frame(  i, id, opsid, hashed, un) {
  at = 0; time = issuer = stated = ""; created = lifetime = 0
  if (!size) return no("file is empty")
  packet(4, "one-pass signature"); one = start; if (!failed && len != 13) no("one-pass signature packet has a wrong length")
  packet(11, "literal"); lit = start; litlen = len; packet(2, "signature"); s = start; send = at
  if (!failed && at != size) no(size - at " bytes follow the signature")
  if (failed) return
  hashed = s + 6 + word(s + 4); un = hashed
  if (send - s < 10 || hashed + 14 > send || b[s] b[s + 1] != "0400" || b[s + 3] !~ /^(08|09|0a)$/ || b[s + 2] !~ /^(01|13|16)$/) return no("signature version, type, hash or algorithm is not accepted")
  subpackets(s + 6, hashed)
  for (i = 4; i < 12; i++) { id = id b[un + i]; opsid = opsid b[one + i] }
  if (stated != "" && stated != issuer) no("signature names another key by its id than by its fingerprint")
  if (issuer == "" || b[un] b[un + 1] b[un + 2] b[un + 3] id != "000a0910" issuer) no("unprotected part of the signature must hold the key id alone")
  if (b[one] b[one + 1] b[one + 2] b[one + 3] opsid b[one + 12] != "0300" b[s + 3] b[s + 2] id "01") no("one-pass signature packet does not agree with the signature")
  if (time == "" || litlen < 6 || b[lit] b[lit + 1] != "6200" || b[lit + 2] b[lit + 3] b[lit + 4] b[lit + 5] != time) no("literal packet is not binary, names a file or has another time")
  if (!failed) integers(un + 14, b[s + 2] == "01" ? 1 : 2)
  if (!failed) accept(hashed)
}
function octal(n) { return sprintf("\\%03o", n) }
# What is hashed: the payload, the signature up to its hashed part, and that part's length (RFC 4880, section 5.2.4).
function accept(hashed,  i, payload, bytes, n) {
  for (i = lit + 6; i < lit + litlen; i++) { payload = payload b[i]; bytes = bytes octal(value[b[i]]) }
  for (i = s; i < hashed; i++) bytes = bytes octal(value[b[i]])
  n = hashed - s
  printf "printf '%s' >\"$tmp/hashed/%s-%d\"\n", bytes "\\004\\377\\000\\000" octal(int(n / 256)) octal(n % 256), b[s + 3], file >script
  print file, "ok", created, (lifetime ? created + lifetime : 0), b[s + 3], b[hashed + 12] b[hashed + 13], issuer, (payload == "" ? "-" : payload)
}
function finish() { failed = 0; frame(); size = 0; split("", b) }
!bytes && $0 == "--" { bytes = 1; file = 1; size = 0; while (file <= files && !length_[file]) { finish(); file++ }; next }
!bytes { length_[++files] = $1; next }
{
  for (i = 1; i <= NF; i++) {
    b[size++] = $i
    while (file <= files && size == length_[file]) { finish(); file++ }
  }
}
END { if (file != files + 1 || size) { print "files changed while they were read" | "cat >&2"; exit 1 } }
