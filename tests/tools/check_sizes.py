#!/usr/bin/env python3
"""Checks that no file is over 600 lines and no function over 80, tables excepted; reports the medians.

usage: check_sizes.py [ROOT]      prints file:line: what is too long; exit 1 when there is something
"""
import pathlib
import re
import statistics
import sys

FILE_LIMIT = 600
FUNCTION_LIMIT = 80
MEDIAN_FILE = 150
FOLDERS = ("data", "net", "render", "app", "tests")
STRIPPED = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Fa-f])\'(?:\\.|[^\'\\\n])+\'', re.DOTALL)
# What may follow the last parenthesis before the body of a function, a constructor's initialisers included.
AFTER_PARAMETERS = re.compile(r"\s*(const\b|noexcept\b|override\b|final\b|mutable\b|requires\b|&|->|:(?!:)|$)")
CONTROL = re.compile(r"(^|[^\w])(if|for|while|switch|catch)\s*(constexpr\s*)?\($")
TABLE_LINE = re.compile(r'^\s*(case\b.*|default:.*|\{.*\},?|[\w:."+-]+,|"[^"]*".*,?|return\s+["\w:]+;|\}?;?)\s*$')


def blank(match):
    """Keeps the line breaks of what is removed, so that line numbers stay true."""
    return "\n" * match[0].count("\n") + "x" * (0 if match[0].startswith("/") else 1)


def statement_before(text, brace):
    """The statement whose block opens at this brace."""
    start = max(text.rfind(mark, 0, brace) for mark in ";{}")
    return start + 1, text[start + 1:brace]


def is_function(head):
    head = head.strip()
    if ")" not in head or not AFTER_PARAMETERS.match(head, head.rfind(")") + 1):
        return False
    if re.match(r"(namespace|class|struct|enum|union|return|else|do|extern)\b", head):
        return False
    return not CONTROL.search(head[: head.find("(") + 1])


def functions(text):
    """Yields (first line, last line) of each outermost function body."""
    text = STRIPPED.sub(blank, text)
    stack = []
    for match in re.finditer(r"[{}]", text):
        at = match.start()
        if match[0] == "{":
            start, head = statement_before(text, at)
            nested = any(opened is not None for opened in stack)
            first = start + len(head) - len(head.lstrip())
            stack.append(first if not nested and is_function(head) else None)
        elif stack:
            opened = stack.pop()
            if opened is not None:
                yield text.count("\n", 0, opened) + 1, text.count("\n", 0, at) + 1


def is_table(lines):
    rows = [line for line in lines if line.strip()]
    return bool(rows) and sum(bool(TABLE_LINE.match(row)) for row in rows) >= 0.8 * len(rows)


def check(root):
    faults, file_sizes, function_sizes = [], [], []
    for folder in FOLDERS:
        for file in sorted(path for path in (root / folder).rglob("*") if path.suffix in (".cpp", ".hpp", ".py", ".sh")):
            path = file.relative_to(root).as_posix()
            text = file.read_text(encoding="utf-8")
            lines = text.splitlines()
            file_sizes.append(len(lines))
            if len(lines) > FILE_LIMIT:
                faults.append(f"{path}:{FILE_LIMIT + 1}: {len(lines)} lines; the limit is {FILE_LIMIT}")
            if file.suffix not in (".cpp", ".hpp"):
                continue
            for first, last in functions(text):
                length = last - first + 1
                function_sizes.append(length)
                if length > FUNCTION_LIMIT and not is_table(lines[first:last - 1]):
                    faults.append(f"{path}:{first}: a function of {length} lines; the limit is {FUNCTION_LIMIT}")
    median = statistics.median(file_sizes) if file_sizes else 0
    if median >= MEDIAN_FILE:
        faults.append(f"the median file has {median:g} lines; it should stay under {MEDIAN_FILE}")
    report = f"{len(file_sizes)} files, median {median:g} lines"
    if function_sizes:
        report += f"; {len(function_sizes)} functions, median {statistics.median(function_sizes):g} lines"
    return faults, report


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
    faults, report = check(root)
    print("\n".join([*faults, f"sizes: {report}"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
