#!/usr/bin/env python3
"""Compiles each header alone, so that each includes what it uses. What passed is remembered by its content.

usage: check_headers.py BUILD_FOLDER [ROOT]      exit 1 when a header does not stand alone
"""
import concurrent.futures
import hashlib
import os
import pathlib
import subprocess
import sys

import compile_database

FOLDERS = ("data", "net", "render", "app")
WARNINGS = ["-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror"]


def key_of(root, path, command):
    digest = hashlib.sha256(" ".join(command).encode())
    compile_database.add_contents(digest, root, path)
    return digest.hexdigest()


def compile_alone(root, path, command, stamps):
    stamp = stamps / key_of(root, path, command)
    if stamp.exists():
        return None
    source = f'#include "{path}"\n'
    done = subprocess.run([*command, "-I", str(root), "-x", "c++", "-"], input=source, capture_output=True, text=True,
                          check=False, cwd=root)
    if done.returncode == 0:
        stamp.touch()
        return None
    first = next((line for line in done.stderr.splitlines() if "error" in line), done.stderr.strip())
    return f"{path}: does not compile alone: {first}"


def check(root, command, stamps):
    stamps.mkdir(parents=True, exist_ok=True)
    headers = sorted(file.relative_to(root).as_posix() for folder in FOLDERS for file in (root / folder).rglob("*.hpp"))
    with concurrent.futures.ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
        results = pool.map(lambda path: compile_alone(root, path, command, stamps), headers)
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
