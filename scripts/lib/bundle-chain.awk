# Prints what the digest of an image rests on, in build order: -v id=NAME@PLATFORM; the input is digests/provenance.txt. Lines are
# `key NAME@PLATFORM DIGEST KEY` and, where host seeds agreed on what lies below, `recipe NAME@PLATFORM DIGEST RECIPE SEED, SEED`.
$3 == "recipe" { seeds[$1] = $0; sub(/^[^ ]+ [^ ]+ recipe [^ ]+ /, "", seeds[$1]); written[$1] = $2 " " $4 " " seeds[$1]; next }
{ written[$1] = $2 " " $3 }
END {
    read_images()
    if (!(id in folder)) exit 1
    rests[id] = 1
    for (i = images; i >= 1; i--) if (order[i] in rests && !(order[i] in seeds)) mark(rests, needs[order[i]])
    for (i = 1; i <= images; i++) if (order[i] in rests) print (order[i] in seeds ? "recipe " : "key ") order[i] " " (order[i] in written ? written[order[i]] : "- -")
}
