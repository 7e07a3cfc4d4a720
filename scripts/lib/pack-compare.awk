# Reads the listing of a layer, then what `cmp -l AGAIN LAYER` says ("<byte from 1> <octal> <octal>"), where AGAIN is the
# layer's tree packed again with owner 0:0 and other modes. Prints the first difference that is more than that: only the
# digits of mode, uid, gid and checksum in an entry's header may differ, and a symbolic link's mode may not.

BEGIN {
  ok = 1
  split("32768 4096 512 64 8 1", weight, " ") # of a checksum's six octal digits
}

function differ(text) { print text; ok = 0; exit }

# The offset in its header of a digit that may differ, by field; "" if it may not.
function field(offset) {
  if (offset >= 103 && offset < 107) return "mode"
  if (offset >= 108 && offset < 115) return "uid"
  if (offset >= 116 && offset < 123) return "gid"
  if (offset >= 148 && offset < 154) return "checksum"
  return ""
}

FNR == NR {
  if (!match($0, /"([^"\\]|\\.)*"/)) next
  number = substr($2, 1, length($2) - 1)
  name = substr($0, RSTART + 1, RLENGTH - 2)
  label[number] = name
  owner[name] = $4
  mode[name] = substr($3, 2)
  if (name != "./") kind[number] = substr($3, 1, 1)
  if ($3 ~ /^h/) {
    target = substr($0, RSTART + RLENGTH + length(" link to \""))
    target = substr(target, 1, length(target) - 1)
    if (owner[target] != $4 || mode[target] != mode[name]) differ(name ": other mode or owner than " target)
  }
  next
}

{
  number = int(($1 - 1) / 512)
  what = field(($1 - 1) % 512)
  if (!(number in kind) || what == "" || what == "mode" && kind[number] == "l" || $2 !~ /^6[0-7]$/ || $3 !~ /^6[0-7]$/) differ("byte " $1 - 1 " should be octal " $2 ", is " $3)
  change = $3 - $2
  if (what == "checksum") sum[number] -= change * weight[($1 - 1) % 512 - 147]
  else sum[number] += change
}

END { if (ok) for (number in sum) if (sum[number] != 0) { print label[number] ": bad checksum"; exit } }
