#!/usr/bin/env python3
"""Checks that every text of the window (gettext) has its Indonesian translation, and that all catalogues parse.

usage: check_language.py [ROOT]      prints what is missing or malformed; exit 1 when there is something
"""
import pathlib
import re
import subprocess
import sys
import tempfile

KEYWORDS = ["tr", "trf", "trn:1,2", "trnf:1,2", "N_"]  # app/language/language.hpp


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).strip()


def name_places(said, template):
    """Replaces the lines of the template, which is gone afterwards, by the text and its place in the sources."""
    lines = template.read_text(encoding="utf-8").splitlines()

    def place(match):
        at = int(match[1]) - 1
        source = next((line[3:].split()[0] for line in reversed(lines[:at]) if line.startswith("#: ")), "app")
        text = next((line for line in reversed(lines[:at + 1]) if line.startswith("msgid ")), lines[at])
        return f"{source}: {text}:"

    return re.sub(rf"{re.escape(str(template))}:(\d+):", place, said)


def check(root):
    root = root.resolve()
    sources = sorted(path.relative_to(root).as_posix() for path in (root / "app").rglob("*.[ch]pp"))
    catalogues = sorted((root / "assets" / "locale").glob("*.po"))
    faults = []
    with tempfile.TemporaryDirectory() as scratch:
        template = pathlib.Path(scratch, "siaga.pot")
        status, said = run(["xgettext", "--language=C++", "--from-code=UTF-8", "--keyword", f"--output={template}",
                            f"--directory={root}",
                            *[f"--keyword={keyword}" for keyword in KEYWORDS], *sources])
        if status != 0:
            return [f"xgettext: {said}"]
        if not template.exists():
            return []  # no text to translate
        template.write_text(re.sub("charset=CHARSET", "charset=UTF-8", template.read_text()))
        indonesian = root / "assets" / "locale" / "id.po"
        if not indonesian.exists():
            return ["assets/locale/id.po: missing, but app/ has texts to translate"]
        commands = [["msgfmt", "--check-format", "--check-domain", "--output-file=/dev/null", str(catalogue)]
                    for catalogue in catalogues]
        for command in [*commands, ["msgcmp", str(indonesian), str(template)]]:
            status, said = run(command)
            if status != 0:
                faults.append(name_places(said, template).replace(f"{root}/", ""))
    return faults


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
    faults = check(root)
    print("\n".join(faults) if faults else "language: every text is translated")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
