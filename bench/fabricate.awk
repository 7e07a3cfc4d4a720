# Writes the record of every image as if it had been built: -v root=DIR -v out=DIR, with scripts/lib/key.awk before this.
# The input is `<sha256> <path>` for every file that a key names.
{ hash[$2] = $1 }
END {
    read_images()
    for (i = 1; i <= images; i++) {
        file = output(order[i]) "/record"
        count = split(key_text(order[i]), input, "\n")
        printf "digest %s\norigin built\n", digest(order[i]) > file
        for (j = 1; j < count; j++) print "input " input[j] > file
        close(file)
    }
}
