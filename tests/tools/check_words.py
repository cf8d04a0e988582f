#!/usr/bin/env python3
"""Checks that no tracked text names a path of one machine or a package registry, or leaves work undone.

usage: check_words.py [ROOT]      prints file:line: what stands there; exit 1 when there is something
"""
import pathlib
import re
import subprocess
import sys

# The patterns are written so that they do not match themselves.
RULES = [
    (re.compile(r"(?<![\w.$}/~-])/(home|root|work|mnt|Users|workspace)/\w"), "a path of one machine"),
    (re.compile(r"\b(deb|security|snapshot|archive|ftp|registry|pypi|files|proxy|index|static)\.[a-z.]*"
                r"(debian|ubuntu|npmjs|python|pythonhosted|golang|crates)\.[a-z]{2,3}\b"), "a package registry"),
    (re.compile(r"\b(pypi\.org|crates\.io|[\w-]+\.pkg\.dev)\b"), "a package registry"),
    (re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b"), "work left undone"),
]
# Where such words are the subject, or data from elsewhere is kept as it came.
SKIPPED = re.compile(r"^(tests/tools/(check_words|tools_test)\.py$|assets/.*\.(geojson|csv|po)$|tests/fuzz/corpus/)")


def tracked_files(root):
    """What git tracks or would track; every file where the folder is no repository."""
    done = subprocess.run(["git", "-C", root, "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True,
                          check=False)
    if done.returncode == 0:
        return sorted(set(done.stdout.splitlines()))
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def check(root):
    faults = []
    for path in tracked_files(root):
        file = root / path
        if SKIPPED.match(path) or not file.is_file() or file.is_symlink():
            continue
        data = file.read_bytes()
        if b"\0" in data[:8192]:
            continue
        for number, line in enumerate(data.decode("utf-8", errors="replace").splitlines(), 1):
            for pattern, what in RULES:
                found = pattern.search(line)
                if found:
                    faults.append(f"{path}:{number}: {what} ({found[0]})")
    return faults


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
    faults = check(root)
    print("\n".join(faults) if faults else "words: no fault")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
