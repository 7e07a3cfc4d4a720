# Judges one tar stream by the listing that GNU tar prints for it (list_stream in pack-inspect.sh).
#
# Names stay in tar's C quoting ("caf\303\251"), in which every byte string has one spelling and a quote ends a name,
# so that " -> " and line feeds inside names cannot be taken for syntax.
#
# Environment: PACK_SETUID    declared paths, absolute, one per line
#              PACK_END       file for the block number of the end mark
#              PACK_MODES     file of modes that the stream lacks setuid and setgid bits of, "-rwsr-xr-x /<path>" per line
#              PACK_HEADERS   file for what headers shall say, "<mode> <uid> <gid> <path>" per line; it stays empty if an
#                             ordinary user's tar writes it
# Output: one refusal per line, "<path>: <why>", unsorted.

BEGIN {
  end = ENVIRON["PACK_END"]
  count = split(ENVIRON["PACK_SETUID"], paths, "\n")
  for (i = 1; i <= count; i++) if (paths[i] != "") declared[substr(paths[i], 2)] = 1
  word["l"] = "a symbolic link"; word["-"] = word["h"] = "a file"
  word["c"] = "character device"; word["b"] = "block device"; word["p"] = "FIFO"; word["s"] = "socket"
}

function refuse(path, why) { print path ": " why }

# The one spelling of a name: a/b for ./a//b/, and . for the root.
function normal(name) {
  gsub(/\/\/+/, "/", name)
  while (sub(/\/\.\//, "/", name)) continue
  while (sub(/^\.\//, "", name)) continue
  sub(/\/\.?$/, "", name)
  return name == "" ? "." : name
}

# What is wrong with the bytes of a C-quoted name; "" if nothing is.
function byte_fault(name) {
  if (name == "") return "is empty"
  if (name !~ /\\/) return ""
  gsub(/\\[\\"]/, "", name)
  if (name ~ /\\[abfnrtv01]/) return "has a control byte"
  # RFC 3629 section 4, in octal: no overlong form, no surrogate, nothing above U+10FFFF.
  gsub(/\\3(0[2-7]|[123][0-7])\\2[0-7][0-7]/, "", name)
  gsub(/\\(340\\2[4-7]|355\\2[0-3]|3(4[1-7]|5[0-467])\\2[0-7])[0-7]\\2[0-7][0-7]/, "", name)
  gsub(/\\(360\\2[2-7]|36[123]\\2[0-7]|364\\2[01])[0-7]\\2[0-7][0-7]\\2[0-7][0-7]/, "", name)
  return name ~ /\\/ ? "is not UTF-8" : ""
}

# What is wrong with where a name leads; "" if nothing is.
function place_fault(name) {
  if (name ~ /^\//) return "is absolute"
  if (name ~ /(^|\/)\.\.(\/|$)/) return "leads through .."
  return ""
}

function judge_name(path, name,   fault) {
  if ((fault = byte_fault(name)) != "" || (fault = place_fault(name)) != "") {
    refuse(path, "the name " fault)
    faulty[path] = 1
  }
  if (name ~ /(^|\/)\.wh\./) refuse(path, "names that start with .wh. mean deletion in a layer")
  if (path in type) refuse(path, "two entries for one path")
}

function judge_link(path, target,   fault) {
  if ((fault = byte_fault(target)) != "") refuse(path, "the link target " fault)
  if (type[path] == "l") return
  if ((fault = place_fault(target)) != "") { refuse(path, "the hard link target " fault); return }
  first[path] = target = normal(target)
  if (target in first) first[path] = first[target]
  if (!(target in type) || type[target] !~ /[-lh]/ || target == path)
    refuse(path, "hard link to " target ", which is not an earlier file")
}

function judge_owner(path, owner,   id) {
  if (owner !~ /^[0-9]+\/[0-9]+$/) { refuse(path, "owner " owner " is not a pair of numbers"); return }
  split(owner, id, "/")
  if (id[1] > 65535 || id[2] > 65535) refuse(path, "owner " owner " is above 65535")
  else if (owner != "0/0") beyond_tar = 1
  owners[path] = id[1] " " id[2]
}

function judge_mode(path, mode) {
  modes[path] = substr(mode, 2, 9)
  if (type[path] == "l") return
  if (substr(mode, 4, 1) ~ /[sS]/) special[path] = "setuid"
  else if (substr(mode, 7, 1) ~ /[sS]/) special[path] = "setgid"
  if (substr(mode, 2, 1) != "r" || type[path] == "d" && substr(mode, 4, 1) !~ /[xs]/)
    beyond_tar = 1
}

# Sets the global path, which the attribute lines that follow belong to.
function judge_entry(kind, mode, owner, size, name, target) {
  path = normal(name)
  if (byte_fault(name) != "") path = name
  judge_name(path, name)
  type[path] = kind
  if (kind ~ /[cbps]/) { refuse(path, word[kind]); return }
  if (kind !~ /[-dlh]/) { refuse(path, "unknown entry type " kind); return }
  if (path == ".") { if (kind != "d") refuse(path, "the root is not a directory"); return }
  if (kind != "-" && size != "0") refuse(path, "has data, but is not a file")
  if (kind ~ /[lh]/) judge_link(path, target)
  if (kind == "h") return
  judge_owner(path, owner)
  judge_mode(path, mode)
}

function unreadable_line() { refuse("archive", "cannot read this line of its listing: " $0) }

{ number = block = "" }
sub(/^block /, "") { block = 1; number = $0; sub(/:.*/, "", number); sub(/^[0-9]+: /, "") }

/^\*\* Block of NULs \*\*$/ && block { print number > end; next }
/^\*\* End of File \*\*$/ && block { refuse("archive", "ends without an end mark: truncated"); next }

# Who else may do what with the entry before: no layer carries it.
/^  a: / && !block {
  refuse(path, "access control list")
  next
}

# An attribute of the entry before. security.selinux is the label of the host that wrote the stream: not packed.
/^  x: [0-9]+ / && !block {
  sub(/^  x: [0-9]+ /, "")
  if ($0 != "security.selinux") refuse(path, "extended attribute " $0)
  next
}

!match($0, /"([^"\\]|\\.)*"/) || !block { unreadable_line(); next }

{
  split(substr($0, 1, RSTART - 1), meta, " ")
  name = substr($0, RSTART + 1, RLENGTH - 2)
  rest = substr($0, RSTART + RLENGTH)
  kind = substr(meta[1], 1, 1)
  arrow = kind == "l" ? " -> \"" : kind == "h" ? " link to \"" : ""
  target = substr(rest, length(arrow) + 1, length(rest) - length(arrow) - 1)
  if (substr(rest, 1, length(arrow)) != arrow || kind ~ /[-d]/ && rest != "") unreadable_line()
  else judge_entry(kind, meta[1], meta[2], meta[3], name, target)
}

function judge_parent(path,   parent) {
  parent = path
  if (path in faulty || path == "." || !sub(/\/[^\/]*$/, "", parent) || parent == "") return
  if (!(parent in type)) refuse(path, "its directory " parent " has no entry")
  else if (type[parent] != "d") refuse(path, "is below " parent ", which is " word[type[parent]] ", not a directory")
}

# The setuid or setgid bit of a path, which a hard link shares with its first name; "" if it has none.
function special_bits(path) {
  if (path in first) path = first[path]
  return path in special ? special[path] : ""
}

function judge_special(path,   bits) {
  bits = special_bits(path)
  if (bits != "" && !(path in declared)) refuse(path, bits ", but not declared; give --setuid /" path)
}

# The lines of PACK_MODES: modes which take the place of those in the stream.
function take_modes(file,   line, path, mode) {
  while ((getline line <file) > 0) {
    mode = path = line
    sub(/ .*/, "", mode)
    sub(/^[^ ]* \//, "", path)
    if (!(path in type)) { refuse(path, "setuid or setgid where it was built, but no such name in the stream"); continue }
    if (path in first) path = first[path]
    judge_mode(path, mode)
  }
  close(file)
}

function write_headers(file,   path, node) {
  for (path in type) {
    node = path in first ? first[path] : path
    if (node != ".") print modes[node], owners[node], path >file
  }
}

END {
  if (ENVIRON["PACK_MODES"] != "") take_modes(ENVIRON["PACK_MODES"])
  for (path in type) { judge_parent(path); judge_special(path) }
  for (path in declared) {
    beyond_tar = 1
    if (!(path in type)) refuse(path, "declared with --setuid, but absent")
    else if (special_bits(path) == "") refuse(path, "declared with --setuid, but neither setuid nor setgid")
  }
  if (beyond_tar) write_headers(ENVIRON["PACK_HEADERS"])
}
