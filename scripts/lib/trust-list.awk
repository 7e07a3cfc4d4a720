# Lists the signature files to look at. -v place=signatures/PATH-OF-THE-REPOSITORY; reads, each after a line `= NAME`: wanted (see
# trust-judge.awk), plain (paths of plain files of bounded size) and all (paths of everything). In a directory count FINGERPRINT.sig,
# one for each signer, and signature-1 upwards until the first gap, as podman sees them; 128 of each.
# Prints `WANTED-LINE PATH`, or for what is no plain file the line that trust-judge.awk prints for a refused one.
$1 == "=" && NF == 2 { section = $2; next }
section == "wanted" { directory[++wanted] = place "/" $3 "@sha256=" $5; next }
section == "plain" { plain[substr($0, 3)]; next }
{
  path = substr($0, 3); there[path]
  if (match(path, /\/[0-9A-F]+\.sig$/) && RLENGTH == 45) { parent = substr(path, 1, RSTART - 1); if (named[parent] < 128) name[parent, ++named[parent]] = path }
}
function put(line, path) {
  if (path in plain) print line, path
  else print line " " path "\t-\t-\tnot a plain file of at most 65536 bytes"
}
END {
  for (line = 1; line <= wanted; line++) {
    for (n = 1; n <= named[directory[line]]; n++) put(line, name[directory[line], n])
    for (n = 1; n <= 128 && (directory[line] "/signature-" n) in there; n++) put(line, directory[line] "/signature-" n)
    if ((directory[line] "/signature-129") in there && n == 129) print line " " directory[line] "/signature-129\t-\t-\tonly 128 signatures are read"
  }
}
