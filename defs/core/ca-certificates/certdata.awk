# Writes the certificates of Mozilla's certdata.txt that are trusted to name a server as PEM (RFC 7468 section 5), in the order of the
# file. A certificate and the word on its trust are objects of their own, which share issuer and serial number.

BEGIN {
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for (i = 0; i < 512; i++) value[sprintf("%03o", i)] = i
}

# Values of several lines end with END; each byte is a backslash and three octal digits.
octal {
    if ($1 != "END") {
        text = text $0
        next
    }
    attribute[octal] = text
    octal = ""
    next
}
$2 == "MULTILINE_OCTAL" {
    octal = $1
    text = ""
    next
}
$1 == "CKA_CLASS" {
    keep()
    class = $3
    split("", attribute)
    next
}
$1 == "CKA_LABEL" { attribute[$1] = substr($0, index($0, "\"") + 1, length($0) - index($0, "\"") - 1) }
$1 == "CKA_TRUST_SERVER_AUTH" { attribute[$1] = $3 }

END {
    keep()
    for (i = 1; i <= found; i++) {
        if (trust[order[i]] == "") {
            print "certdata.awk: no word on the trust of " label[order[i]] > "/dev/stderr"
            failed = 1
        }
        if (trust[order[i]] != "CKT_NSS_TRUSTED_DELEGATOR") continue
        print "# " label[order[i]]
        print "-----BEGIN CERTIFICATE-----"
        base64(certificate[order[i]])
        print "-----END CERTIFICATE-----"
        written++
    }
    if (failed || written == 0) exit 1
}

# keep(): notes the object that ends here.
function keep(    id) {
    id = attribute["CKA_ISSUER"] " " attribute["CKA_SERIAL_NUMBER"]
    if (class == "CKO_CERTIFICATE") {
        order[++found] = id
        label[id] = attribute["CKA_LABEL"]
        certificate[id] = attribute["CKA_VALUE"]
    }
    if (class == "CKO_NSS_TRUST") trust[id] = attribute["CKA_TRUST_SERVER_AUTH"]
}

# base64(octets): prints bytes in lines of 64 letters (RFC 4648 section 4).
function base64(octets,    n, byte, i, bits, line) {
    n = split(substr(octets, 2), byte, "\\")
    for (i = 1; i <= n; i += 3) {
        bits = value[byte[i]] * 65536 + value[byte[i + 1]] * 256 + value[byte[i + 2]]
        line = line letter(bits, 262144) letter(bits, 4096) (i + 1 > n ? "=" : letter(bits, 64)) (i + 2 > n ? "=" : letter(bits, 1))
        if (length(line) == 64) {
            print line
            line = ""
        }
    }
    if (line != "") print line
}

function letter(bits, unit) { return substr(letters, int(bits / unit) % 64 + 1, 1) }
