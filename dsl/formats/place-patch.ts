/**
 * Looks where a patch fits, before it is applied: each hunk word for word, in one place alone. Programs disagree about all others:
 * GNU patch leaves out lines of context ("fuzz") and takes the nearest place, busybox's the first one, whatever the line numbers say.
 * E214 refuses beforehand what no file has to be seen for. Run as `awk -f place.awk PATCH` where the sources lie, it prints the patch with
 * the line numbers at which it fits, since GNU patch leaves a copy beside a file in which it had to search; and to stderr, what does not
 * fit, or fits elsewhere. POSIX.1-2017, awk, "Extended Description".
 */
export const placeText = String.raw`# Prints a patch with the lines at which it fits. Fails unless each hunk fits word for word, in one place alone: programs for patches
# differ in what they do with others.

function say(why) { print FILENAME ":" FNR ": " path ": " why | "cat >&2" }

function fail(why) {
  say(why)
  exit failed = 1
}

# Reads a file into line[]. No hunk fits a last line without line feed.
function load(path,   parts, part, state, text) {
  RS = "\001"
  while ((state = (getline part <path)) > 0) text = text (parts++ ? RS : "") part
  close(path)
  RS = "\n"
  lines = split(text, line, "\n")
  if (lines && line[lines] == "") lines--
  else line[lines] = line[lines] "\n"
  return state == 0
}

function fits(at,   i) {
  for (i = 1; i <= rows; i++) if (line[at + i - 1] "" != row[i] "") return 0
  return 1
}

# Context that is shorter before or behind means the beginning or the end of the file; whoever has none means all of it.
function place(   at, first, found) {
  for (at = free; at <= lines - rows + 1; at++) {
    if (at > 1 && (before < behind || before + behind == 0)) break
    if (at + rows - 1 < lines && (behind < before || before + behind == 0)) continue
    if (fits(at)) { if (!found++) first = at }
  }
  if (!found) fail("does not fit")
  if (found > 1 && first != start + moved) fail("fits in " found " places; give it more lines of context")
  if (rows && first != start + moved) say("fits " first - start " lines away")
  if (rows) moved = first - start
  free = first + rows
  show(rows ? first : 0)
}

function show(first,   i) {
  print "@@ -" first "," rows " +" (made ? 1 : first + grown) * (news > 0) "," news " @@"
  for (i = 1; i <= count; i++) print hunk[i]
  grown += news - rows
}

# The lines of a hunk.
old + new > 0 {
  hunk[++count] = $0
  kind = substr($0, 1, 1)
  if (kind != "+") { old--; row[++rows] = substr($0, 2) }
  if (kind != "-") { new--; news++ }
  if (kind == "+" || kind == "-") { changed = 1; behind = 0 }
  else if (changed) behind++
  else before++
  if (old + new == 0) place()
  next
}

/^(---|\+\+\+) / {
  name = substr($0, 5)
  sub(/\t.*/, "", name)
  if (name != "/dev/null") { path = name; sub(/^[^\/]*\//, "", path) }
}

/^--- / { made = name == "/dev/null" }

/^\+\+\+ / {
  if (load(path) == made) fail(made ? "is there already" : "no such file")
  if (system("test -h '" path "'") == 0) fail("is a symbolic link")
  if (!made && system("test $(tr -dc '\\000' <'" path "' | wc -c) -eq 0") != 0) fail("holds NUL bytes, which not every program keeps")
  folder = path
  if (name == "/dev/null" && sub(/\/[^\/]*$/, "", folder)) removed[folder]++
  free = 1
  moved = grown = 0
}

/^@@ / {
  old = split($2, range, ",") > 1 ? range[2] : 1
  start = substr(range[1], 2)
  new = split($3, range, ",") > 1 ? range[2] : 1
  rows = news = before = behind = changed = count = 0
  next
}

{ print }

# A folder that would be empty is removed by one program and left by another.
END {
  if (failed) exit 1
  for (folder in removed) {
    path = folder
    for (left = -removed[folder]; (("ls -A -- '" folder "'") | getline) > 0;) left++
    if (left <= 0) fail("would be empty; remove it in a hook")
  }
}
`;
