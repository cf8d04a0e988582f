#!/usr/bin/env python3
"""Runs clang-tidy over our own sources, several in one go as they are built. What passed is remembered by its content.

usage: run_tidy.py BUILD_FOLDER [FILE...]      exit 1 when there is a finding
The folder is built: the precompiled headers are read as well.
"""
import concurrent.futures
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import compile_database

ROOT = pathlib.Path(__file__).resolve().parents[2]
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache", "siaga-tidy")


# Sockets around a conversation that is analysed in its own file.
COROUTINES = {"net/accept_loop.cpp", "net/cot_connection.cpp", "net/cot_mesh.cpp", "net/cot_server.cpp",
              "net/feed_connection.cpp", "net/handshakes.cpp", "net/nmea_tcp.cpp", "net/nmea_udp.cpp",
              "net/receiver_gate.cpp", "net/wire.cpp"}


def analyzed(path):
    """The static analyzer costs more than all else; it looks where bytes of others come in and records are kept.

    This version cannot follow a coroutine: it finds faults inside Asio's own headers."""
    return path.startswith(("data/", "net/")) and path not in COROUTINES


def depth(paths):
    """Options of the analyzer. Without a bound a few long functions take most of the time; SIAGA_LONG=1 gives it.

    A function whose paths make more states than this is looked at as far as these reach."""
    if not analyzed(paths[0]) or os.environ.get("SIAGA_LONG"):
        return []
    return ["-Xclang", "-analyzer-config", "-Xclang", "max-nodes=50000"]


def groups(paths, entries):
    """Which are looked at together: what is built in one go and gets the same checks."""
    found = {}
    for path in sorted(paths):
        found.setdefault((entries[path]["file"], analyzed(path)), []).append(path)
    return list(found.values())


def fingerprint(paths, entry, settings):
    """Of all that clang-tidy looks at: its settings, the packages, the command, and every line of ours."""
    command = " ".join([*compile_database.options_of(entry), *depth(paths)]).replace(str(ROOT), "")
    digest = hashlib.sha256(settings + command.encode())
    for path in paths:
        compile_database.add_contents(digest, ROOT, path)
    return digest.hexdigest()


def tidy(paths, entry, settings, scratch):
    """What is to be said about these sources; empty when nothing is."""
    print_of_all = fingerprint(paths, entry, settings)
    if (CACHE / print_of_all).exists():
        return ""
    # One text: what is included is not looked into by the analyzer, unless everything is.
    texts = [(ROOT / path).read_text(encoding="utf-8") for path in paths]
    together = scratch / f"{print_of_all}.cpp"
    together.write_text("".join(texts), encoding="utf-8")
    checks = [] if analyzed(paths[0]) else ["--checks=-clang-analyzer-*"]
    done = subprocess.run(["clang-tidy", "--quiet", f"--config-file={ROOT}/.clang-tidy", *checks, str(together), "--",
                           *compile_database.options_of(entry), *depth(paths)],
                          cwd=entry["directory"], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        (CACHE / print_of_all).touch()
        return ""
    places = [(path, line) for path, text in zip(paths, texts) for line in range(1, text.count("\n") + 1)]
    said = re.sub(rf"{re.escape(str(together))}:(\d+)", lambda at: "%s:%d" % places[int(at[1]) - 1], done.stdout)
    return said.replace(f"{ROOT}/", "") or done.stderr


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
    together = groups(wanted, entries)
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(2) as pool:
        look = lambda paths: tidy(paths, entries[paths[0]], settings, pathlib.Path(scratch))  # noqa: E731
        findings = [text for text in pool.map(look, together) if text]
    passed = len(together) - len(findings)
    print("\n".join([*findings, f"clang-tidy: {passed} of {len(together)} groups without a finding, "
                                f"{len(wanted)} files in all"]))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
