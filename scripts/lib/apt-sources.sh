# shellcheck shell=sh disable=SC2034 # what is read and not used is skipped
# Where the machine's own apt gets its packages. Sourced by scripts/fetch; uses valid_url of lib/mirrors.sh. Globbing is off (set -f).

# apt_bases: prints the base URLs of apt's one-line and deb822 sources (sources.list(5)), each once, in apt's order.
apt_bases() {
    apt_etc=${STAGEX_APT_ETC:-/etc/apt}
    set +f
    set -- "$apt_etc/sources.list" "$apt_etc"/sources.list.d/*
    set -f
    for path in "$@"; do
        [ -r "$path" ] || continue
        case $path in
        *.list) apt_list_uris <"$path" ;;
        *.sources) apt_deb822_uris <"$path" ;;
        esac
    done | while read -r uri; do
        if valid_url "$uri"; then printf '%s\n' "${uri%/}"; fi
    done | cat -n | sort -k2 -u | sort -n | while read -r number uri; do
        printf '%s\n' "$uri"
    done
}

# apt_list_uris: the URIs of one-line entries 'deb [options] uri suite component...' on stdin.
apt_list_uris() {
    while read -r type rest || [ -n "$type" ]; do
        case $type in deb | deb-src) ;; *) continue ;; esac
        case $rest in '['*) rest=${rest#*]} ;; esac
        # shellcheck disable=SC2086 # split at blanks
        set -- $rest
        printf '%s\n' "${1-}"
    done
}

# apt_deb822_uris: the URIs of the enabled stanzas on stdin; a field goes on in lines that begin with a blank.
apt_deb822_uris() {
    uris='' field='' enabled=yes
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in
        '#'*) continue ;;
        '') flush_stanza && continue ;;
        [A-Za-z]*:*) field=$(printf %s "${line%%:*}" | tr '[:upper:]' '[:lower:]') line=${line#*:} ;;
        esac
        case $field in
        uris) uris="$uris $line" ;;
        enabled) enabled=${line# } ;;
        esac
    done
    flush_stanza
}

flush_stanza() {
    case $enabled in
    no | false | 0 | off | without | disable) ;;
    *) for uri in $uris; do printf '%s\n' "$uri"; done ;;
    esac
    uris='' field='' enabled=yes
}
