#!/usr/bin/env python3
"""Compiles each header alone, so that each includes what it uses. What passed is remembered by its content.

usage: check_headers.py BUILD_FOLDER [ROOT]      exit 1 when a header does not stand alone
"""
import collections
import concurrent.futures
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import compile_database

FOLDERS = ("data", "net", "render", "app")
LIBRARY_INCLUDE = re.compile(r"^\s*#\s*include\s*<([^>]+)>", re.MULTILINE)
WORTH_PRECOMPILING = 15  # headers
WARNINGS = ["-std=c++20", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror"]


def key_of(root, path, command):
    digest = hashlib.sha256(" ".join(command).encode())
    compile_database.add_contents(digest, root, path)
    return digest.hexdigest()


def compile_alone(root, path, command, stamp):
    source = f'#include "{path}"\n'
    done = subprocess.run([*command, "-fsyntax-only", "-I", str(root), "-x", "c++", "-"], input=source,
                          capture_output=True, text=True, check=False, cwd=root)
    if done.returncode == 0:
        stamp.touch()
        return None
    first = next((line for line in done.stderr.splitlines() if "error" in line), done.stderr.strip())
    return f"{path}: does not compile alone: {first}"


def shared_beginnings(root, headers, least):
    """What of the libraries each header may get precompiled: only what it includes itself, so that nothing it lacks
    is hidden. Sorted by how many include it, the headers of many begin alike; a beginning is worth it for `least`."""
    included = {path: {name for below in compile_database.closure(root, path)
                       for name in LIBRARY_INCLUDE.findall((root / below).read_text(encoding="utf-8"))}
                for path in headers}
    counts = collections.Counter(name for names in included.values() for name in sorted(names))
    order = sorted(counts, key=lambda name: (-counts[name], name))
    lengths = {path: next((at for at, name in enumerate(order) if name not in names), len(order))
               for path, names in included.items()}
    reached = collections.Counter(lengths.values())
    worth = [length for length in reached if reached[length] >= least]
    return {path: order[:max((length for length in worth if length <= lengths[path]), default=0)] for path in headers}


def precompile(command, names, folder):
    header = folder / f"first_{len(names)}.hpp"
    header.write_text("".join(f"#include <{name}>\n" for name in names), encoding="utf-8")
    subprocess.run([*command, "-x", "c++-header", str(header), "-o", f"{header}.gch"], check=True)
    return ["-include", str(header)]


def check(root, command, stamps, least=WORTH_PRECOMPILING):
    stamps.mkdir(parents=True, exist_ok=True)
    headers = sorted(file.relative_to(root).as_posix() for folder in FOLDERS for file in (root / folder).rglob("*.hpp"))
    stamp_of = {path: stamps / key_of(root, path, command) for path in headers}
    unknown = [path for path in headers if not stamp_of[path].exists()]
    with tempfile.TemporaryDirectory() as made, concurrent.futures.ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        beginnings = shared_beginnings(root, unknown, least)
        distinct = sorted({tuple(names) for names in beginnings.values() if names})
        ready = dict(zip(distinct, pool.map(lambda names: precompile(command, names, pathlib.Path(made)), distinct)))
        results = pool.map(lambda path: compile_alone(root, path, [*command, *ready.get(tuple(beginnings[path]), [])],
                                                      stamp_of[path]), unknown)
        return [fault for fault in results if fault], len(headers)


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    build = pathlib.Path(sys.argv[1])
    root = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else pathlib.Path(__file__).parents[2]).resolve()
    entries = list(compile_database.load(build).values())
    command = [compile_database.compiler_of(entries[0]), *WARNINGS, *compile_database.search_options(entries)]
    faults, count = check(root, command, build / "checks" / "headers")
    print("\n".join([*faults, f"headers: {count - len(faults)} of {count} stand alone"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
