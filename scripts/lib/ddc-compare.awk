# Finds the first file that two notes of scripts/ddc tell differently: `differs PART PATH`, `only-one PART PATH` or
# `only-other PART PATH`, then both lines. Input: the `file` lines of one note, then of the other.
{
    path = $0
    for (i = 0; i < 6; i++) sub(/^[^ ]* /, "", path)
    name = $2 " " path
}
NR == FNR { lines[++count] = $0; names[count] = name; one[name] = $0; next }
{ other[name] = $0; if (!(name in one) && extra == "") extra = name }
END {
    for (i = 1; i <= count; i++) {
        if (!(names[i] in other)) print "only-one " names[i]
        else if (one[names[i]] == other[names[i]]) continue
        else print "differs " names[i] "\n" one[names[i]] "\n" other[names[i]]
        exit
    }
    if (i > count && extra != "") print "only-other " extra
}
