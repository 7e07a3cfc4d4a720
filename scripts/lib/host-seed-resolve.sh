# shellcheck shell=sh disable=SC2154 # variables are scripts/host-seed's
# The locked list of a host seed's packages, as apt chooses them. Sourced by scripts/host-seed; uses fail(), need() and settings().

keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# archive_url: prints the base URL of the Debian archive.
archive_url() {
    # shellcheck disable=SC2016 # the variable is apt's
    case ${STAGEX_MIRROR_DEBIAN:-apt} in
    apt) apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep '/debian/$' | head -n 1 ;;
    *) echo "${STAGEX_MIRROR_DEBIAN%% *}" ;;
    esac
}

# apt_settings: prints an apt configuration that reads nothing of the machine's own.
apt_settings() {
    cat <<END
Dir::Etc::Parts "/dev/null";
Dir::Etc::SourceList "$work/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::State "$work/state";
Dir::State::Status "$work/status";
Dir::Cache "$work/cache";
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Install-Recommends "false";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Check-Valid-Until "false";
END
}

# apt_root RELEASE URL: makes an apt configuration of its own, blind to the machine's packages and settings.
apt_root() {
    mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial"
    : >"$work/status"
    echo "deb [signed-by=$keyring] $2 $1 main" >"$work/sources.list"
    apt_settings >"$work/apt.conf"
    export APT_CONFIG="$work/apt.conf"
    apt-get -qq -o APT::Update::Error-Mode=any update >"$work/log" 2>&1 ||
        fail 1 "apt cannot read release $1 from $2: $(grep '^E:' "$work/log" | head -n 1)"
}

# closure PACKAGE...: prints NAME=VERSION of every package that apt would install, without those of `without` lines.
closure() {
    settings without >"$work/without"
    apt-get -qq -s install "$@" >"$work/plan" 2>"$work/log" ||
        fail 1 "$name.conf: apt cannot install the packages: $(grep '^E:' "$work/log" | tail -n 1)"
    sed -n 's/^Inst \([^ ]*\) (\([^ ]*\) .*/\1 \2/p' "$work/plan" | while read -r package version; do
        grep -qxF -e "$package" "$work/without" || echo "$package=$version"
    done
}

# manifest_lines STAMP: turns apt-cache records on stdin into source manifest lines, sorted by file name.
manifest_lines() {
    awk -v stamp="$1" '
        $1 == "Filename:" { path = $2 }
        $1 == "Size:" { size = $2 }
        $1 == "SHA256:" { sha256 = $2 }
        NF == 0 && path != "" {
            file = path
            sub(/.*\//, "", file)
            print sha256, size, file, "mirror://debian@" stamp "/" path
            path = ""
        }' | sort -k 3,3
}

# resolve: writes the locked list. The snapshot is of the day after the release file's date, which surely holds it.
resolve() {
    need apt-get
    [ -f "$keyring" ] || fail 1 "$keyring: not found; install debian-archive-keyring"
    release=$(settings release)
    url=$(archive_url)
    [ -n "$url" ] || fail 1 "apt has no Debian archive configured; set STAGEX_MIRROR_DEBIAN to a base URL"
    apt_root "$release" "$url"
    inrelease=$(echo "$work"/state/lists/*_InRelease)
    date=$(sed -n 's/^Date: //p' "$inrelease")
    version=$(sed -n 's/^Version: //p' "$inrelease")
    stamp=$(date -u -d "$date + 1 day" +%Y%m%dT000000Z)
    wanted=$(settings package)
    # shellcheck disable=SC2086 # one word per package
    closure $wanted >"$work/closure"
    xargs -r apt-cache show <"$work/closure" >"$work/records"
    {
        echo "# Debian $release${version:+ $version}, release file of $date, amd64."
        echo "# Written by \`scripts/host-seed resolve $name\`: the closure of these packages."
        echo "$wanted" | tr '\n' ' ' | fold -s -w 100 | sed 's/ *$//; s/^/#   /'
        echo
        {
            cat "$work/records"
            echo
        } | manifest_lines "$stamp"
    } >"$work/list"
    [ "$(grep -vc '^#' "$work/list")" -eq "$(wc -l <"$work/closure")" ] ||
        fail 1 "apt-cache does not describe every package; run the command again"
    cp "$work/list" "$lock.tmp"
    mv "$lock.tmp" "$lock"
}
