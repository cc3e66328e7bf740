"""Diagnostics as text: what a person, an editor, a program, GitHub and SARIF viewers get."""

import json

import jsonschema
import pytest

from runplan.diagnostics import Diagnostic, Fix, Label, Report
from runplan.diagnostics import render as rendering
from runplan.diagnostics.render import FORMATS, render, summary
from runplan.syntax.span import NOWHERE, Span

PLAN = """\
plan "Half"
phase base 6 weeks
  tue tepo 20 min @ T
phase base 4 weeks
"""


def at(line: int, column: int, end: int, file: str = "half.plan") -> Span:
    return Span(file, line, column, end)


def wrong(message: str, place: Span, code: str = "missing-file", **more: object) -> Diagnostic:
    return Diagnostic(code, place, message, **more)  # type: ignore[arg-type]


KIND = wrong(
    "`tepo` is no kind of session",
    at(3, 7, 11),
    label="not known",
    help="did you mean `tempo`?",
    fix=Fix(at(3, 7, 11), "tempo"),
)
TWICE = wrong(
    "the phase `base` is here twice",
    at(4, 7, 11),
    label="the second",
    labels=(Label(at(2, 7, 11), "the first"),),
    notes=("a phase is known by its name",),
)


def human(*diagnostics: Diagnostic, text: str = PLAN, color: bool = False) -> str:
    return render(diagnostics, {"half.plan": text}, "human", color=color)


def block(*diagnostics: Diagnostic, text: str) -> list[str]:
    """The lines between the place and the summary."""
    return human(*diagnostics, text=text).splitlines()[3:-2]


def test_human_underlines_the_place_and_helps() -> None:
    assert human(KIND) == (
        "error[missing-file]: `tepo` is no kind of session\n"
        " --> half.plan:3:7\n"
        "  |\n"
        "3 |   tue tepo 20 min @ T\n"
        "  |       ^^^^ not known\n"
        "  |\n"
        "  = help: did you mean `tempo`?\n"
        "\n"
        "1 error in 1 file\n"
    )


def test_human_shows_the_other_place_first_when_it_stands_first() -> None:
    assert human(TWICE).splitlines()[:-1] == [
        "error[missing-file]: the phase `base` is here twice",
        " --> half.plan:4:7",
        "  |",
        "2 | phase base 6 weeks",
        "  |       ---- the first",
        "...",
        "4 | phase base 4 weeks",
        "  |       ^^^^ the second",
        "  |",
        "  = note: a phase is known by its name",
        "",
    ]


def test_human_shows_a_place_in_another_file() -> None:
    other = wrong("hidden", at(1, 1, 5), labels=(Label(at(2, 1, 4, "shared.plan"), "by this"),))
    text = render([other], {"half.plan": "abcd\n", "shared.plan": "\nxyz\n"}, "human")
    assert text.splitlines()[1:9] == [
        " --> half.plan:1:1",
        "  |",
        "1 | abcd",
        "  | ^^^^",
        " ::: shared.plan:2:1",
        "  |",
        "2 | xyz",
        "  | --- by this",
    ]


def test_human_two_places_on_one_line() -> None:
    twice = wrong("twice", at(1, 5, 8), label="again", labels=(Label(at(1, 1, 4), "once"),))
    assert block(twice, text="mon mon easy") == ["1 | mon mon easy", "  |     ^^^ again", "  | --- once"]


def test_human_line_numbers_are_aligned() -> None:
    far = wrong("far", at(100, 1, 2), labels=(Label(at(9, 1, 2), "near"),))
    lines = block(far, text="x\n" * 100)
    assert lines == ["  9 | x", "    | - near", "...", "100 | x", "    | ^"]


def test_human_without_a_line_names_the_file_only() -> None:
    whole = wrong("there is no file `x.plan`", Span("x.plan", 0, 0, 0), help="did you mean `y.plan`?")
    assert human(whole) == (
        "error[missing-file]: there is no file `x.plan`\n"
        " --> x.plan\n"
        "  = help: did you mean `y.plan`?\n"
        "\n"
        "1 error in 1 file\n"
    )


def test_human_without_a_file() -> None:
    assert human(wrong("nothing to do", NOWHERE)) == "error[missing-file]: nothing to do\n\n1 error\n"


@pytest.mark.parametrize(
    ("text", "column", "end", "shown", "marks"),
    [
        ("\ttue easy", 2, 5, "    tue easy", "    ^^^"),
        ("a\tb", 3, 4, "a   b", "    ^"),
        ("\t", 1, 2, "", "^^^^"),
        ("走る easy", 4, 8, "走る easy", "     ^^^^"),
        ("走る easy", 1, 3, "走る easy", "^^^^"),
        ("e\u0301a b", 3, 4, "e\u0301a b", " ^"),
        ("easy\u202e km", 5, 6, "easy\ufffd km", "    ^"),
        ("a\x1b[31mb", 2, 3, "a\ufffd[31mb", " ^"),
        ("easy", 5, 5, "easy", "    ^"),
        ("easy", 9, 12, "easy", "    ^"),
        ("easy", 2, 2, "easy", " ^"),
        ("easy 🏃 km", 6, 7, "easy 🏃 km", "     ^^"),
    ],
)
def test_underlines_stand_under_their_text(text: str, column: int, end: int, shown: str, marks: str) -> None:
    assert block(wrong("x", at(1, column, end)), text=text) == [f"1 | {shown}".rstrip(), f"  | {marks}"]


def test_a_very_long_line_is_cut_round_the_place() -> None:
    text = "x" * 5_000_000 + "WRONG" + "y" * 5_000_000
    shown, marks = block(wrong("x", at(1, 5_000_001, 5_000_006)), text=text)
    assert len(shown) < 140
    assert shown[marks.index("^") : marks.rindex("^") + 1] == "WRONG"
    assert shown.startswith("1 | ...x")
    assert shown.endswith("y...")


def test_a_long_underline_is_cut_with_its_line() -> None:
    shown, marks = block(wrong("x", at(1, 1, 1001)), text="x" * 1000)
    assert shown == "1 | " + "x" * 110 + "..."
    assert marks == "  | " + "^" * 110


def test_lines_are_counted_as_the_parser_counts_them() -> None:
    assert block(wrong("x", at(3, 1, 2)), text="a\r\nb\u2028c\rd") == ["3 | d", "  | ^"]


def test_colour_only_adds_colour() -> None:
    plain, colored = human(KIND, TWICE), human(KIND, TWICE, color=True)
    assert "\033[1;31merror[missing-file]\033[0m" in colored
    assert "\033" not in plain
    import re

    assert re.sub(r"\033\[[0-9;]*m", "", colored) == plain


def test_help_of_several_lines_is_indented() -> None:
    lines = human(wrong("x", at(1, 1, 2), help="one\ntwo"), text="x").splitlines()
    assert lines[-4:-2] == ["  = help: one", "          two"]


def test_a_fix_without_help_is_the_help() -> None:
    assert "  = help: write `tempo`\n" in human(KIND._replace(help=""))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([], ""),
        ([KIND], "1 error in 1 file"),
        ([KIND, TWICE], "2 errors in 1 file"),
        ([KIND, KIND._replace(at=at(1, 1, 2, "other.plan"))], "2 errors in 2 files"),
        ([wrong("x", NOWHERE)], "1 error"),
    ],
)
def test_summary_counts(found: list[Diagnostic], said: str) -> None:
    assert summary(found) == said


def test_summary_names_every_severity(monkeypatch: pytest.MonkeyPatch) -> None:
    from runplan.diagnostics.codes import CODES
    from runplan.diagnostics.wording.code import info, warning

    monkeypatch.setitem(CODES, "a-warning", warning("w"))
    monkeypatch.setitem(CODES, "a-note", info("i"))
    found = [KIND, TWICE, wrong("w", at(1, 1, 2), "a-warning"), wrong("i", at(1, 1, 2), "a-note")]
    assert summary(found) == "2 errors, 1 warning, 1 note in 1 file"
    assert human(found[3], text="x").startswith("note[a-note]: i\n")


@pytest.mark.parametrize("form", FORMATS)
def test_no_diagnostics(form: rendering.Format) -> None:
    text = render([], {}, form)
    if form == "json":
        assert json.loads(text)["diagnostics"] == []
    elif form == "sarif":
        assert json.loads(text)["runs"][0]["results"] == []
    else:
        assert text == ""


def test_short_is_a_line_a_problem() -> None:
    text = render([KIND, wrong("no\nfile", Span("x.plan", 0, 0, 0))], {}, "short")
    assert text == (
        "half.plan:3:7: error[missing-file]: `tepo` is no kind of session\n"
        "x.plan: error[missing-file]: no\ufffdfile\n"
    )


def test_json_is_what_its_schema_says() -> None:
    whole = wrong("no file", Span("x.plan", 0, 0, 0))
    document = json.loads(render([KIND, TWICE, whole, wrong("x", NOWHERE)], {}, "json"))
    jsonschema.Draft202012Validator.check_schema(rendering.schema())
    jsonschema.validate(document, rendering.schema())
    assert document["summary"] == {"errors": 4, "warnings": 0, "infos": 0, "files": 2}
    assert document["diagnostics"][0] == {
        "code": "missing-file",
        "severity": "error",
        "message": "`tepo` is no kind of session",
        "at": {"file": "half.plan", "line": 3, "column": 7, "end_column": 11},
        "label": "not known",
        "labels": [],
        "notes": [],
        "help": "did you mean `tempo`?",
        "fix": {
            "at": {"file": "half.plan", "line": 3, "column": 7, "end_column": 11},
            "text": "tempo",
            "safe": False,
        },
    }
    assert document["diagnostics"][2]["at"] == {
        "file": "x.plan",
        "line": None,
        "column": None,
        "end_column": None,
    }
    assert document["diagnostics"][3]["at"] is None


def test_json_schema_refuses_what_is_not_said() -> None:
    document = json.loads(render([KIND], {}, "json"))
    document["diagnostics"][0]["surprise"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, rendering.schema())


def test_github_escapes_what_would_end_a_command() -> None:
    odd = wrong("100% of\r\n::error::no", at(3, 7, 11, "a,b:c%.plan"), help="really")
    assert render([odd], {}, "github") == (
        "::error file=a%2Cb%3Ac%25.plan,line=3,col=7,endColumn=10,title=missing-file::"
        "100%25 of%0D%0A::error::no%0Ahelp: really\n"
    )


def test_github_of_a_whole_file() -> None:
    assert render([wrong("gone", Span("x.plan", 0, 0, 0))], {}, "github") == (
        "::error file=x.plan,title=missing-file::gone\n"
    )


def test_sarif_places_rules_and_fixes() -> None:
    spaced = wrong("y", at(1, 1, 2, "my plans/ä.plan"), "wrong-case")
    log = json.loads(render([KIND, TWICE, spaced], {}, "sarif"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["missing-file", "wrong-case"]
    first, second, third = run["results"]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "half.plan"},
        "region": {"startLine": 3, "startColumn": 7, "endLine": 3, "endColumn": 11},
    }
    assert first["fixes"][0]["artifactChanges"][0]["replacements"] == [
        {
            "deletedRegion": {"startLine": 3, "startColumn": 7, "endLine": 3, "endColumn": 11},
            "insertedContent": {"text": "tempo"},
        }
    ]
    assert second["relatedLocations"][0]["message"] == {"text": "the first"}
    assert third["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "my%20plans/%C3%A4.plan"


def test_a_report_holds_one_error_a_line_and_says_nothing_twice() -> None:
    report = Report([KIND, KIND._replace(message="another"), KIND, TWICE])
    assert list(report) == [KIND, TWICE]
    assert (len(report), report.count("error"), report.has_errors) == (2, 2, True)


def test_a_report_of_many_problems_stays_quick() -> None:
    report = Report(wrong(str(i), Span("x.plan", i, 1, 2)) for i in range(1, 50_001))
    assert len(report) == 50_000
