#!/usr/bin/env bash
# Sets up, builds and opens the wall on the demonstration day. See ./run.sh --help.
set -euo pipefail
cd "$(dirname "$0")"

if [[ ${1:-} == --help || ${1:-} == -h ]]; then
    cat <<'HELP'
usage: ./run.sh [OPTIONS OF siaga]
Installs what is missing, builds, and opens the wall on the demonstration day.
Everything after ./run.sh goes to the program, for example:
  ./run.sh --lang en                  English texts
  ./run.sh --speed 600                the day in a minute and a half
  ./run.sh --at 2024-11-30T14:30      the state at that time
  ./run.sh --fullscreen --monitor 2   on the second monitor
Without a display it starts one of its own, runs for 20 seconds, writes
build/wall.png and ends. build/release/bin/siaga --help lists all options.
Exit codes: 0 done, 1 it does not build or run, 2 wrong use, 3 something of the machine is missing.
HELP
    exit 0
fi

./setup.sh
tests/tools/build_preset.sh release siaga siagactl

if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
    echo '==> opening the wall on the demonstration day'
    exec build/release/bin/siaga --demo "$@"
fi
picture=$PWD/build/wall.png
rm -f "$picture"
echo '==> no display: showing the wall on a virtual one for 20 seconds'
tests/tools/with_display.sh build/release/bin/siaga --demo --fullscreen --run-for 20 --snapshot "$picture" "$@"
[[ -s $picture ]] || { echo "run: siaga ended without writing $picture" >&2; exit 1; }
echo "==> the picture is $picture"
