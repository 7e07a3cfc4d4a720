# Succeeds if its one line of input is one JSON value (RFC 8259) without white space, by reducing values to one sign.
{
  rest = text = $0
  string = "\"(\\\\[\"\\\\/bfnrtu]|[^\"\\\\])*\""
  gsub(string, "", rest)
  if (rest ~ /["@#]/) exit 1
  gsub(string, "@", text)
  gsub(/true|false|null|-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?/, "#", text)
  do changes = gsub(/\[\]|\[[@#](,[@#])*\]|\{\}|\{@:[@#](,@:[@#])*\}/, "#", text)
  while (changes > 0)
  exit text !~ /^[@#]$/
}
