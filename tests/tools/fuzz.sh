#!/usr/bin/env bash
# Runs each fuzzer of the clang preset, as many at once as there are processors, beginning with its committed corpus.
# usage: tests/tools/fuzz.sh SECONDS LOGS
# SECONDS each; what is found new, and an input that breaks a fuzzer, stays below the folder LOGS.
# No input may take longer than 1 s or more than 256 MiB. exit 1: a fuzzer found something, or none was built.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:?usage: fuzz.sh SECONDS LOGS}
logs=${2:?usage: fuzz.sh SECONDS LOGS}
compgen -G 'build/clang/bin/fuzz_*' >/dev/null ||
    { echo 'fuzz: no fuzzer was built; ./test.sh --preset clang builds them' >&2; exit 1; }
# What was freed stays with the sanitizer for a while; it is not the decoder's.
export ASAN_OPTIONS="quarantine_size_mb=16:${ASAN_OPTIONS:-}" seconds logs
printf '%s\n' build/clang/bin/fuzz_* | xargs -P "$(nproc)" -I{} bash -c '
    set -o pipefail
    name=$(basename {}); name=${name#fuzz_}
    mkdir -p "$logs/corpus/$name"
    said=$({} -max_total_time="$seconds" -timeout=1 -rss_limit_mb=256 -verbosity=0 -print_final_stats=1 \
        -artifact_prefix="$logs/$name-" "$logs/corpus/$name" "tests/fuzz/corpus/$name" 2>&1)
    status=$?
    printf "%s\n" "--- $name, $seconds s" "$said" | grep -vE "^(\"|###|INFO|#[0-9]|[[:space:]]+NEW_FUNC)"
    exit $((status != 0))'
