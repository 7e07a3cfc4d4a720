# shellcheck shell=sh disable=SC2034,SC2154 # variables are shared with scripts/fetch
# The mirror table, its overrides from the environment, and mirror:// URLs. Sourced by scripts/fetch.
# Uses problem(), from scripts/fetch, and lib/apt-sources.sh. Globbing is off (set -f), so an unquoted expansion only splits at blanks.

nl='
'
# Lines '<alias> <table|override> <base url> ...' between newlines.
mirror_table=$nl
# Base URLs that may be plain http: those that the user or the machine's apt configuration named.
http_bases=
# What RFC 3986 does not allow in a URL, and '#': a fragment is never sent to a server.
url_outside='*[!]A-Za-z0-9._~:/?@!$&'\''()*+,;=%[-]*'

# valid_url URL: true for an http or https URL with a host, without credentials, in the characters of RFC 3986.
valid_url() {
    case $1 in https://* | http://*) ;; *) return 1 ;; esac
    authority=${1#*://}
    case ${authority%%[/?]*} in '' | *@*) return 1 ;; esac
    # shellcheck disable=SC2254 # the variable holds a pattern
    case $1 in $url_outside) return 1 ;; esac
}

# valid_timestamp TEXT: true for a snapshot timestamp such as 20260901T000000Z.
valid_timestamp() {
    case $1 in
    [0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z) ;;
    *) return 1 ;;
    esac
}

# load_mirrors TABLE: reads the mirror table and applies STAGEX_MIRROR_<ALIAS>. A missing table is an empty one.
load_mirrors() {
    table_path=$1 number=0
    [ -e "$table_path" ] || return 0
    [ -r "$table_path" ] || fail 2 "cannot read $table_path; check its permissions"
    while IFS= read -r line || [ -n "$line" ]; do
        number=$((number + 1)) at=$table_path:$number
        case $line in '' | '#'*) continue ;; esac
        # shellcheck disable=SC2086 # split at blanks
        add_mirror $line
    done <"$table_path"
}

# add_mirror ALIAS BASE...: one line of the table.
add_mirror() {
    alias_name=$1
    shift
    case $alias_name in
    [!a-z]* | *[!a-z0-9-]*) problem "bad alias '$alias_name'; use lower-case letters, digits and '-'" && return ;;
    esac
    case $mirror_table in
    *"$nl$alias_name "*) problem "alias '$alias_name' is there twice; keep one line" && return ;;
    esac
    [ $# -gt 0 ] || problem "alias '$alias_name' has no base URL; add one"
    for base in "$@"; do
        valid_url "$base" && case $base in https://*/) continue ;; esac
        problem "bad base URL '$base'; the table takes https:// URLs that end in /"
    done
    kind=table bases=$*
    apply_override
    mirror_table=$mirror_table$alias_name' '$kind' '$bases$nl
}

# apply_override: replaces bases by those of STAGEX_MIRROR_<alias_name>, if that is set and not empty.
apply_override() {
    variable=STAGEX_MIRROR_$(printf %s "$alias_name" | tr 'a-z-' 'A-Z_')
    words=$(printenv "$variable") || return 0
    [ -n "$words" ] || return 0
    kind=override bases=
    for word in $words; do
        if [ "$word" = apt ] && [ "$alias_name" = debian ]; then
            for uri in $(apt_bases); do add_override "$uri"; done
        elif valid_url "$word"; then
            add_override "$word"
        else
            at=$variable
            problem "bad base URL '$word'; give http:// or https:// URLs with a space between them"
        fi
    done
    [ -n "$bases" ] && return
    at=$variable
    problem "it names no usable base URL; 'apt' needs http or https URLs in the machine's apt sources"
}

# add_override URL: one more base of the alias at hand.
add_override() {
    bases=$bases${bases:+ }${1%/}/
    case $1 in http://*) http_bases="$http_bases ${1%/}/" ;; esac
}

# resolve_url URL: sets $resolved to the http(s) URLs that URL stands for; reports a problem and returns 1 otherwise.
resolve_url() {
    case $1 in
    mirror://*) resolve_mirror "${1#mirror://}" && return ;;
    *) resolved=$1 && valid_url "$1" && return ;;
    esac
    problem "bad URL '$1'; ${url_hint:-use https://host/path or mirror://alias/path, with other characters written as %XX}"
    url_hint=
    return 1
}

# resolve_mirror ALIAS[@TIMESTAMP]/PATH: sets $resolved, or $url_hint and returns 1.
resolve_mirror() {
    alias_name=${1%%/*} path=${1#*/} timestamp='' resolved=''
    case $1 in */?*) ;; *) return 1 ;; esac
    # shellcheck disable=SC2254 # the variable holds a pattern
    case $path in $url_outside) return 1 ;; esac
    case $alias_name in
    debian@*)
        timestamp=${alias_name#*@} alias_name=debian
        valid_timestamp "$timestamp" || url_hint="a timestamp looks like 20260901T000000Z"
        ;;
    *@*) url_hint="only the alias debian takes a timestamp" ;;
    esac
    [ -z "${url_hint-}" ] || return 1
    find_bases "$alias_name" || return 1
    for base in $bases; do
        [ -z "$timestamp" ] || [ "$kind" = override ] || at_timestamp
        resolved=$resolved${resolved:+ }$base$path
    done
}

# find_bases ALIAS: sets $kind and $bases from the table, or $url_hint and returns 1.
find_bases() {
    case $mirror_table in
    *"$nl$1 "*) bases=${mirror_table#*"$nl$1 "} ;;
    *)
        url_hint="the alias '$1' is not in $table_path"
        [ -e "$table_path" ] || url_hint="$url_hint, which is missing: run 'defs compile'"
        return 1
        ;;
    esac
    bases=${bases%%"$nl"*} kind=${bases%% *}
    bases=${bases#* }
}

# at_timestamp: if $base ends in a timestamp, it gets $timestamp instead; a base without one serves every date.
at_timestamp() {
    parent=${base%/*/}
    last=${base#"$parent"/}
    if valid_timestamp "${last%/}"; then base=$parent/$timestamp/; fi
}

# may_request URL: true for https, and for http below a base that an override or apt named.
may_request() {
    case $1 in https://*) return 0 ;; esac
    for base in $http_bases; do
        case $1 in "$base"*) return 0 ;; esac
    done
    return 1
}
