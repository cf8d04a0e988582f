#!/usr/bin/env bash
# Sets up, builds and runs the tests. See ./test.sh --help.
set -euo pipefail
cd "$(dirname "$0")"

preset=release
long=
timeout=900  # seconds of one test; with sanitizers a day of demonstration takes one minute
while (($#)); do
    case $1 in
        --help|-h)
            cat <<'HELP'
usage: ./test.sh [--preset NAME] [--long] [--all] [-- OPTIONS OF ctest]
Installs what is missing, builds, and runs every test through CTest.
  --preset NAME  release (the default), dev (the same, faster to build after an edit), clang (address and undefined
                 behaviour sanitizers) or tsan
  --long         the long forms too: 10,000 kills, power cuts and damaged files, then 10 minutes of each fuzzer, hours;
                 SIAGA_LONG_ROUNDS=N sets another number, SIAGA_FUZZ_SECONDS=N another time
  --all          every check and preset, as continuous integration does
  -- ...         to ctest, for example: ./test.sh -- -R Camera
Exit codes: 0 all passed, 1 a test failed or it does not build, 2 wrong use, 3 something of the machine is missing.
HELP
            exit 0 ;;
        --long) export SIAGA_LONG=1; long=1; timeout=43200 ;;
        --all) exec bash .ci/run ;;
        --preset)
            preset=${2:-}
            [[ " release dev clang tsan " == *" $preset "* && -n $preset ]] ||
                { echo 'test: --preset takes release, dev, clang or tsan' >&2; exit 2; }
            shift ;;
        --) shift; break ;;
        *) echo "test: unknown option $1 (see ./test.sh --help)" >&2; exit 2 ;;
    esac
    shift
done

if [[ $preset == clang || -n $long ]]; then ./setup.sh --checks; else ./setup.sh; fi
run=()
if [[ $preset == tsan ]]; then
    # GCC 12's thread sanitizer knows only the memory layout without much randomisation.
    setarch -R true 2>/dev/null && run=(setarch -R)
    # The software rasteriser's own threads are not built for it, and look like races; it draws the same without.
    export LP_NUM_THREADS=0
    export TSAN_OPTIONS="halt_on_error=1:second_deadlock_stack=1:${TSAN_OPTIONS:-}"
fi
"${run[@]}" tests/tools/build_preset.sh "$preset"

echo "==> testing the preset $preset"
# A display of our own: a test must not open windows on the person's.
"${run[@]}" tests/tools/with_display.sh --own \
    ctest --preset "$preset" -j 2 --timeout "$timeout" --output-on-failure --no-tests=error "$@" ||
    { echo "test: the preset $preset has failing tests; their output is above." >&2; exit 1; }

if [[ -n $long ]]; then
    echo "==> fuzzing"
    [[ $preset == clang ]] || tests/tools/build_preset.sh clang fuzzers
    tests/tools/fuzz.sh "${SIAGA_FUZZ_SECONDS:-600}" build/fuzz ||
        { echo "test: a fuzzer found something; the input is in build/fuzz." >&2; exit 1; }
fi
