# shellcheck shell=sh disable=SC2154 # variables are shared with scripts/reproduce
# A clock of their own for the commands of a build, for VARY=time. Sourced after key.sh and engine.sh.

# make_clock CONTAINERFILE: compiles shift-clock.c in the stage whose commands the Containerfile runs, as it is before the
# first of them, into $work/clock. Prints why that cannot be done; nothing when it was.
make_clock() {
    rm -rf "$work/clock"
    mkdir "$work/clock"
    stage=$(sed -n '/^RUN /q; s/^FROM [^ ]* AS //p' "$1" | tail -n 1)
    {
        sed '/^RUN /,$d' "$1"
        compile_stage
        printf '\nFROM scratch AS clock\nCOPY --from=%s /clock/ /\n' "$stage"
    } >"$work/clock/Containerfile"
    cp "$here/lib/shift-clock.c" "$work/clock/"
    sed -n 's/^input flag //p' "$first/record" >"$work/flags"
    sed -n 's/^input context //p' "$first/record" | locate "$os_arch" >"$work/contexts"
    if ! (engine_choose && engine_build "$work/clock/Containerfile" "$work/clock" clock "$work/clock.tar" "$platform") >"$work/clock.log" 2>&1 ||
        ! tar -x -C "$work/clock" -f "$work/clock.tar" 2>>"$work/clock.log"; then
        echo "the clock cannot be made in what it is built on: $(grep . "$work/clock.log" | tail -n 1)"
    elif [ -f "$work/clock/why" ]; then
        cat "$work/clock/why"
    fi
}

# compile_stage: the instruction that compiles, and finds out which programs there take their time from the library: a static
# `date` does not, while a compiler beside it may.
compile_stage() {
    cat <<'END'
RUN --network=none --mount=type=bind,from=sources,source=shift-clock.c,target=/shift-clock.c <<"EOF"
set -eu
mkdir /clock
date_of_compiler() { echo __DATE__ | env -u SOURCE_DATE_EPOCH "$@" "$cc" -E -P -; }
if ! cc=$(command -v cc || command -v gcc); then
    echo 'what it is built on has no C compiler for the clock' >/clock/why
elif ! "$cc" -O1 -shared -fPIC -o /clock/shift-clock.so /shift-clock.c; then
    echo 'what it is built on cannot compile the clock' >/clock/why
elif [ "$(LD_PRELOAD=/clock/shift-clock.so date +%Y)" != "$(date +%Y)" ]; then
    :
elif [ "$(date_of_compiler LD_PRELOAD=/clock/shift-clock.so)" != "$(date_of_compiler)" ]; then
    echo 'date, which loads no library, and programs like it had the clock of the machine' >/clock/partly
else
    echo 'the programs that it is built with load no library, and have the clock of the machine' >/clock/why
fi
EOF
END
}
