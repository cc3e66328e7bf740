"""Every example that a reader may copy works: each fenced block of the README and the docs is run."""

import json
import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest
from blocks import KINDS, ROOT, Block, answers, blocks, hold, pages, write_example

from runplan.cli.compile import Workplace, compile_target
from runplan.diagnostics.render import render_human
from runplan.review.catalogue import RULES

ALL = [block for page in pages() for block in blocks(page)]
PAGES = sorted(
    {block.page for block in ALL if block.kind == "console" and block.page.parent.name != "diagnostics"}
)


def of_kind(*kinds: str) -> pytest.MarkDecorator:
    """The blocks of these kinds that stand alone; the commands of its page try one that has a file's name."""
    chosen = [b for b in ALL if b.kind in kinds and not b.file and b.page.parent.name != "diagnostics"]
    return pytest.mark.parametrize("block", chosen, ids=lambda block: block.name)


def test_every_block_says_what_it_is() -> None:
    assert [block.name for block in ALL if block.kind not in KINDS] == []


@of_kind("plan", "runner")
def test_examples_compile_without_a_word(block: Block, tmp_path: Path) -> None:
    name = write_example(block, tmp_path)
    place = Workplace()
    compiled = compile_target(place.target(str(tmp_path / name)), date(2027, 1, 4))
    # What a few lines are as a plan is not what their page is about.
    found = [d for d in compiled.diagnostics if d.code not in {*RULES, "allow-unused"}]
    assert render_human(found, place.sources()) == ""


def test_toml_and_json_are_what_they_say() -> None:
    readers = {"toml": tomllib.loads, "json": json.loads}
    # One page shows a project file that is no TOML.
    chosen = [b for b in ALL if b.kind in readers and b.page.stem != "bad-project-file"]
    assert chosen
    for block in chosen:
        readers[block.kind](block.text)


@of_kind("sh")
def test_commands_that_are_not_run_here_are_run_by_ci_or_only_named(block: Block) -> None:
    """Installing and testing is what `.ci/run` does; other commands must at least be ours and known."""
    from runplan.cli.group import COMMANDS

    ci = (ROOT / ".ci" / "run").read_text()
    for line in block.text.splitlines():
        for command in line.split("#")[0].split("&&"):
            words = command.split()
            if not words:
                continue
            if words[0] == "runplan":
                assert words[1] in COMMANDS or words[1].startswith("-"), command
            elif words[0] in ("pip", "pytest"):
                assert command.strip() in ci, command
            else:
                assert words[0] in ("cd", "git", "python3", "source", ".", "eval", "export"), command


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_consoles_print_what_the_page_says(
    page: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The page's files are written and its commands run in their order, in one folder that has the shipped plans."""
    shutil.copytree(ROOT / "plans", tmp_path / "plans")
    hold(page, answers(blocks(page), tmp_path), update=request.config.getoption("--update-docs"))
