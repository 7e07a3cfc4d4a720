#!/bin/sh
# BuildKit's own checks (docs.docker.com, "Build checks") have nothing to say about any generated Containerfile.
# shellcheck source=test/engine/lib.sh
. "$(dirname -- "$0")/lib.sh"
copy_tree
empty=$work/empty
mkdir "$empty"

# contexts_of FILE: an option for every name that the file takes from outside: an empty folder will do, nothing is built.
contexts_of() {
    sed -n 's,.*\(FROM \|--from=\|from=\)\(stagex\.invalid/[a-z0-9._-]*\|sources\).*,\2,p' "$1" | sort -u |
        while read -r name; do printf -- '--build-context %s=%s ' "$name" "$empty"; done
}

# is_clean FILE: whether BuildKit's checks pass; what they say goes to $work/said.
is_clean() {
    # shellcheck disable=SC2046 # options
    (inside root docker buildx build --call=check $(contexts_of "$1") -f "$1" "$empty") >"$work/said" 2>&1 &&
        grep -q 'no warnings found' "$work/said"
}

# check_files NAME: every file whose path is read from the input; one check, which names the files that fail.
check_files() {
    files=0
    : >"$work/bad"
    while read -r file; do
        files=$((files + 1))
        is_clean "$file" </dev/null || {
            echo "$file" >>"$work/bad"
            tail -n 5 "$work/said"
        }
    done
    if [ "$files" -gt 0 ] && [ ! -s "$work/bad" ]; then
        ok "BuildKit's checks pass for each of the $files files of $1"
    else
        not_ok "BuildKit's checks fail in $1: $(tr '\n' ' ' <"$work/bad")"
    fi
}

for tree in generated test/skeleton/generated test/recipes/generated; do
    find "$work/root/$tree" -name 'Containerfile*' | sort | check_files "$tree"
done

printf 'FROM scratch as build\nCOPY x /x\n' >"$work/empty-sample"
check 'a file with a fault does not pass' not is_clean "$work/empty-sample"
says 'and the fault is named' "$work/said" 'FromAsCasing'
