# Prints the place of the first line of a list that nobody wrote so, such as what a merge left behind, or that says a second time what an
# image is. The lists are generated/images.txt, bootstrap/costs.txt and those in digests/, by their paths.
function is_hash(text) { return length(text) == 64 && text !~ /[^0-9a-f]/ }
function is_digest(text) { return sub(/^sha256:/, "", text) && is_hash(text) }
function is_image(text) { return text ~ /^[a-z0-9][a-z0-9._-]*$/ }

# form(): whether the line has the form of its list; sets `what` to whom it speaks of.
function form(    part) {
    if (FILENAME ~ /\/images\.txt$/) {
        what = $1 "@" $2
        return is_image($1) && $2 ~ /^linux\/[a-z0-9]+$/ && $0 ~ /^[^ ]+ [^ ]+ [^ ]+ [^ ]+ [^ ]+ [^ ]+( [^ ]+)?$/
    }
    if (FILENAME ~ /\/costs\.txt$/) {
        what = $1
        return is_image($1) && $0 ~ /^[^ ]+ [0-9]+ [0-9]+ [0-9]+$/
    }
    if (FILENAME ~ /\/provenance\.txt$/) {
        what = $1
        split($1, part, "@")
        return NF > 3 && is_image(part[1]) && part[2] ~ /^linux\/[a-z0-9]+$/ && is_digest($2) && is_digest($3 == "recipe" ? $4 : $3)
    }
    what = $2
    return NF == 2 && is_hash($1) && is_image($2)
}

/^(#|$)/ { next }
/[[:cntrl:]]/ || !form() { print FILENAME ":" FNR ": not a line of this list: " $0; exit }
seen[FILENAME, what]++ { print FILENAME ":" FNR ": a second line for " what; exit }
