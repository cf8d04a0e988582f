#!/usr/bin/env bash
# Checks the format of our C++ sources against .clang-format; --fix applies it.
# usage: tests/tools/check_format.sh [--fix] [FILE...]
set -euo pipefail
cd "$(dirname "$0")/../.."
mode=(--dry-run -Werror)
[[ ${1:-} == --fix ]] && { mode=(-i); shift; }
command -v clang-format >/dev/null || { echo 'format: clang-format is missing; ./setup.sh --checks installs it.' >&2; exit 3; }
if (($#)); then files=("$@"); else mapfile -t files < <(git ls-files -co --exclude-standard '*.cpp' '*.hpp'); fi
((${#files[@]})) || { echo 'format: no file'; exit 0; }
printf '%s\0' "${files[@]}" | xargs -0 -n 8 -P "$(nproc)" clang-format "${mode[@]}" || exit 1
echo "format: ${#files[@]} files"
