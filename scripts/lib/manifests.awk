# Prints the lists of sources that images are made from, `<name> <platform> ...` on input: their own, or that of the host seed that
# they are. Needs -v root=DIR and -v seeds=DIR.
BEGIN { read_images() }
{
    file = key_file($1 "@" $2)
    seed = ""
    while (seed == "" && next_line(file)) if (line ~ /^host-seed /) seed = substr(line, 11)
    close(file)
    list = seed == "" ? root "/generated/" folder[$1 "@" $2] "/sources.txt" : seeds "/" seed ".txt"
    if (!printed[list]++) print list
}
