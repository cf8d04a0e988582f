#!/usr/bin/env python3
"""Checks the one-way include order between folders and where each library may appear.

usage: check_includes.py [ROOT]      prints file:line: the rule broken; exit 1 when there is one
"""
import pathlib
import re
import sys

# A folder may include itself and what stands here. Longest prefix wins. See ARCHITECTURE.md.
MAY_INCLUDE = {
    "data/core": [],
    "data/geo": ["data/core"],
    "data/model": ["data/core", "data/geo"],
    "data/store": ["data/core", "data/geo", "data/model"],
    "data/situation": ["data/core", "data/geo", "data/model"],
    "data/ingest": ["data/core", "data/geo", "data/model", "data/store", "data/situation"],
    "net": ["data"],
    "render": ["data/core", "data/geo"],
    "app": ["data", "net", "render"],
}
# Library: (what its includes look like, the folders that may have them, what to say)
LIBRARIES = [
    ("Dear ImGui", r"^(imgui|imconfig|backends/imgui|misc/.*imgui)", ["app"]),
    ("Boost.Asio", r"^boost/(asio|beast|system|url)", ["net"]),
    ("protobuf", r"^google/protobuf|\.pb\.h$", ["net"]),
    ("SQLite", r"^(sqlite3|SQLiteCpp/)", ["data/store"]),
    ("glad", r"^glad/", ["render"]),
    ("GLFW", r"^GLFW/", ["app"]),
]
# The loader of OpenGL is called where the window is made; a floor is a program of its own.
LIBRARY_EXCEPTIONS = {("glad", "app/window"), ("SQLite", "app/bench/floors")}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
TOP_FOLDERS = ("data", "net", "render", "app")


def folder_of(path):
    """The longest folder of the table that holds the path, or None."""
    found = [folder for folder in MAY_INCLUDE if path == folder or path.startswith(folder + "/")]
    return max(found, key=len) if found else None


def inside(path, folders):
    return any(path == folder or path.startswith(folder + "/") for folder in folders)


def broken_rule(path, quote, included):
    """What is wrong with this include of this file, or None."""
    for name, pattern, folders in LIBRARIES:
        if re.match(pattern, included) and not inside(path, folders):
            if any(library == name and inside(path, [place]) for library, place in LIBRARY_EXCEPTIONS):
                continue
            return f"{name} belongs only in {', '.join(folders)} ({included})"
    ours = included.split("/")[0] in TOP_FOLDERS and "/" in included
    if quote == '"' and not ours:
        return f'"{included}": ours are included by their path from the root, libraries in <>'
    if not ours:
        return None
    if quote == "<":
        return f"<{included}>: ours are included in quotes"
    here, there = folder_of(path), folder_of(included)
    if here is None:
        return f"{path.rsplit('/', 1)[0]} is in no folder of the include order"
    if there is None:
        return f"{included} is in no folder of the include order"
    if here != there and not inside(there, MAY_INCLUDE[here]):
        return f"{here} may not include {there} ({included})"
    return None


def own_header_misplaced(path, includes):
    """A source's own header comes first, so that it is seen to stand alone."""
    own = re.sub(r"\.cpp$", ".hpp", path)
    names = [name for _, _, name in includes]
    if path.endswith(".cpp") and own in names and names[0] != own:
        return includes[names.index(own)][0], f"the own header comes first ({own})"
    return None


def check(root):
    faults = []
    for folder in TOP_FOLDERS:
        for file in sorted((root / folder).rglob("*.[ch]pp")):
            path = file.relative_to(root).as_posix()
            lines = file.read_text(encoding="utf-8").splitlines()
            matches = [(number, INCLUDE.match(line)) for number, line in enumerate(lines, 1)]
            includes = [(number, m[1], m[2]) for number, m in matches if m]
            for number, quote, included in includes:
                fault = broken_rule(path, quote, included)
                if fault:
                    faults.append(f"{path}:{number}: {fault}")
            misplaced = own_header_misplaced(path, includes)
            if misplaced:
                faults.append(f"{path}:{misplaced[0]}: {misplaced[1]}")
            if path.endswith(".hpp") and "#pragma once" not in lines:
                faults.append(f"{path}:1: #pragma once is missing")
    return faults


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
    faults = check(root)
    print("\n".join(faults) if faults else "include order: no fault")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
