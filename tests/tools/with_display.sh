#!/usr/bin/env bash
# Runs a command with a display: the one there is, else a virtual one of its own that ends with the command.
# usage: tests/tools/with_display.sh [--own] COMMAND...     --own: never the display there is
set -uo pipefail
own=
[[ ${1:-} == --own ]] && { own=yes; shift; }
[[ $# -gt 0 ]] || { echo 'usage: with_display.sh [--own] COMMAND...' >&2; exit 2; }
[[ -z $own && -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]] && exec "$@"

command -v Xvfb >/dev/null || { echo 'display: Xvfb is missing; ./setup.sh installs it.' >&2; exit 3; }
scratch=$(mktemp -d)
server=
command=
clean_up() {
    [[ $command ]] && kill "$command" 2>/dev/null
    [[ $server ]] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null
    rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
# The server picks a free number itself and writes it once it accepts connections.
mkfifo "$scratch/number"
Xvfb -displayfd 3 -screen 0 1920x1080x24 -nolisten tcp 3>"$scratch/number" >"$scratch/log" 2>&1 &
server=$!
if ! read -r -t 30 number <"$scratch/number"; then
    echo 'display: Xvfb did not start:' >&2
    tail -n 3 "$scratch/log" >&2
    exit 3
fi
unset WAYLAND_DISPLAY
export DISPLAY=:$number LIBGL_ALWAYS_SOFTWARE=1
"$@" &
command=$!
wait "$command"
status=$?
command=
exit "$status"
