# shellcheck shell=sh
# shellcheck disable=SC2154 # $work is the caller's
# Whether images still have the bytes that their digests promise, which is asked before an engine gets them: docs/building.md, Damage.
# Sourced; uses fail() and $work. A list has lines `<name> <layout> <digest>`.

# list_blobs: reads a list; prints `<name> <file>` for the manifest of each image, then for what that names.
list_blobs() {
    awk '{
        folder = $2 "/blobs/sha256/"
        manifest = folder substr($3, 8)
        print $1, manifest
        text = ""
        getline text <manifest
        close(manifest)
        while (match(text, /"digest":"sha256:[0-9a-f]+"/)) {
            print $1, folder substr(text, RSTART + 17, RLENGTH - 18)
            text = substr(text, RSTART + RLENGTH)
        }
    }'
}

# damaged_blobs: reads a list; prints `<name> <file> <sha256>` for each blob whose bytes are not those of its name, with `-`
# for one that cannot be read. A file that several layouts share by hard links is read once.
damaged_blobs() {
    list_blobs >"$work/blobs"
    cut -d ' ' -f 2 "$work/blobs" | sort -u | each_file stat -L -c '%d:%i %n' >"$work/inodes"
    awk '!seen[$1]++ { print $2 }' "$work/inodes" | each_file sha256sum >"$work/sums"
    awk '
        FILENAME == ARGV[1] { inode[$2] = $1; next }
        FILENAME == ARGV[2] { sum[inode[$2]] = $1; next }
        {
            found = sum[inode[$2]]
            if (found != substr($2, length($2) - 63)) print $1, $2, found == "" ? "-" : found
        }' "$work/inodes" "$work/sums" "$work/blobs"
}

# each_file COMMAND...: runs a command on the files that are listed on stdin. One that cannot be read is missing in the output.
each_file() {
    tr '\n' '\0' | xargs -0 -r "$@" 2>/dev/null || :
}

# check_intact LIST: returns 1 after naming each image of the list that is damaged, its first such blob, and what helps.
check_intact() {
    damaged_blobs <"$1" | awk '!seen[$1]++' >"$work/damaged"
    while read -r name file found; do
        case $found in -) state='cannot be read' ;; *) state="has sha256 $found" ;; esac
        (fail 1 "$name is damaged: $file $state; $(how_again "$name" "${file%/blobs/*}")") || :
    done <"$work/damaged"
    [ ! -s "$work/damaged" ]
}

# how_again NAME LAYOUT: prints what makes a damaged image whole.
how_again() {
    from=$(sed -n 's/^from //p' "$2/record" 2>/dev/null) || :
    if [ -n "$from" ]; then
        echo "remove $2, then \`make preseed FROM=$from $1\`"
    else
        echo "build it again: \`make NOCACHE=1 $1\`"
    fi
}
