"""What the checks read from a compile database: compilers and their options; and which of our headers a file has."""
import json
import pathlib
import re
import shlex

OURS = ("data", "net", "render", "app", "tests")
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)
WITH_VALUE = ("-isystem", "-include", "-iquote", "-I", "-D")


def load(build):
    """The entries of our own sources, by path below the root of the source tree.

    Those that are built several in one go have the entry of what includes them."""
    database = json.loads(pathlib.Path(build, "compile_commands.json").read_text(encoding="utf-8"))
    root = pathlib.Path(__file__).resolve().parents[2]
    entries = {}
    for entry in database:
        file = pathlib.Path(entry["directory"], entry["file"]).resolve()
        for source in members_of(file) if file.match("Unity/unity_*.cxx") else [file]:
            if source.suffix == ".cpp" and source.is_relative_to(root):
                path = source.relative_to(root).as_posix()
                if path.split("/")[0] in OURS:
                    entries[path] = entry
    return entries


def members_of(unit):
    """The sources that are built in one go: CMake names each by its whole path."""
    return [pathlib.Path(path).resolve() for path in INCLUDE.findall(unit.read_text(encoding="utf-8"))]


def compiler_of(entry):
    """The compiler itself, without the launcher before it."""
    words = shlex.split(entry["command"])
    return next(word for word in words if pathlib.Path(word).name.startswith(("g++", "c++", "clang++")))


def options_of(entry):
    """What follows the compiler, without what is compiled and where it goes."""
    words = shlex.split(entry["command"])
    words = words[words.index(compiler_of(entry)) + 1:]
    left_out = {at + ahead for at, word in enumerate(words) if word in ("-c", "-o") for ahead in (0, 1)}
    return [word for at, word in enumerate(words) if at not in left_out]


def search_options(entries):
    """Every include folder and definition that any of the entries has, in order, once."""
    found = {}
    for entry in entries:
        words = shlex.split(entry["command"])
        for at, word in enumerate(words):
            if word in WITH_VALUE and word != "-include":
                found[(word, words[at + 1])] = None
            elif word.startswith(("-I", "-D")) and len(word) > 2:
                found[(word,)] = None
    return [word for option in found for word in option]


def closure(root, path):
    """The file and all headers of ours that it includes, directly or not, sorted."""
    seen, waiting = set(), [path]
    while waiting:
        name = waiting.pop()
        if name not in seen and (root / name).is_file():
            seen.add(name)
            waiting += INCLUDE.findall((root / name).read_text(encoding="utf-8"))
    return sorted(seen)


def add_contents(digest, root, path):
    """What the compiler sees of ours, comments and all, goes into the digest."""
    for name in closure(root, path):
        digest.update(name.encode() + b"\0" + (root / name).read_bytes())
