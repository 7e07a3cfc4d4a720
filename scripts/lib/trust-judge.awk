# Says whose good signature each file is. -v repository=NAME, -v now=SECONDS; reads, each after a line `= NAME`:
#   signers    STAGE FINGERPRINT FROM UNTIL CI NAME            strong    FINGERPRINT PRIMARY EXPIRES ALGORITHM   (parts of keys that count)
#   unfit      FINGERPRINT-OR-KEYID WHY                        wanted    OS STAGE IMAGE TAG DIGEST OS/ARCH
#   candidates WANTED-LINE PATH                                frames    what trust-message.awk prints
#   hashes     LEFT16 HASH-n                                   status    what gpg --multifile --status-fd says, file after file
# and prints for each candidate `WANTED-LINE PATH<tab>FINGERPRINT<tab>CI<tab>PERSON` or `WANTED-LINE PATH<tab>-<tab>-<tab>WHY`.
BEGIN { for (i = 0; i < 256; i++) char[sprintf("%02x", i)] = i < 32 || i == 127 ? "\\" : sprintf("%c", i) }
$1 == "=" && NF == 2 { section = $2; next }
section == "signers" { key = $1 SUBSEP $2; role[key]; from[key] = $3; until[key] = $4; ci[key] = $5; name = $0; for (i = 0; i < 5; i++) sub(/^[^ ]* /, "", name); person[key] = name; next }
section == "strong" { primary[$1] = $2; expires[$1] = $3; algorithm[$1] = $4; next }
section == "unfit" { key = $1; sub(/^[^ ]* /, ""); if (!(key in unfit)) unfit[key] = $0; next }
section == "wanted" { line[++wanted] = $0; next }
section == "candidates" { target[++candidates] = $1; path[candidates] = substr($0, length($1) + 2); next }
section == "frames" { frame[$1] = $0; if ($2 == "ok") tried[++tries] = $1; next }
section == "hashes" { sub(/.*-/, "", $2); left[$2] = $1; next }
section == "status" && $2 == "FILE_START" { file = tried[++started]; next }
section == "status" {
  said[file, $2]++
  if ($2 == "VALIDSIG") valid[file] = $0
  if ($2 ~ /^(BADSIG|ERRSIG|EXPSIG|REVKEYSIG|NODATA|UNEXPECTED|NO_PUBKEY)$/ && !(file in flaw)) flaw[file] = $2
}
function cryptography(n, f,  v, good) {
  if (f[3] > now) return "signature was made in the future"
  if (f[4] && f[4] <= now) return "signature expired"
  if (n in flaw) return "gpg does not call it good: " flaw[n]
  split(valid[n], v, " "); good = said[n, "GOODSIG"] + said[n, "EXPKEYSIG"]
  if (!(n in valid) || said[n, "VALIDSIG"] != 1 || good != 1 || said[n, "PLAINTEXT"] > 1 || said[n, "NEWSIG"] > 1) return "gpg does not call it good: unclear"
  if (v[5] != f[3] || v[7] != 4 || v[9] !~ /^(1|19|22)$/ || v[10] !~ /^(8|9|10)$/ || v[11] != "00") return "gpg reads it otherwise than it is written"
  part = v[3]; owner = v[12]; day = v[4]
  if (tolower(substr(part, 25)) != f[7]) return "made by another key than it names"
  if (left[n] != f[6]) return "first bits of the hash are wrong"
  if (owner in unfit) return "key " owner " " unfit[owner]
  if (substr(part, 25) in unfit) return "key " part ": " unfit[substr(part, 25)]
  if (part in unfit) return "key " part ": " unfit[part]
  if (!(part in primary) || !(owner in primary) || primary[part] != owner) return "key " part " is too weak"
  if (v[9] != algorithm[part]) return "names another algorithm than that of its key"
  if (expires[part] && expires[part] <= f[3] || expires[owner] && expires[owner] <= f[3]) return "key " part " had expired when it signed"
  return ""
}
function claim(hex, w,  text, i, prefix) {
  for (i = 1; i < length(hex); i += 2) text = text char[substr(hex, i, 2)]
  prefix = "{\"critical\":{\"identity\":{\"docker-reference\":\"" repository "/" w[3] ":" w[4] "\"},\"image\":{\"docker-manifest-digest\":\"sha256:" w[5] "\"},\"type\":\"atomic container signature\"},\"optional\":{"
  if (substr(text, 1, length(prefix)) != prefix) return "payload is not for " repository "/" w[3] ":" w[4] " at sha256:" w[5]
  return optional(substr(text, length(prefix) + 1), w[6])
}
# Members of `optional`: each name once, plain strings or integers; a payload without a platform is for linux/amd64.
function optional(rest, platform,  member, name, seen, at, signed) {
  signed = "\"linux/amd64\""
  while (rest != "}}") {
    if (!match(rest, /^"[^"\\]*":("[^"\\]*"|-?(0|[1-9][0-9]*))[,}]/)) return "payload: 'optional' is not plain"
    member = substr(rest, 1, RLENGTH - 1); at = substr(rest, RLENGTH, 1)
    rest = substr(rest, at == "," && substr(rest, RLENGTH + 1, 1) == "\"" ? RLENGTH + 1 : RLENGTH)
    if (at == "," && rest !~ /^"/ || at == "}" && rest != "}}") return "payload: 'optional' is not plain"
    name = substr(member, 2, index(member, "\":") - 2)
    if (name in seen) return "payload: a member of 'optional' is there twice"
    seen[name]; member = substr(member, length(name) + 4)
    if (name == "timestamp" && member ~ /^"/) return "payload: timestamp is not an integer"
    if (name == "platform") signed = member
  }
  return signed == "\"" platform "\"" ? "" : "payload: signs another platform than " platform
}
function judge(n,  f, w, key, why) {
  if (!(n in frame)) return "was not read"
  split(frame[n], f, " ")
  if (f[2] != "ok") { why = frame[n]; sub(/^[0-9]+ refused /, "", why); return why }
  if ((why = cryptography(n, f)) != "") return why
  split(line[target[n]], w, " "); key = w[2] SUBSEP owner
  if (!(key in role)) return "key " owner " has no role here"
  if (day < from[key] || day > until[key]) return "signed on " day ", outside the window of key " owner
  if (path[n] ~ /\/[0-9A-F]+\.sig$/ && path[n] !~ "/" owner "\\.sig$") return "is named by another key than " owner
  return claim(f[8] == "-" ? "" : f[8], w)
}
END {
  if (started != tries) { print "gpg looked at " started + 0 " of " tries + 0 " files" | "cat >&2"; exit 1 }
  for (n = 1; n <= candidates; n++) {
    why = judge(n); split(line[target[n]], w, " ")
    if (why == "") print target[n] " " path[n] "\t" owner "\t" ci[w[2], owner] "\t" person[w[2], owner]
    else print target[n] " " path[n] "\t-\t-\t" why
  }
}
