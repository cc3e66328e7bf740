"""The project's folder: its root, what a path in a file may lead to, the salt."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from runplan.cli.project import Project, display_path, find_root, nearest_file
from runplan.diagnostics import Report
from runplan.syntax.span import Span

Cli = Callable[..., Any]

AT = Span("runners/ana.runner", 2, 11, 30)
PARTS = "workout hill-day\n  hills 8 x (45 s uphill @ I, 2 min jog)\n"


@pytest.fixture
def project(folder: Path) -> Path:
    """`plans/half.plan`, `plans/parts/hills.plan` and a folder `runners`, below a `runplan.toml`."""
    (folder / "outside.plan").write_text(PARTS)
    root = folder / "project"
    (root / "plans/parts").mkdir(parents=True)
    (root / "runners").mkdir()
    (root / "runplan.toml").write_text("")
    (root / "plans/half.plan").write_text('plan "Half"\n')
    (root / "plans/parts/hills.plan").write_text(PARTS)
    return root


def load(root: Path, path: str) -> tuple[str | None, list[tuple[str, str, str]]]:
    """The path of the module that a runner's file names, and what is said: code, message, help."""
    report = Report()
    module = Project(str(root)).load(path, AT, report)
    return module and module.path, [(d.code, d.message, d.help) for d in report]


# ---- the root ------------------------------------------------------------------------------------------------


def test_the_root_is_the_folder_of_the_project_file(project: Path) -> None:
    (project / "plans/.git").mkdir()
    assert find_root(str(project / "plans/parts")) == str(project)


def test_without_a_project_file_the_root_is_the_repository(project: Path) -> None:
    (project / "runplan.toml").unlink()
    (project / ".git").write_text("gitdir: elsewhere")
    assert find_root(str(project / "plans/parts")) == str(project)


def test_without_either_the_root_is_the_files_own_folder(folder: Path) -> None:
    (folder / "a/b").mkdir(parents=True)
    assert find_root(str(folder / "a/b")) == str(folder / "a/b")


# ---- paths in files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("../plans/half.plan", "plans/half.plan"),
        ("../plans/parts/../half.plan", "plans/half.plan"),
        ("./../plans/parts/hills.plan", "plans/parts/hills.plan"),
    ],
)
def test_a_path_begins_at_the_folder_of_its_file(project: Path, path: str, found: str) -> None:
    assert load(project, path) == (found, [])


@pytest.mark.parametrize(
    "path",
    [
        "../../outside.plan",
        "../plans/../../outside.plan",
        "/etc/passwd",
        "~/half.plan",
        "https://example.org/half.plan",
        "C:\\half.plan",
        "../..",
        "..",
    ],
)
def test_a_path_cannot_leave_the_project(project: Path, path: str) -> None:
    found, said = load(project, path)
    assert found is None
    assert [code for code, _, _ in said] == ["folder-as-file" if path == ".." else "leaves-project"]


def test_without_a_project_file_the_way_out_is_to_make_one(project: Path) -> None:
    (project / "runplan.toml").unlink()
    _, said = load(project, "../../outside.plan")
    assert said == [
        (
            "leaves-project",
            "`../../outside.plan` lies outside the project",
            "put an empty file `runplan.toml` into the folder that holds everything, to make it one project",
        )
    ]


@pytest.mark.parametrize("link", ["plans/link.plan", "plans/linked/outside.plan"])
def test_a_link_cannot_leave_the_project(project: Path, link: str) -> None:
    (project / "plans/link.plan").symlink_to("../../outside.plan")
    (project / "plans/linked").symlink_to("../..")
    found, said = load(project, f"../{link}")
    assert found is None
    assert [code for code, _, _ in said] == ["leaves-project"]


def test_a_link_inside_the_project_will_do(project: Path) -> None:
    (project / "plans/link.plan").symlink_to("half.plan")
    assert load(project, "../plans/link.plan") == ("plans/link.plan", [])


def test_a_project_that_is_itself_a_link(project: Path, folder: Path) -> None:
    (folder / "other").symlink_to(project)
    assert load(folder / "other", "../plans/half.plan") == ("plans/half.plan", [])


@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("../Plans/half.plan", "../plans/half.plan"),
        ("../plans/HALF.plan", "../plans/half.plan"),
        ("../plans/Parts/Hills.plan", "../plans/parts/hills.plan"),
    ],
)
def test_capital_letters_are_those_of_the_disk(project: Path, path: str, right: str) -> None:
    found, ((code, message, help_),) = load(project, path)
    assert (found, code) == (None, "wrong-case")
    assert message == f"`{path}` is written `{right}` on the disk"
    assert help_.startswith(f"write `{right}`")


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("../plans/halb.plan", "../plans/half.plan"),
        ("../plans/half", "../plans/half.plan"),
        ("../plans/parts/hill.plan", "../plans/parts/hills.plan"),
        ("..\\plans\\half.plan", "../plans/half.plan"),
        ("../nowhere/zzz.plan", None),
    ],
)
def test_a_missing_file_is_answered_with_the_one_that_was_meant(
    project: Path, path: str, meant: str | None
) -> None:
    assert load(project, path) == (
        None,
        [("missing-file", f"there is no file `{path}`", f"did you mean `{meant}`?" if meant else "")],
    )


def test_folders_and_other_files_are_named(project: Path) -> None:
    (project / "plans/notes.txt").write_text("x")
    assert load(project, "../plans/parts") == (
        None,
        [
            (
                "folder-as-file",
                "`../plans/parts` is a folder, where a file is needed",
                "it holds `../plans/parts/hills.plan`",
            )
        ],
    )
    assert load(project, "../plans/notes.txt")[1][0][:2] == (
        "not-a-plan-file",
        "`../plans/notes.txt` is neither a `.plan` nor a `.runner` file",
    )


def test_what_is_wrong_with_a_file_as_a_whole_is_said_where_it_is_named(project: Path) -> None:
    os.mkfifo(project / "plans/pipe.plan")
    report = Report()
    assert Project(str(project)).load("../plans/pipe.plan", AT, report) is None
    assert [(d.code, d.at) for d in report] == [("unreadable-file", AT)]


def test_what_is_wrong_inside_a_file_is_said_there_each_time_it_is_named(project: Path) -> None:
    (project / "plans/half.plan").write_text('plan "Half\n')
    here = Project(str(project))
    for _ in range(2):
        report = Report()
        assert here.load("../plans/half.plan", AT, report) is not None
        assert [(d.code, d.at.file, d.at.line) for d in report] == [("unclosed-quote", "plans/half.plan", 1)]


def test_a_file_is_read_once_a_run(project: Path) -> None:
    here = Project(str(project))
    first = here.load("../plans/half.plan", AT, Report())
    (project / "plans/half.plan").write_text('plan "Another"\n')
    assert here.load("../plans/half.plan", AT, Report()) is first


def test_mistakes_of_a_part_are_shown_from_here(
    cli: Cli, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "plans/half.plan").write_text(
        'use "parts/hills.plan"\nplan "Half"\nphase a 1 week\n  tue hill-day\n'
    )
    (project / "plans/parts/hills.plan").write_text(PARTS.replace("8 x", "x 8"))
    monkeypatch.chdir(project / "plans/parts")
    code, out, _ = cli("check", "../half.plan", "--format", "short")
    assert code == 1
    assert out.startswith("hills.plan:2:")
    assert out.count("\n") == 1


# ---- display -------------------------------------------------------------------------------------------------


def test_paths_are_shown_as_one_would_type_them_here(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert display_path(str(project / "plans/half.plan")) == "project/plans/half.plan"
    monkeypatch.chdir(project / "runners")
    assert display_path(str(project / "plans/half.plan")) == "../plans/half.plan"
    assert display_path("/etc/hosts") == "/etc/hosts"
    assert display_path("\udce9.plan") == "\ufffd.plan"


def test_nearest_file(project: Path) -> None:
    assert nearest_file(str(project / "plans"), "hafl.plan") == "half.plan"
    assert nearest_file(str(project / "plans"), "marathon.plan") is None
    assert nearest_file(str(project / "nowhere"), "half.plan") is None


# ---- the salt ------------------------------------------------------------------------------------------------

UID = "UID:"


def uids(folder: Path) -> list[str]:
    return [line for line in (folder / "out/ana.ics").read_text().splitlines() if line.startswith(UID)]


def test_the_salt_decides_the_names_of_events(cli: Cli, half: Path) -> None:
    kept = []
    for salt in ("a" * 16, "b" * 16, "a" * 16):
        (half / "runplan.toml").write_text(f'salt = "{salt}"\n')
        assert cli("build", "ana.runner", "--to", "ics").code == 0
        kept.append(uids(half))
        (half / "out/ana.ics").unlink()  # which would carry the events of before on, as cancelled
    assert kept[0] == kept[2]
    assert not set(kept[0]) & set(kept[1])
    assert cli("build", "ana.runner", "--to", "ics").code == 0
    assert "aaaa" not in (half / "out/ana.ics").read_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("salt = 12345678901234567890\n", "bad-salt]: the project's `salt` is no text"),
        ('salt = "short"\n', "bad-salt]: the project's `salt` is too short with 5 characters"),
        ("salt = \n", "bad-project-file]: the project file cannot be read as TOML\n --> runplan.toml:1:8\n"),
        ('units = "km"\n', "unknown-project-key]: the project file has no place for `units`"),
        ("\x00", "not-text]: "),
        ("# nothing\n\n", ""),
    ],
)
def test_the_project_file_is_checked(cli: Cli, half: Path, text: str, said: str) -> None:
    (half / "runplan.toml").write_text(text)
    code, out, _ = cli("check", "half.plan")
    assert code == (1 if said else 0)
    assert out.startswith(f"error[{said}" if said else "")
