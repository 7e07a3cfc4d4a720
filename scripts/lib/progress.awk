# The line that scripts/lib/progress.sh shows: what is at work, for how long and of how much last time, and what is left.
# Input: `<image>@<os-arch> <seconds>` of all that is to be built, then what is over, then files that tell since when others are at work.
FILENAME == ARGV[1] { all[++images] = $1; last[$1] = $2; next }
FILENAME == ARGV[2] { over[$1]; next }
{
    begun = now
    getline begun < $0
    close($0)
    id = $0
    sub(".*/", "", id)
    running[id] = now - begun
    name = id
    sub("@.*", "", name)
    text = text (text == "" ? "" : ", ") name " " clock(running[id]) (last[id] > 0 ? " of " clock(last[id]) : "")
}

# clock(seconds): 1:02:03, or 2:03.
function clock(seconds) {
    if (seconds < 3600) return sprintf("%d:%02d", seconds / 60, seconds % 60)
    return sprintf("%d:%02d:%02d", seconds / 3600, seconds % 3600 / 60, seconds % 60)
}

END {
    if (text == "") exit
    for (i = 1; i <= images; i++) {
        id = all[i]
        if (id in over) continue
        if (!(id in running)) left++
        if (last[id] == "") unknown++
        rest += last[id] > running[id] ? last[id] - running[id] : 0
    }
    if (left > 0) text = text "; " left " left"
    if (rest >= 60) text = text ", about " clock(rest) " of work" (unknown > 0 ? " and " unknown " that nobody measured" : "")
    if (length(text) >= width) text = substr(text, 1, width - 4) "..."
    printf "\r\033[K%s", text
}
