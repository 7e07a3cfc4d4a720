# shellcheck shell=sh
# shellcheck disable=SC2154 # $here is the caller's, scripts/
# The tree that is worked on, and where its images lie: $root from STAGEX_ROOT, $out from OUT. Sourced.

# shellcheck source=scripts/lib/help.sh
. "$here/lib/help.sh"

root=$(CDPATH='' cd -- "${STAGEX_ROOT:-$here/..}" 2>/dev/null && pwd -P) || fail 2 "$STAGEX_ROOT is not a directory; ROOT is the folder that holds generated/"
out=${OUT:-$root/out}
# Scripts change their folder.
case ${STAGEX_STORE:-/} in /*) ;; *) export STAGEX_STORE="$PWD/$STAGEX_STORE" ;; esac
case $out in /*) ;; *) fail 2 "OUT must be absolute, not $out" ;; esac

# The platform that goals mean: the one of this machine, unless PLATFORM says otherwise.
case ${PLATFORM:-$(uname -m)} in
x86_64) PLATFORM=linux/amd64 ;;
aarch64) PLATFORM=linux/arm64 ;;
i?86) PLATFORM=linux/386 ;;
linux/386 | linux/amd64 | linux/arm64) ;;
*) fail 2 "PLATFORM is linux/386, linux/amd64 or linux/arm64, not ${PLATFORM:-$(uname -m)}" ;;
esac
export PLATFORM

# check_path PATH: refuses what make, or the words that engines are given, would read as more than a path.
check_path() {
    case $1 in
    *[[:space:][:cntrl:]]* | *[%:#\$\\]*)
        fail 2 "make cannot take paths with blanks or any of : % # \$ \\, such as $1; choose other ones with ROOT and OUT"
        ;;
    *[\"\'\`\(\)*,\;\<=\>?@\[\]^\{\|\}!]*)
        fail 2 "make and engines cannot take paths with any of \" ' \` ( ) * , ; < = > ? @ [ ] ^ { | } !, such as $1; choose other ones with ROOT and OUT"
        ;;
    esac
}
check_path "$root"
check_path "$out"

# check_generated: fails when the tree has no list of images, or one that is cut off: what it lacks would never be built, nor missed. A line that
# nobody wrote so is one, too, also in digests/.
check_generated() {
    [ -f "$root/generated/images.txt" ] || fail 1 "$root/generated/images.txt: not found; run \`defs compile\`"
    unknown=$(find "$root/generated/images.txt" "$root/bootstrap/costs.txt" "$root/digests" -name '*.txt' 2>/dev/null | sort |
        tr '\n' '\0' | xargs -0 awk -f "$here/lib/list-lines.awk")
    case $unknown in
    '') ;;
    "$root/generated/"*) fail 1 "$unknown; run \`defs compile\`" ;;
    *) fail 1 "$unknown; correct it, or take the file from the last commit" ;;
    esac
    lacking=$(cd "$root/generated" && find . -name '*.key' ! -name '*.*.key' | awk '
        BEGIN { while ((getline line <"images.txt") > 0) { split(line, word, " "); sub("/", "-", word[2]); listed["./" word[3] "/" word[2] ".key"] } }
        !($0 in listed) { print "generated/" substr($0, 3); exit }')
    [ -z "$lacking" ] || fail 1 "$root/generated/images.txt: incomplete, no line for $lacking; run \`defs compile\`"
}
