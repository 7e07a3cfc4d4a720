# Which test of an image failed, and what it said: the first input is a Containerfile.test, the second the engine's log.
# Docker writes `#9 [test 3/4] RUN …` and `#9 0.1 text`, Podman and Buildah `STEP 3/4: RUN …` and the text as it is. Engines
# number steps differently, but begin each RUN in order: the one begun last failed.

# Containerfile.test: the commands, each with its own lines, and the texts of programs left out.
FNR == NR && program != "" { if ($0 == program) program = ""; next }
FNR == NR && !heredoc && /^COPY <</ { program = $2; gsub(/[<"]/, "", program); next }
FNR == NR && !heredoc && /^RUN / { sub(/^RUN --network=none /, ""); command[++commands] = $0 == "\\" ? "" : "    " $0 "\n" }
FNR == NR && heredoc && $0 == "EOF" { heredoc = 0 }
FNR == NR && heredoc && $0 != "set -eu" { command[commands] = command[commands] "    " $0 "\n" }
FNR == NR { if ($0 == "    <<\"EOF\"") heredoc = 1; next }

# The log.
{ last[++lines] = $0 }
match($0, /exit (code:|status) [0-9]+/) { split(substr($0, RSTART, RLENGTH), word, " "); status = ", exit status " word[3] }
/^#[0-9]+ \[test +[0-9]+\/[0-9]+\] RUN / { begin($1 " "); next }
/^STEP [0-9]+\/[0-9]+: RUN / { begin(""); next }
begun && index($0, prefix) == 1 { said[++count] = substr($0, length(prefix) + 1) }

# begin(start): a command begins; lines of its output start like this. Docker repeats some headers.
function begin(start) {
    if ($0 in seen) return
    seen[$0]
    begun++
    prefix = start
    count = 0
}

# output(): what the command said, without the engine's own remarks and Docker's seconds.
function output(    i, line, text) {
    for (i = 1; i <= count; i++) {
        line = said[i]
        if (prefix != "" && !sub(/^[0-9]+\.[0-9]+ ?/, "", line) || line ~ /^Error: building at STEP /) continue
        text = text "    " line "\n"
    }
    return text == "" ? "    nothing\n" : text
}

END {
    if (!(begun in command)) {
        print engine " ran no test:"
        for (i = lines > 20 ? lines - 19 : 1; i <= lines; i++) print "    " last[i]
        exit
    }
    printf "test %d of %d failed with %s%s:\n%sits output:\n%s", begun, commands, engine, status, command[begun], output()
}
