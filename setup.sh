#!/usr/bin/env bash
# Installs what building and running Siaga needs and this machine lacks; says what and why, one line each.
# usage: ./setup.sh [--checks] [--list] [--help]
set -euo pipefail
cd "$(dirname "$0")"

# group | package (alternatives separated by /) | why
table='
build|g++|the compiler (GCC 12 or newer)
build|cmake|describes the build
build|ninja-build|runs the build and shows its progress
build|ccache|makes a second build quick
build|git|knows which version this is
build|gettext|compiles the Indonesian texts of the window
build|python3|runs the check scripts and glad
build|python3-glad|generates the OpenGL loader, offline
build|libboost1.81-dev/libboost-dev|Boost.Asio, Beast and URL: the listeners
build|libssl-dev|OpenSSL: hashes, signatures, TLS
build|libsimdjson-dev|reads every line of JSON
build|libsqlite3-dev|the ledger and the tracks
build|libsqlitecpp-dev|SQLite from C++
build|libxxhash-dev|checksums of the tracks, as quick as reading them
build|libgeos-dev|areas: validity, point in area, triangulation
build|libarchive-dev|one file for a backup: tar
build|libtomlplusplus-dev|reads operation.toml
build|libcli11-dev|the command line
build|libspdlog-dev|the log
build|libfmt-dev|formats text
build|libhowardhinnant-date-dev|time zones (WITA)
build|tzdata|the time zones themselves
build|libglfw3-dev|the window
build|libgl-dev|OpenGL headers
build|libopengl-dev|the OpenGL library that CMake looks for
build|libegl-dev|a drawing surface without a window
build|libegl-mesa0|EGL where there is no graphics card
build|libgl1-mesa-dri|OpenGL where there is no graphics card
build|libfreetype-dev|draws letters
build|libpng-dev|writes pictures
build|libqrencode-dev|QR codes that set up a phone
build|zlib1g-dev|compresses pictures
build|libstb-dev|what Dear ImGui is linked with
build|fonts-inter|the letters of the wall
build|fonts-font-awesome|the symbols of the wall
build|fonts-dejavu-core|the letters where Inter lacks one
build|xvfb|a display for machines without one
build|libgtest-dev|unit tests
build|libgmock-dev|the matchers of the tests
build|librapidcheck-dev|property tests
build|libbenchmark-dev|benchmarks
build|sqlite3|edits a database from outside, in the tests of siagactl verify
build|netcat-openbsd|nc: a feed typed by hand
build|curl|the apps on the phones, in a test
build|libpugixml-dev|reads XML: GPX files, Cursor on Target
build|libprotobuf-dev|the messages of TAK protocol 1
build|protobuf-compiler|makes their reader and writer
build|gpsd|the daemon of GPS receivers, in a test
build|gpsd-clients|gpspipe, gps2udp and gpsfake: receivers to hear, in a test
build|gpsbabel|writes GPX as recorders do, in a test
build|libzbar-dev|reads QR codes, in a test
build|libxml2-utils|xmllint: a reader of its own for the exported GPX, in a test
checks|clang|the second compiler, and the fuzzers
checks|libclang-rt-14-dev/libclang-rt-19-dev|what the fuzzers are linked with
checks|lld|the linker for what the sanitizers watch
checks|clang-format|one style
checks|clang-tidy|static checks
'
imgui_minimum=1.90
imgui_suite=trixie  # Debian 13: the first with Dear ImGui >= 1.90
deps=build/deps
peers=$deps/tak-peers
minimum_free_mb=2048

say() { printf '==> %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 3; }

groups=build
for option in "$@"; do
    case $option in
        --checks) groups='build checks' ;;
        --list) printf '%s' "$table" | awk -F'|' 'NF == 3 {printf "%-7s %-40s %s\n", $1, $2, $3}'; exit 0 ;;
        --help|-h)
            cat <<'HELP'
usage: ./setup.sh [--checks] [--list]
Installs from the distribution what building, running and testing Siaga needs.
  --checks  also what continuous integration needs: Clang, clang-format, clang-tidy, TAK's own libraries
  --list    every package with the reason for it, installing nothing
Uses sudo only when it is not root. ./run.sh and ./test.sh call it by themselves.
HELP
            exit 0 ;;
        *) printf 'setup: unknown option %s (it takes --checks, --list or --help)\n' "$option" >&2; exit 2 ;;
    esac
done

# Prints the rows of the table that no installed package satisfies.
missing_rows() {
    local installed group package why name found
    installed=$(printf '%s' "$table" | awk -F'|' 'NF == 3 {gsub("/", " ", $2); print $2}' |
        xargs dpkg-query -W -f='${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed //p')
    while IFS='|' read -r group package why; do
        [[ -n $group && " $groups " == *" $group "* ]] || continue
        found=
        for name in ${package//\// }; do
            [[ $'\n'$installed$'\n' == *$'\n'$name$'\n'* ]] && found=yes
        done
        [[ $found ]] || printf '%s|%s|%s\n' "$group" "$package" "$why"
    done <<<"$table"
}

as_root() {
    if [[ $(id -u) == 0 ]]; then "$@"; else sudo "$@"; fi
}

# Runs a command; its output is shown only when it fails.
quietly() {
    local log
    log=$(mktemp)
    if "$@" >"$log" 2>&1 </dev/null; then rm -f "$log"; return 0; fi
    grep -E '^(E|W|Err|dpkg)' "$log" | tail -n 5 >&2 || tail -n 5 "$log" >&2
    rm -f "$log"
    return 1
}

need_disk() {
    local free_mb
    free_mb=$(df -Pm "$1" | awk 'NR == 2 {print $4}')
    ((free_mb >= minimum_free_mb)) ||
        fail "only $free_mb MB free on the disk of $1; $minimum_free_mb MB are needed. Free some, then start again."
}

apt_options=(-o Acquire::Retries=2 -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 -o APT::Update::Error-Mode=any)

install_missing() {
    local rows=$1 group package why name unfetched= names=()
    if [[ $(id -u) != 0 ]] && ! command -v sudo >/dev/null; then
        fail "packages are missing ($(cut -d'|' -f2 <<<"$rows" | xargs)) and there is no sudo; run ./setup.sh as root once."
    fi
    need_disk /
    say 'reading the list of packages'
    # Another vendor's source may be broken; what matters is whether the packages are to be had.
    quietly as_root apt-get "${apt_options[@]}" update ||
        { unfetched=yes; say 'not every list of packages could be fetched (reasons above); trying with the others'; }
    while IFS='|' read -r group package why; do
        for name in ${package//\// }; do
            if [[ -n $(apt-cache madison "$name" 2>/dev/null) ]]; then break; fi
            name=
        done
        [[ $name ]] || fail "no package $package here ($why);" \
            "${unfetched:+is the network up, and are the sources of apt right? }Siaga is made for Debian 12 or newer."
        say "installing $name: $why"
        names+=("$name")
    done <<<"$rows"
    quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get "${apt_options[@]}" install -y \
        --no-install-recommends "${names[@]}" ||
        fail "apt-get could not install them (reason above). Mend it, then start again: what is there already is kept."
}

have_imgui() {
    local version
    compgen -G "$deps/usr/lib/*/libimgui.a" >/dev/null && [[ -f $deps/usr/include/imgui/imgui.h ]] && return 0
    version=$(dpkg-query -W -f='${db:Status-Status} ${Version}' libimgui-dev 2>/dev/null | sed -n 's/^installed //p')
    [[ $version ]] && dpkg --compare-versions "$version" ge "$imgui_minimum"
}

# Prints this machine's own Debian entry with the suite replaced, so that host, options and key stay the machine's.
other_suite() {
    local codename file entry
    codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
    for file in /etc/apt/sources.list.d/*.sources; do
        [[ -f $file ]] || continue
        entry=$(awk -v RS= -v ORS='\n\n' -v suite="$codename" '
            !/(^|\n)Enabled: *no/ && match($0, /(^|\n)Suites:[^\n]*/) {
                split(substr($0, RSTART, RLENGTH), words, /[ \t]+/)
                for (i in words) if (words[i] == suite) { print; exit }
            }' "$file")
        [[ $entry ]] || continue
        sed -E "/^#/d; s/^Types:.*/Types: deb/; s/^Suites:.*/Suites: $1/; s/^Components:.*/Components: main/" <<<"$entry" \
            >"$2/siaga.sources"
        return 0
    done
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [[ -f $file ]] || continue
        sed -nE "s/^deb[ \t]+(\[[^]]*\][ \t]+)?([^ \t]+)[ \t]+$codename[ \t].*/deb \1\2 $1 main/p" "$file" | head -n 1 \
            >"$2/siaga.list"
        [[ -s $2/siaga.list ]] && return 0
    done
    return 1
}

# Dear ImGui of Debian 13 through package lists of its own, unpacked below build/: the system's sources,
# lists and packages stay as they are. It is a static library, so nothing of it is needed at run time.
fetch_imgui() {
    local candidate apt
    candidate=$(apt-cache policy libimgui-dev 2>/dev/null | sed -n 's/^ *Candidate: //p')
    if [[ $candidate && $candidate != '(none)' ]] && dpkg --compare-versions "$candidate" ge "$imgui_minimum"; then
        install_missing "build|libimgui-dev|Dear ImGui: the panels of the window"
        return
    fi
    say "fetching Dear ImGui of Debian 13 into $deps (this system has ${candidate:-none}, the window needs $imgui_minimum)"
    private=$(mktemp -d)
    trap 'rm -rf "$private"' EXIT  # not local: the trap runs after this function
    chmod 755 "$private"
    mkdir -p "$private"/{parts,lists/partial,cache/archives/partial,unpacked}
    other_suite "$imgui_suite" "$private/parts" || fail 'no Debian entry among the sources of apt to take Dear ImGui from.'
    apt=("${apt_options[@]}" -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$private/parts"
        -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null
        -o "Dir::State::Lists=$private/lists" -o "Dir::Cache=$private/cache" -o Acquire::Languages=none
        -o "APT::Default-Release=" -o APT::Update::Post-Invoke::= -o APT::Update::Post-Invoke-Success::=)
    quietly apt-get "${apt[@]}" update ||
        fail "the package list of $imgui_suite cannot be fetched or its signature cannot be checked (reason above);" \
            "is the network up, and is debian-archive-keyring up to date?"
    (cd "$private/cache" && quietly apt-get "${apt[@]}" download libimgui-dev) ||
        fail "libimgui-dev cannot be fetched from $imgui_suite (reason above)."
    dpkg -x "$private"/cache/libimgui-dev_*.deb "$private/unpacked" || fail 'the libimgui-dev package is damaged.'
    mkdir -p "$deps"
    cp -R "$private/unpacked/." "$deps/"
    have_imgui || fail "$deps holds no Dear ImGui after unpacking; remove $deps and start again."
}

# TAK's own libraries, for a test that is skipped without them: where there is npm they come by it, versions fixed.
fetch_peers() {
    local folder package
    if ! command -v npm >/dev/null || ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; then
        say 'no Node.js 20 with npm here: the test with node-cot and node-tak is skipped'
        return
    fi
    while read -r folder package; do
        [[ -d $peers/$folder/node_modules ]] && continue
        say "fetching $package into $peers: a TAK client, in a test"
        mkdir -p "$peers/$folder"
        printf '{"private": true}\n' >"$peers/$folder/package.json"
        quietly npm install --prefix "$peers/$folder" --no-audit --no-fund --ignore-scripts --package-lock=false \
            "$package" && continue
        say "$package cannot be had (reason above): its test is skipped"
        rm -rf "${peers:?}/$folder"
    done <<<$'cot @tak-ps/node-cot@14.23.2\ntak @tak-ps/node-tak@8.9.0'
}

command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
    fail 'this is no Debian system (no apt-get). Install by hand what ./setup.sh --list names.'
rows=$(missing_rows)
[[ -f build/release/build.ninja ]] || need_disk .
[[ -z $rows ]] || install_missing "$rows"
have_imgui || fetch_imgui
rows=$(missing_rows)
[[ -z $rows ]] || fail "still missing after the installation: $(cut -d'|' -f2 <<<"$rows" | xargs)"
[[ $groups != *checks* ]] || fetch_peers
