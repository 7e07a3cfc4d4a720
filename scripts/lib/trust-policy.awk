# Validates a policy that json.awk flattened (-v strict=1 -v plain='*'), by the rules of dsl/trust/policy.ts: an unknown, missing
# or repeated member, a threshold that cannot be met, a day that does not exist. Prints one fact a line for scripts/verify-signatures:
#   repository NAME, version N, expires DAY, key FINGERPRINT SHA256, need STAGE N, signer STAGE FINGERPRINT FROM UNTIL CI NAME
# CI is 1 for people of the role `ci`. Mistakes go to the standard error; the status is then 1.
function no(what) { print what | "cat >&2"; bad = 1 }
function text(path,  raw) { raw = v[path]; return raw ~ /^"/ ? substr(raw, 2, length(raw) - 2) : "\"" }
function isDay(day,  year, month, last) {
  if (day !~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]$/) return 0
  year = substr(day, 1, 4) + 0; month = substr(day, 6, 2) + 0
  last = month == 2 ? 28 + (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) : 30 + (month ~ /^(1|3|5|7|8|10|12)$/)
  return month >= 1 && month <= 12 && substr(day, 9) + 0 >= 1 && substr(day, 9) + 0 <= last
}
function isHex(word, digits, letters) { return length(word) == digits && word !~ ("[^0-9" letters "]") }
# Latin letters alone, as dsl/trust/policy.ts says: U+00C0 to U+024F without the two signs among them, in UTF-8.
function isName(word,  plain) {
  plain = word
  gsub(/\303[\200-\226\230-\266\270-\277]|[\304-\310][\200-\277]|\311[\200-\217]/, "x", plain)
  return length(plain) <= 64 && plain ~ /^[A-Za-z0-9]([A-Za-z0-9 ._@+-]*[A-Za-z0-9.@+-]|_|[A-Za-z0-9 ._@+-]*_)?$/
}
function isGood(shape, raw, word) {
  if (shape == "schema") return raw == "1"
  if (shape == "version" || shape == "minimumRelease" || shape ~ /^thresholds\.(bootstrap|core|user|pallet|release|policy)\.need$/) return raw ~ /^[1-9][0-9]*$/ && length(raw) <= 6
  if (shape == "previous") return raw == "null" || isHex(word, 64, "a-f") && raw ~ /^"/
  if (raw !~ /^"/) return 0
  if (shape ~ /^(expires|people\.N\.keys\.N\.(from|until))$/) return isDay(word)
  if (shape == "repository") return word ~ /^[a-z0-9]+([.-][a-z0-9]+)*(:[0-9]+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+$/
  if (shape == "people.N.name") return isName(word)
  if (shape == "people.N.keys.N.fingerprint") return isHex(word, 40, "A-F")
  if (shape == "people.N.keys.N.sha256") return isHex(word, 64, "a-f")
  if (shape ~ /^thresholds\.(bootstrap|core|user|pallet|release|policy)\.role$/) return isRole(word)
  if (shape ~ /^roles\.[^.]+\.N$/) return isRole(substr(shape, 7, length(shape) - 8)) && isName(word)
  return 0
}
function isRole(word) { return length(word) <= 32 && word ~ /^[a-z][a-z0-9-]*$/ }
function has(path) { if (path in v) return 1; no("member " path " is missing"); return 0 }
{
  at = index($0, "="); path = substr($0, 1, at - 1); raw = substr($0, at + 1); v[path] = raw; shape = path
  while (match(shape, /\.[0-9]+(\.|$)/)) shape = substr(shape, 1, RSTART) "N" (RSTART + RLENGTH > length(shape) && shape !~ /\.$/ ? "" : ".") substr(shape, RSTART + RLENGTH)
  if (!isGood(shape, raw, raw ~ /^"/ ? substr(raw, 2, length(raw) - 2) : "")) no("member " path " is unknown, empty or has a wrong value")
}
function checkPeople(  p, k, at, who, print_) {
  has("people.0.name")
  for (p = 0; hasMember("people." p); p++) {
    if (!has("people." p ".name") || !hasMember("people." p ".keys.0")) { no("people." p " needs a name and a key"); continue }
    who = text("people." p ".name"); if (who in person) no("people: a name is there twice"); person[who]
    for (k = 0; hasMember("people." p ".keys." k); k++) {
      at = "people." p ".keys." k "."
      if (!has(at "fingerprint") || !has(at "from") || !has(at "until") || !has(at "sha256")) continue
      print_ = text(at "fingerprint"); if (print_ in owner) no("people: key " print_ " is there twice"); owner[print_] = who
      if (text(at "from") > text(at "until")) no("people: key " print_ " is valid never")
      order[++keys] = print_; from[print_] = text(at "from"); until[print_] = text(at "until"); pin[print_] = text(at "sha256")
    }
  }
}
function hasMember(start,  path) { for (path in v) if (index(path, start ".") == 1) return 1; return 0 }
function checkRoles(  path, part, who) {
  for (path in v) if (split(path, part, ".") == 3 && part[1] == "roles") {
    who = text(path); if (!(who in person)) no(path ": names nobody of people")
    if ((part[2], who) in holds) no("roles." part[2] ": a name is there twice")
    holds[part[2], who]; if (!((part[2], who) in counted)) { counted[part[2], who]; members[part[2]]++ }
  }
}
# People of the role ci count as one together, and never alone.
function reach(role,  who, own, ci) {
  for (who in person) if ((role, who) in holds) { if (("ci", who) in holds) ci = 1; else own++ }
  return own ? own + ci : 0
}
function checkThresholds(  n, i, subject, role) {
  n = split("bootstrap core user pallet release policy", subject, " ")
  for (i = 1; i <= n; i++) {
    if (!has("thresholds." subject[i] ".role") || !has("thresholds." subject[i] ".need")) continue
    role = text("thresholds." subject[i] ".role")
    if (!(role in members)) no("thresholds." subject[i] ": there is no role '" role "'")
    else if (v["thresholds." subject[i] ".need"] + 0 > reach(role)) no("thresholds." subject[i] ": can never be met")
  }
}
END {
  n = split("schema version previous expires repository minimumRelease", needed, " ")
  for (i = 1; i <= n; i++) has(needed[i])
  checkPeople(); checkRoles(); checkThresholds()
  if ((v["version"] == "1") != (v["previous"] == "null")) no("previous: must be null for version 1 and a SHA-256 after it")
  if (bad) exit 1
  print "repository " text("repository"); print "version " v["version"]; print "expires " text("expires")
  for (i = 1; i <= keys; i++) print "key " order[i] " " pin[order[i]]
  n = split("bootstrap core user pallet", stage, " ")
  for (s = 1; s <= n; s++) {
    role = text("thresholds." stage[s] ".role"); print "need " stage[s] " " v["thresholds." stage[s] ".need"]
    for (i = 1; i <= keys; i++) { f = order[i]; if ((role, owner[f]) in holds) print "signer", stage[s], f, from[f], until[f], (("ci", owner[f]) in holds) + 0, owner[f] }
  }
}
