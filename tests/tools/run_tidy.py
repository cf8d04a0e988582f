#!/usr/bin/env python3
"""Runs clang-tidy over our own sources, two at a time. What passed is remembered by its preprocessed text.

usage: run_tidy.py BUILD_FOLDER [FILE...]      exit 1 when there is a finding
"""
import concurrent.futures
import hashlib
import os
import pathlib
import shlex
import subprocess
import sys

import compile_database

ROOT = pathlib.Path(__file__).resolve().parents[2]
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache", "siaga-tidy")


def preprocess_command(entry):
    """The entry's command, turned to print the preprocessed source without comments or line marks."""
    words = shlex.split(entry["command"])
    words = words[words.index(compile_database.compiler_of(entry)):]
    kept, skip = [], False
    for at, word in enumerate(words):
        if skip:
            skip = False
        elif word in ("-o", "-c", "-MF", "-MT"):
            skip = word != "-c"
        elif word == "-Xclang" and words[at + 1] in ("-include-pch", "-include", "-fno-pch-timestamp"):
            # The precompiled header comes as -Xclang -include -Xclang FILE; the text is the same without it.
            skip = True
        elif word.endswith((".pch", "cmake_pch.hxx")) or (word == "-Xclang" and "cmake_pch" in words[at + 1]):
            continue
        elif word not in ("-MD", "-MMD"):
            kept.append(word)
    return [*kept, "-E", "-P"]


def fingerprint(path, entry, settings):
    done = subprocess.run(preprocess_command(entry), cwd=entry["directory"], capture_output=True, check=False)
    if done.returncode != 0:
        return None
    # Comments matter as well: NOLINT stands in them.
    return hashlib.sha256(settings + (ROOT / path).read_bytes() + done.stdout).hexdigest()


# Sockets around a conversation that is analysed in its own file.
COROUTINES = {"net/cot_server.cpp", "net/feed_connection.cpp", "net/nmea_tcp.cpp", "net/nmea_udp.cpp"}


def narrowed(path):
    """The static analyzer costs more than all else; it looks where bytes of others come in and records are kept.

    This version cannot follow a coroutine: it finds faults inside Asio's own headers."""
    analyzed = path.startswith(("data/", "net/")) and path not in COROUTINES
    return [] if analyzed else ["--checks=-clang-analyzer-*"]


def tidy(path, entry, build, settings):
    stamp_name = fingerprint(path, entry, settings)
    if stamp_name and (CACHE / stamp_name).exists():
        return ""
    done = subprocess.run(["clang-tidy", "--quiet", *narrowed(path), "-p", str(build), str(ROOT / path)], capture_output=True, text=True,
                          check=False)
    if done.returncode == 0:
        if stamp_name:
            (CACHE / stamp_name).touch()
        return ""
    return done.stdout.replace(f"{ROOT}/", "") or done.stderr


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    build = pathlib.Path(sys.argv[1])
    CACHE.mkdir(parents=True, exist_ok=True)
    entries = compile_database.load(build)
    wanted = sys.argv[2:] or [path for path in entries if not path.startswith("tests/")]
    version = subprocess.run(["clang-tidy", "--version"], capture_output=True, check=True).stdout
    settings = (ROOT / ".clang-tidy").read_bytes() + version
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda path: tidy(path, entries[path], build, settings), sorted(wanted)))
    findings = [text for text in found if text]
    print("\n".join([*findings, f"clang-tidy: {len(found) - len(findings)} of {len(found)} files without a finding"]))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
