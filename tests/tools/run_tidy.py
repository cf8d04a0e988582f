#!/usr/bin/env python3
"""Runs clang-tidy over our own sources, two at a time. What passed is remembered by its content.

usage: run_tidy.py BUILD_FOLDER [FILE...]      exit 1 when there is a finding
"""
import concurrent.futures
import hashlib
import os
import pathlib
import subprocess
import sys

import compile_database

ROOT = pathlib.Path(__file__).resolve().parents[2]
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache", "siaga-tidy")


def fingerprint(path, entry, settings):
    """Of all that clang-tidy looks at: its settings, the packages, the command, and every line of ours."""
    digest = hashlib.sha256(settings + entry["command"].replace(str(ROOT), "").encode())
    compile_database.add_contents(digest, ROOT, path)
    return digest.hexdigest()


# Sockets around a conversation that is analysed in its own file.
COROUTINES = {"net/accept_loop.cpp", "net/cot_connection.cpp", "net/cot_server.cpp", "net/feed_connection.cpp",
              "net/handshakes.cpp", "net/nmea_tcp.cpp", "net/nmea_udp.cpp", "net/wire.cpp"}


def narrowed(path):
    """The static analyzer costs more than all else; it looks where bytes of others come in and records are kept.

    This version cannot follow a coroutine: it finds faults inside Asio's own headers."""
    analyzed = path.startswith(("data/", "net/")) and path not in COROUTINES
    return [] if analyzed else ["--checks=-clang-analyzer-*"]


def tidy(path, entry, build, settings):
    stamp = CACHE / fingerprint(path, entry, settings)
    if stamp.exists():
        return ""
    done = subprocess.run(["clang-tidy", "--quiet", *narrowed(path), "-p", str(build), str(ROOT / path)],
                          capture_output=True, text=True, check=False)
    if done.returncode == 0:
        stamp.touch()
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
    packages = subprocess.run(["dpkg-query", "-W"], capture_output=True, check=True).stdout
    settings = (ROOT / ".clang-tidy").read_bytes() + packages
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda path: tidy(path, entries[path], build, settings), sorted(wanted)))
    findings = [text for text in found if text]
    print("\n".join([*findings, f"clang-tidy: {len(found) - len(findings)} of {len(found)} files without a finding"]))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
