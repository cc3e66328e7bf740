"""`fmt`, `show`, `explain` and `schema`: what they print and how they end."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from runplan.cli.explain import plain_text
from small import HALF

Cli = Callable[..., Any]

UGLY = 'plan   "Ugly"\n   units   km\nphase a 2 weeks\n tue easy 5km # short\n'
NICE = 'plan "Ugly"\n  units  km\n\nphase a 2 weeks\n  tue  easy 5 km  # short\n'

# ---- fmt -----------------------------------------------------------------------------------------------------


def test_fmt_writes_what_changes_and_names_it(cli: Cli, half: Path) -> None:
    (half / "ugly.plan").write_text(UGLY)
    assert cli("fmt", ".") == (0, "ugly.plan\n", "")
    assert (half / "ugly.plan").read_text() == NICE
    assert (half / "half.plan").read_text() == HALF
    assert cli("fmt", ".") == (0, "", "")


def test_fmt_check_writes_nothing_and_exits_1(cli: Cli, half: Path) -> None:
    (half / "ugly.plan").write_text(UGLY)
    assert cli("fmt", "--check", ".") == (1, "ugly.plan\n", "")
    assert (half / "ugly.plan").read_text() == UGLY
    assert cli("fmt", "--check", "half.plan") == (0, "", "")


def test_fmt_diff_prints_and_writes_nothing(cli: Cli, folder: Path) -> None:
    (folder / "ugly.plan").write_text(UGLY)
    code, out, err = cli("fmt", "--diff", "ugly.plan")
    assert (code, err) == (0, "")
    assert out.startswith("--- ugly.plan\n+++ ugly.plan (formatted)\n@@ ")
    assert '-plan   "Ugly"\n' in out
    assert '+plan "Ugly"\n' in out
    assert (folder / "ugly.plan").read_text() == UGLY
    assert cli("fmt", "--diff", "--check", "ugly.plan").code == 1


def test_fmt_of_standard_input(cli: Cli) -> None:
    assert cli("fmt", "-", stdin=UGLY.encode()) == (0, NICE, "")
    assert cli("fmt", "--check", "-", stdin=UGLY.encode()) == (1, "", "")
    assert cli("fmt", "--check", "-", stdin=NICE.encode()) == (0, "", "")
    assert cli("fmt", "--diff", "-", stdin=NICE.encode()) == (0, "", "")
    assert cli("fmt", "-", stdin=b"").out == ""
    assert cli("fmt", "-", "x.plan").err.startswith("error: `-` stands alone\n")


def test_fmt_leaves_a_wrong_line_as_it_is_and_says_so(cli: Cli, folder: Path) -> None:
    (folder / "wrong.plan").write_text('plan   "W"\nphase a 2 weeks\n tue   tempo  20\n wed easy 5km\n')
    code, out, err = cli("fmt", "wrong.plan")
    assert (code, out) == (1, "wrong.plan\n")
    assert err.startswith("error[missing-unit]: `20` needs a unit\n --> wrong.plan:3:15\n")
    assert (folder / "wrong.plan").read_text() == (
        'plan "W"\n\nphase a 2 weeks\n tue   tempo  20\n  wed  easy 5 km\n'
    )


def test_fmt_takes_line_ends_and_byte_order_marks_away(cli: Cli, folder: Path) -> None:
    (folder / "windows.plan").write_bytes(b"\xef\xbb\xbf" + NICE.replace("\n", "\r\n").encode())
    assert cli("fmt", "windows.plan").code == 0
    assert (folder / "windows.plan").read_bytes() == NICE.encode()


def test_fmt_of_what_is_no_text(cli: Cli, folder: Path) -> None:
    (folder / "binary.plan").write_bytes(b"\xff\xfe\0p")
    code, out, err = cli("fmt", "binary.plan")
    assert (code, out) == (2, "")
    assert err.startswith("error[not-text]: ")
    assert cli("fmt", "-", stdin=b"\xff\xfe").code == 2


# ---- show ----------------------------------------------------------------------------------------------------


def test_show_prints_the_runners_plan(cli: Cli, half: Path) -> None:
    code, out, err = cli("show", "ana.runner")
    assert (code, err) == (0, "")
    assert out.startswith("Half marathon\nAna Silva · 10 weeks")
    assert max(map(len, out.splitlines())) <= 80
    assert "\033" not in out


def test_show_takes_the_terminals_width_and_colour(
    cli: Cli, half: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(len, cli("show", "ana.runner").out.splitlines())) <= 60
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\033[" in cli("show", "ana.runner").out


def test_show_of_a_plan_has_an_example_runner(cli: Cli, half: Path) -> None:
    code, out, _ = cli("show", "half.plan", "--today", "2027-01-04")
    assert code == 0
    assert "Example runner" in out
    assert "4 Jan" in out
    assert cli("show", "half.plan", "--today", "2027-01-05").out != out


def test_show_of_one_week_has_its_steps(cli: Cli, half: Path) -> None:
    code, out, err = cli("show", "ana.runner", "--week", "8")
    assert (code, err) == (0, "")
    assert out.startswith("Week 8 ")
    assert "6 × (400 m @ I" in out
    assert "Week 9" not in out
    assert cli("show", "ana.runner", "--week", "8", "--week", "9").out.startswith(out.rstrip("\n"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ana.runner", "--week", "11"), "error: invalid value for --week: the plan has weeks 1 to 10\n"),
        ((".",), "error: `.` holds 2 files: name one of them, such as `ana.runner`\n"),
        (("anna.runner",), "error[missing-file]: there is no file `anna.runner`\n"),
    ],
)
def test_show_wrong_use(cli: Cli, half: Path, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = cli("show", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(said)


def test_show_of_a_wrong_plan_prints_what_is_wrong(cli: Cli, half: Path) -> None:
    (half / "half.plan").write_text(HALF.replace("easy", "eassy", 1))
    code, out, err = cli("show", "ana.runner")
    assert (code, out) == (1, "")
    assert err.startswith("error[")


def test_show_of_shared_parts(cli: Cli, folder: Path) -> None:
    (folder / "parts.plan").write_text("workout hill-day\n  hills 8 x (45 s uphill @ I, 2 min jog)\n")
    assert cli("show", "parts.plan") == (0, "", "parts.plan holds parts that plans share, and no plan\n")


# ---- explain and schema --------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["missing-file", "error[missing-file]", "[missing-file]:", " MISSING-FILE "])
def test_explain_takes_a_code_as_it_was_printed(cli: Cli, code: str) -> None:
    done = cli("explain", code)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("missing-file\n\nA file was named that is not there:")
    assert "```" not in done.out
    assert '\n    runner "Ana Silva"\n      follows "halb.plan"\n' in done.out


def test_explain_in_colour_has_bold_headings(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert cli("explain", "missing-file").out.startswith("\033[1mmissing-file\033[0m\n")


def test_explain_fills_paragraphs_and_lists_and_leaves_blocks() -> None:
    page = "# a\n\none\ntwo three\n\n- first item\n  goes on\n- second\n\n```plan\n  as   it is, however long\n```\n"
    assert plain_text(page, 16) == (
        "a\n\none two three\n\n- first item\n  goes on\n- second\n\n      as   it is, however long\n"
    )


def test_explain_of_an_unknown_code(cli: Cli) -> None:
    code, out, err = cli("explain", "mising-file")
    assert (code, out) == (2, "")
    assert err.startswith(
        "error: invalid value for CODE: there is no code `mising-file`: did you mean `missing-file`?\n"
    )
    assert "`runplan explain --list` prints all" in cli("explain", "zzz").err


def test_explain_lists_every_code(cli: Cli) -> None:
    from runplan.diagnostics.codes import CODES

    out = cli("explain", "--list").out
    assert [line.split() for line in out.splitlines()] == [
        [code, CODES[code].severity] for code in sorted(CODES)
    ]


@pytest.mark.parametrize("name", ["plan", "template", "diagnostics"])
def test_schemas_are_schemas(cli: Cli, name: str) -> None:
    code, out, err = cli("schema", name)
    assert (code, err) == (0, "")
    schema = json.loads(out)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:runplan:schema:{name}:1"


def test_schema_of_something_else(cli: Cli) -> None:
    code, _, err = cli("schema", "runner")
    assert code == 2
    assert err.startswith("error: invalid value for 'plan|template|diagnostics': 'runner' is not one of")
