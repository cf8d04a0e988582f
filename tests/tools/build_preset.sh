#!/usr/bin/env bash
# Configures a preset where that is needed and builds it, showing progress.
# usage: tests/tools/build_preset.sh PRESET [TARGET...]      exit 1: it does not build, 3: no disk left
set -euo pipefail
cd "$(dirname "$0")/../.."
preset=${1:?usage: build_preset.sh PRESET [TARGET...]}
shift
folder=build/$preset
# One object in every clone and preset folder: lets ccache share between them.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

failed() {
    local free_mb
    free_mb=$(df -Pm . | awk 'NR == 2 {print $4}')
    if ((free_mb < 100)); then
        echo "build: the disk of $PWD is full ($free_mb MB left). Free some, then start again." >&2
        exit 3
    fi
    echo "build: the preset $preset does not build; the first error above says why." >&2
    exit 1
}

# ninja itself runs CMake again when a CMakeLists.txt changed, but it does not know the presets.
if [[ ! -f $folder/build.ninja || CMakePresets.json -nt $folder/build.ninja ]]; then
    echo "==> configuring the preset $preset"
    mkdir -p build
    if ! cmake --preset "$preset" >"$folder.log" 2>&1; then
        tail -n 25 "$folder.log" >&2
        failed
    fi
    touch "$folder/build.ninja"
fi
echo "==> building the preset $preset"
NINJA_STATUS='[%f/%t] ' ninja -C "$folder" -j "$(nproc)" "$@" || failed
