# Prints the key text of one image: -v id=NAME@PLATFORM; the input is `<sha256> <path>` lines.
{ hash[$2] = $1 }
END {
    read_images()
    printf "%s", key_text(id)
}
