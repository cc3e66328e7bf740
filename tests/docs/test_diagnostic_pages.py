"""Every code has a page whose wrong example gives exactly that code, and whose right example gives none."""

from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from blocks import Block, answers, blocks, calendar_octets, hold, write_example

from runplan.calendar.lint import lint_calendar
from runplan.cli.compile import Workplace, compile_target
from runplan.cli.explain import plain_text
from runplan.diagnostics import Diagnostic, wording
from runplan.diagnostics.codes import CODES
from runplan.review.catalogue import RULES
from runplan.shipped import shipped
from small import HALF

PAGES = Path(str(shipped("docs/diagnostics")))
FOUND = sorted(p for p in PAGES.glob("*.md") if p.stem != "README")
TODAY = date(2027, 1, 4)


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert {page.stem for page in FOUND} == set(CODES)


def test_no_code_stands_in_two_files_of_wording() -> None:
    found = [import_module(f"runplan.diagnostics.wording.{m.name}") for m in iter_modules(wording.__path__)]
    groups = [module.CODES for module in found if hasattr(module, "CODES")]
    assert len(groups) >= 4
    assert len(CODES) == sum(len(group) for group in groups)


@pytest.mark.parametrize("page", FOUND, ids=lambda page: page.stem)
def test_a_page_has_its_shape(page: Path) -> None:
    text = page.read_text("utf-8")
    head, *sections = text.split("\n## ")
    assert head.startswith(f"# {page.stem}\n\n")
    assert len(head.split("\n\n")) >= 2, "says what it means"
    titles = ["Why", "Wrong", "Right", "Change it"] if page.stem in RULES else ["Wrong", "Right"]
    assert [s.split("\n")[0] for s in sections] == titles
    prose = [line for line in plain_text(text, width=80).splitlines() if not line.startswith("    ")]
    assert max(map(len, prose)) <= 80


@pytest.mark.parametrize("page", FOUND, ids=lambda page: page.stem)
def test_the_examples_are_what_they_say(page: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    said: list[tuple[Block, str]] = []
    for section in ("Wrong", "Right"):
        folder = tmp_path / section
        folder.mkdir()
        given = [b for b in blocks(page) if b.section == section]
        assert given, section
        if any(b.kind == "console" for b in given):
            (folder / "runplan.toml").write_text("")
            assert all(b.file for b in given if b.kind != "console")
            printed = answers(given, folder)
            said += printed
            codes = {code for code in CODES for _, text in printed if f"[{code}]" in text}
        elif given[0].kind == "ics":
            (block,) = given
            codes = {d.code for d in lint_calendar(calendar_octets(block), page.name)}
        else:
            codes = {d.code for d in found(given, folder)}
            if page.stem not in RULES:
                codes -= RULES.keys()  # what a small example is as a plan is not what the page is about
        assert codes == ({page.stem} if section == "Wrong" else set()), section
    hold(page, said, update=request.config.getoption("--update-docs"))


def found(given: list[Block], folder: Path) -> tuple[Diagnostic, ...]:
    """What is wrong with a section's example: its runner, with the plan block beside it, else its plan."""
    plans = [b.text for b in given if b.kind == "plan"]
    runners = [b for b in given if b.kind == "runner"]
    assert len(plans) <= 1
    assert len(runners) <= 1
    (main,) = runners or [b for b in given if b.kind == "plan"]
    name = write_example(main, folder, plans[0] if runners and plans else HALF)
    return compile_target(Workplace().target(str(folder / name)), TODAY).diagnostics
