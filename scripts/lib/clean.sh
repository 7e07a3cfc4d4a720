# shellcheck shell=sh
# Begins every script. Of the environment, what is listed here stays and nothing else. All other variables are settings of tools that
# scripts call, such as TAR_OPTIONS, XZ_OPT, POSIXLY_CORRECT, BUILDAH_ISOLATION or SOURCE_DATE_EPOCH, and would change what comes out
# without a trace in any key. Sourced before anything else. Runs no program: whether they are there is found out later.

# The user and the machine, and where the user's keys are; which engine is asked, and where it keeps things; how the network is reached; make, for its jobs.
passes=' HOME LOGNAME PATH PWD TERM TMPDIR USER XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR
    DBUS_SESSION_BUS_ADDRESS GNUPGHOME GPG_TTY SSH_AUTH_SOCK
    BUILDX_BUILDER BUILDX_CONFIG DOCKER_CERT_PATH DOCKER_CONFIG DOCKER_CONTEXT DOCKER_HOST DOCKER_TLS_VERIFY
    CONTAINERS_CONF CONTAINERS_STORAGE_CONF REGISTRY_AUTH_FILE STORAGE_DRIVER STORAGE_OPTS
    _CONTAINERS_ROOTLESS_GID _CONTAINERS_ROOTLESS_UID _CONTAINERS_USERNS_CONFIGURED
    ALL_PROXY HTTPS_PROXY HTTP_PROXY NO_PROXY all_proxy http_proxy https_proxy no_proxy
    CURL_CA_BUNDLE SSL_CERT_DIR SSL_CERT_FILE
    MAKE MAKEFLAGS MAKELEVEL
    ATTACH BUILDERS ENGINE FROM IMAGE LAYOUT NAME NOCACHE OUT PLAN PLATFORM REGISTRY SEED SEEDS TAG TO V VARY '

# Bash takes functions from its environment, too, and calls them before programs of their names. Only words of the shell itself are safe.
case ${BASH_VERSION:-} in ?*)
    unset -f builtin declare
    # shellcheck disable=SC3044 # bash has it
    for name in $(builtin declare -F 2>/dev/null); do
        case $name in declare | -f*) ;; *) unset -f "$name" ;; esac
    done
    ;;
esac

# A value of several lines may show names that are none: what is not there can be unset, too. Bash has some that cannot be.
while read -r line; do
    case $line in 'export '*) name=${line#export } ;; 'declare -x '*) name=${line#declare -x } ;; *) continue ;; esac
    name=${name%%=*}
    case $name in *[!A-Za-z0-9_]* | '' | [0-9]* | REPRODUCE_* | STAGEX_*) continue ;; esac
    case $passes in *[[:space:]]"$name"[[:space:]]*) ;; *) command unset "$name" 2>/dev/null || : ;; esac
done <<END
$(export -p)
END
unset line name passes
export LC_ALL=C

# fail CODE MESSAGE: ends with a message of the script that runs; 2 is wrong use, 1 a failure.
fail() {
    printf 'scripts/%s: %s\n' "${0##*/}" "$2" >&2
    exit "$1"
}

# make_work: sets $work to a new folder, which goes when the script ends.
make_work() {
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

# The moment of all files, in seconds: that of dsl/model/epoch.ts.
# shellcheck disable=SC2034 # for those who write archives
epoch=315619200
