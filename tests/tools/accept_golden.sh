#!/bin/sh
# Accepts the pictures that the golden tests wrote in their last run as the new baselines.
# Use: tests/tools/accept_golden.sh [BUILD_FOLDER] [NAME...]   (default build/release, all of them)
set -eu
cd "$(dirname "$0")/../.."
build=${1:-build/release}
[ $# -gt 0 ] && shift
[ -d "$build/golden" ] || { echo "$build/golden: no pictures there; run the golden tests first" >&2; exit 3; }
mkdir -p tests/golden/baseline
if [ $# -eq 0 ]; then
    cp "$build"/golden/*.png tests/golden/baseline/
else
    for name in "$@"; do cp "$build/golden/$name.png" tests/golden/baseline/; done
fi
echo "accepted; look at them once more in: git diff --stat tests/golden/baseline"
