#!/usr/bin/env python3
"""Tests of the checks: each finds the fault planted for it, and says where; a sound tree passes."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import check_headers  # noqa: E402  (after the path is set)
import check_includes  # noqa: E402
import check_language  # noqa: E402
import check_sizes  # noqa: E402
import check_words  # noqa: E402


class PlantedTree(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)

    def plant(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def plant_header(self, path, *includes):
        self.plant(path, "#pragma once\n" + "".join(f"#include {name}\n" for name in includes))


class IncludeOrder(PlantedTree):
    def expect(self, path, included, fault):
        self.plant_header(path, included)
        self.assertEqual(check_includes.check(self.root), [f"{path}:2: {fault}"])

    def test_passes_what_the_order_allows(self):
        self.plant_header("data/core/time.hpp", "<chrono>")
        self.plant_header("data/geo/areas.hpp", '"data/core/time.hpp"', "<geos_c.h>")
        self.plant_header("render/scene.hpp", '"data/geo/areas.hpp"', "<glad/gl.h>")
        self.plant_header("net/session.hpp", '"data/ingest/core.hpp"', "<boost/asio.hpp>")
        self.plant_header("app/panels/map.hpp", '"render/scene.hpp"', '"net/session.hpp"', "<imgui.h>", "<GLFW/glfw3.h>")
        self.assertEqual(check_includes.check(self.root), [])

    def test_finds_core_that_knows_the_map(self):
        self.expect("data/core/a.hpp", '"data/geo/b.hpp"', "data/core may not include data/geo (data/geo/b.hpp)")

    def test_finds_a_store_that_knows_the_situation(self):
        self.expect("data/store/a.hpp", '"data/situation/b.hpp"',
                    "data/store may not include data/situation (data/situation/b.hpp)")

    def test_finds_net_meeting_render(self):
        self.expect("net/a.hpp", '"render/b.hpp"', "net may not include render (render/b.hpp)")

    def test_finds_a_renderer_that_knows_police_business(self):
        self.expect("render/a.hpp", '"data/model/b.hpp"', "render may not include data/model (data/model/b.hpp)")

    def test_finds_anybody_who_includes_the_app(self):
        self.expect("net/a.hpp", '"app/b.hpp"', "net may not include app (app/b.hpp)")

    def test_finds_a_library_outside_its_folder(self):
        for path, library, fault in [
                ("render/a.hpp", "<imgui.h>", "Dear ImGui belongs only in app (imgui.h)"),
                ("data/core/a.hpp", "<boost/asio/ip/tcp.hpp>", "Boost.Asio belongs only in net (boost/asio/ip/tcp.hpp)"),
                ("data/model/a.hpp", "<sqlite3.h>", "SQLite belongs only in data/store (sqlite3.h)"),
                ("app/panels/a.hpp", "<glad/gl.h>", "glad belongs only in render (glad/gl.h)"),
                ("render/a.hpp", "<GLFW/glfw3.h>", "GLFW belongs only in app (GLFW/glfw3.h)")]:
            with self.subTest(library=library):
                self.expect(path, library, fault)
                (self.root / path).unlink()

    def test_finds_a_path_that_does_not_begin_at_the_root(self):
        self.expect("data/core/a.hpp", '"time.hpp"',
                    '"time.hpp": ours are included by their path from the root, libraries in <>')

    def test_finds_an_own_header_that_is_not_first(self):
        self.plant("net/a.cpp", '#include <string>\n#include "net/a.hpp"\n')
        self.assertEqual(check_includes.check(self.root), ["net/a.cpp:2: the own header comes first (net/a.hpp)"])

    def test_finds_a_header_without_its_guard(self):
        self.plant("net/a.hpp", "int a();\n")
        self.assertEqual(check_includes.check(self.root), ["net/a.hpp:1: #pragma once is missing"])


class Sizes(PlantedTree):
    BODY = "    work(1);\n"

    def test_finds_a_file_over_the_limit(self):
        self.plant("net/a.cpp", "int x;\n" * 601)
        self.plant("net/b.cpp", "int x;\n")
        self.plant("net/c.cpp", "int x;\n")
        self.assertEqual(check_sizes.check(self.root)[0], ["net/a.cpp:601: 601 lines; the limit is 600"])

    def test_passes_a_file_and_a_function_at_the_limit(self):
        self.plant("net/a.cpp", "int x;\n" * 600)
        self.plant("net/b.cpp", "void f() {\n" + self.BODY * 78 + "}\n")
        self.plant("net/c.cpp", "int x;\n")
        self.assertEqual(check_sizes.check(self.root)[0], [])

    def test_finds_a_function_over_the_limit_whatever_its_form(self):
        for head in ["void f() {", "int A::f(int a,\n      int b) const {", "A::A(int a) : a_{a}, b_(a) {",
                     "auto f() -> std::vector<int> {", "TEST(Camera, Fits) {", "template <class T> requires C<T> void f(T t) {"]:
            with self.subTest(head=head):
                self.plant("net/a.cpp", "int before;\n\n" + head + "\n" + self.BODY * 79 + "}\n")
                faults = check_sizes.check(self.root)[0]
                self.assertEqual(len(faults), 1, faults)
                self.assertRegex(faults[0], r"^net/a\.cpp:3: a function of 8[12] lines; the limit is 80$")

    def test_is_not_misled_by_braces_in_texts_and_comments(self):
        self.plant("net/a.cpp", 'void f() {\n    put("}{");  // }\n    put(\'{\', 1\'000);\n' + self.BODY * 78 + "}\n")
        self.assertEqual(len(check_sizes.check(self.root)[0]), 1)

    def test_does_not_take_a_class_or_a_namespace_for_a_function(self):
        self.plant("net/a.cpp", "namespace a {\nclass A {\n" + "    void f() { work(); }\n" * 90 + "};\n}\n")
        self.assertEqual(check_sizes.check(self.root)[0], [])

    def test_excepts_tables(self):
        self.plant("net/a.cpp", "std::string_view f(A a) {\n    switch (a) {\n"
                   + '        case A::kB: return "B";\n' * 90 + "    }\n}\n")
        self.assertEqual(check_sizes.check(self.root)[0], [])


class Words(PlantedTree):
    def test_finds_each_kind_and_says_where(self):
        self.plant("a.md", "fine\nsee /home/somebody/notes\n")
        self.plant("b.sh", "fetch https://deb." + "debian.org/debian\n")
        self.plant("c.cpp", "// TO" + "DO later\n")
        self.assertEqual(check_words.check(self.root), [
            "a.md:2: a path of one machine (/home/s)", f"b.sh:1: a package registry (deb.{'debian'}.org)",
            f"c.cpp:1: work left undone (TO{'DO'})"])

    def test_passes_paths_that_every_machine_has(self):
        self.plant("a.sh", "cat /etc/os-release /usr/share/fonts \"$root/srv/x\" tests/srv/a.txt build/home/x\n")
        self.assertEqual(check_words.check(self.root), [])


@unittest.skipUnless(shutil.which("msgcmp"), "gettext is not installed")
class Translations(PlantedTree):
    HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'

    def test_passes_when_every_text_is_translated(self):
        self.plant("app/a.cpp", 'auto a = tr("Boxes");\n')
        self.plant("assets/locale/id.po", self.HEADER + 'msgid "Boxes"\nmsgstr "Kotak"\n')
        self.assertEqual(check_language.check(self.root), [])

    def test_finds_a_text_without_translation(self):
        self.plant("app/a.cpp", '\nauto a = tr("Boxes");\nauto b = trf("Units");\n')
        self.plant("assets/locale/id.po", self.HEADER + 'msgid "Boxes"\nmsgstr "Kotak"\n')
        faults = check_language.check(self.root)
        self.assertEqual(len(faults), 1)
        self.assertIn('app/a.cpp:3: msgid "Units"', faults[0])

    def test_finds_a_catalogue_that_does_not_parse(self):
        self.plant("app/a.cpp", 'auto a = tr("Boxes");\n')
        self.plant("assets/locale/id.po", self.HEADER + 'msgid "Boxes"\nmsgstr "Kotak\n')
        self.assertIn("assets/locale/id.po:6: end-of-line within string", check_language.check(self.root)[0])


class Headers(PlantedTree):
    def check(self, least=check_headers.WORTH_PRECOMPILING):
        return check_headers.check(self.root, ["g++", *check_headers.WARNINGS], self.root / "stamps", least)[0]

    def test_finds_a_header_that_needs_another_before_it(self):
        self.plant_header("net/good.hpp", "<string>")
        self.plant("net/bad.hpp", "#pragma once\nstd::string a();\n")
        faults = self.check()
        self.assertEqual(len(faults), 1)
        self.assertRegex(faults[0], r"^net/bad\.hpp: does not compile alone: .*net/bad\.hpp:2:\d+: error: .*std")

    def test_finds_what_is_missing_where_others_have_it_precompiled(self):
        for name in "abc":
            self.plant_header(f"net/{name}.hpp", "<string>")
        self.plant("net/d.hpp", '#pragma once\n#include "net/a.hpp"\nstd::string d();\n')
        self.plant("net/e.hpp", "#pragma once\nstd::string e();\n")
        self.plant("net/f.hpp", '#pragma once\n#include "net/a.hpp"\nstd::vector<int> f();\n')
        self.plant_header("net/g.hpp", "<vector>")
        headers = [f"net/{name}.hpp" for name in "abcdefg"]
        beginnings = check_headers.shared_beginnings(self.root, headers, 2)
        self.assertEqual([beginnings[path] for path in headers], [["string"]] * 4 + [[], ["string"], []])
        self.assertEqual([fault.split(":")[0] for fault in self.check(2)], ["net/e.hpp", "net/f.hpp"])

    def test_looks_again_when_a_header_below_changed(self):
        self.plant("net/low.hpp", "#pragma once\nusing A = int;\n")
        self.plant("net/high.hpp", '#pragma once\n#include "net/low.hpp"\nA a();\n')
        self.assertEqual(self.check(), [])
        self.plant("net/low.hpp", "#pragma once\nusing B = int;\n")
        self.assertEqual(len(self.check()), 1)


@unittest.skipUnless(shutil.which("clang-format"), "clang-format is not installed")
class Format(PlantedTree):
    def format(self, text):
        self.plant("a.cpp", text)
        return subprocess.run([HERE / "check_format.sh", self.root / "a.cpp"], capture_output=True, text=True, check=False)

    def test_passes_and_refuses(self):
        shutil.copy(HERE.parents[1] / ".clang-format", self.root)
        self.assertEqual(self.format("int* a(int b);\n").returncode, 0)
        refused = self.format("int *a( int b );\n")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("a.cpp:1:", refused.stderr)


if __name__ == "__main__":
    unittest.main()
