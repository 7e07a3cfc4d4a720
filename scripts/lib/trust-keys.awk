# Judges what one key's signatures on itself say, from `gpg --list-packets`, as dsl/trust/self-signatures.ts does: a revocation that
# names the key itself counts whatever its hash, certificates, bindings and back-signatures need SHA-256 or stronger.
# -v key=FINGERPRINT. Prints `FINGERPRINT why` when nothing of the key counts, `KEYID why` for a subkey that does not.
function refuse(why) { if (part == "" || why == "is revoked") print key, why; else print part, "subkey " why }
function isGood(hash) { return hash ~ /^(8|9|10)$/ }
/^:public sub key packet:/ { part = "unknown" }
/^\tkeyid: / { if (part != "") part = $2 }
/^:signature packet:/ { own = index($0, "keyid " substr(key, 25)) || index($0, "keyid 0000000000000000"); class = "" }
/^\tversion .* sigclass 0x/ { class = $0; sub(/.* sigclass 0x/, "", class) }
/^\tdigest algo / {
  hash = $3; sub(",", "", hash)
  if (!own || class == "30") next
  if (class == "20") refuse("is revoked")
  else if (class == "28") refuse("is revoked too")
  else if (!isGood(hash)) refuse("has a signature of its own with hash " hash)
}
/^\t(hashed )?(critical )?(hashed )?subpkt 32 / && own { hash = $0; sub(/.*digest algo /, "", hash); sub(/[^0-9].*/, "", hash); if (!isGood(hash)) refuse("has a back-signature with hash " hash) }
