# shellcheck shell=sh
# Asked for help, a script prints the comment at its head. Sourced, with the script's own arguments.

case ${1:-} in
-h | --help)
    sed -n '/^#!/d; /^# shellcheck/d; /^#/!q; s/^# \{0,1\}//p' "$0"
    exit
    ;;
esac
