# Flattens JSON text into lines `path=value`: {"a":[{"b":"x"},2]} becomes a.0.b=x and a.1=2. Strings lose their quotes,
# escapes stay as written. It is meant for files whose bytes are trusted already; it stops at a token it does not know.
{ text = text $0 "\n" }
END {
  while (1) {
    # A short window keeps each step's cost independent of the length of the text.
    if (length(window) < 2048 && text != "") { window = window substr(text, 1, 4096); text = substr(text, 4097) }
    sub(/^[ \t\r\n]+/, "", window)
    if (window == "" && text == "") exit
    if (!match(window, "^(\"([^\"\\\\]|\\\\.)*\"|-?[0-9][-+.0-9eE]*|true|false|null|[][{},:])")) { if (window == "") continue; print "json.awk: no JSON at: " substr(window, 1, 40) | "cat >&2"; exit 1 }
    word = substr(window, 1, RLENGTH); window = substr(window, RLENGTH + 1)
    if (word == "{" || word == "[") { kind[++depth] = word; number[depth] = 0; isName[depth] = word == "{" }
    else if (word == "}" || word == "]") depth--
    else if (word == ",") { number[depth]++; isName[depth] = kind[depth] == "{" }
    else if (word == ":") isName[depth] = 0
    else if (depth && isName[depth]) name[depth] = substr(word, 2, length(word) - 2)
    else {
      path = ""
      for (level = 1; level <= depth; level++) path = path (level > 1 ? "." : "") (kind[level] == "{" ? name[level] : number[level])
      print path "=" (word ~ /^"/ ? substr(word, 2, length(word) - 2) : word)
    }
  }
}
