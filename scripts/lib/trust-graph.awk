# Reads a graph that json.awk flattened (-v strict=1 -v plain='name stage platforms version schema') and prints a line for each
# image and platform: OS-ARCH STAGE NAME TAG OS/ARCH. The stage is the beginning of the name, which is what people sign; a graph that says
# another one is refused, as is an image that is there twice. Mistakes go to the standard error; the status is then 1.
BEGIN { last = "" }
function no(what) { print what | "cat >&2"; bad = 1 }
function unquote(raw) { return raw ~ /^"/ ? substr(raw, 2, length(raw) - 2) : "\"" }
function flush(  n, os) {
  if (last == "") return
  if (name !~ /^(bootstrap|core|user|pallet)-[a-z0-9][a-z0-9._-]*$/ || length(name) - index(name, "-") > 117) return no("image " last ": a name of the form <stage>-<name> is needed")
  if (stage != substr(name, 1, index(name, "-") - 1)) return no(name ": its stage is said to be another")
  if (!deps) return no(name ": its deps are missing")
  if (!listed) return no(name ": its platforms are missing")
  for (n = 1; n <= platforms; n++) {
    if (own[n] !~ /^[a-z0-9]+(\/[a-z0-9]+)+$/) return no(name ": a platform of the form os/architecture is needed")
    os = own[n]; gsub("/", "-", os); if ((os, name) in seen) return no(name ": is there twice for " os)
    seen[os, name]; print os, stage, name, tag, own[n]
  }
}
{
  at = index($0, "="); path = substr($0, 1, at - 1); raw = substr($0, at + 1); split(path, part, ".")
  if (path == "schema") { if (raw != "1") no("schema is not known"); schema = 1 }
  if (part[1] != "images") next
  images = 1; if (path == "images") { if (raw != "[]") no("images are no list"); next }
  if (part[2] "" != last "") { flush(); last = part[2]; name = stage = "\""; tag = "latest"; deps = listed = platforms = 0 }
  if (path ~ /^images\.[0-9]+\.name$/) name = unquote(raw)
  else if (path ~ /^images\.[0-9]+\.stage$/) stage = unquote(raw)
  else if (path ~ /^images\.[0-9]+\.version$/ && raw != "null") {
    tag = unquote(raw); if (tag !~ /^[!-~]+$/ || raw !~ /^"/ || length(tag) > 128) no("image " last ": a version without spaces is needed")
    gsub("[^A-Za-z0-9_.-]", "_", tag); sub("^[.-]", "_", tag)
  } else if (part[3] == "version" && raw != "null") no("image " last ": a version without spaces is needed")
  else if (part[3] == "platforms") { if (path !~ /\.platforms(\.[0-9]+)?$/ || (raw == "[]") != (path !~ /[0-9]$/)) no("image " last ": platforms are no list of names"); listed = 1; if (raw != "[]") own[++platforms] = unquote(raw) }
  else if (part[3] == "deps" || part[3] == "on") { if (part[3] == "deps") deps = 1; if (!(raw == "[]" && path !~ /[0-9]$/ || raw ~ /^"/ && path ~ /^images\.[0-9]+\.(deps|on)\.[0-9]+$/)) no("image " last ": " part[3] " are no list of names") }
}
END { flush(); if (!schema) no("schema is missing"); if (!images) no("images are missing"); if (bad) exit 1 }
