"""Every command and every option has its place in docs/cli.md, and nothing stands there that there is not."""

import re

import click
import pytest
from blocks import ROOT

from runplan.cli.group import COMMANDS, commands

PAGE = (ROOT / "docs" / "cli.md").read_text("utf-8")
SECTIONS = {
    section.split("\n", 1)[0]: section for section in re.split(r"^## ", PAGE, flags=re.MULTILINE) if section
}


def options(name: str) -> set[str]:
    command = commands.get_command(click.Context(commands), name)
    assert command is not None
    return {o for p in command.params if isinstance(p, click.Option) for o in p.opts if o.startswith("--")}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_section_with_every_option(name: str) -> None:
    rows = re.findall(r"^\| `(--[a-z-]+)(?: [A-Z]+)?` \|", SECTIONS[f"runplan {name}"], re.MULTILINE)
    assert sorted(rows) == sorted(options(name))


def test_the_table_has_every_command_in_the_order_of_the_help() -> None:
    rows = re.findall(r"^\| \[`runplan ([a-z-]+)`\]\(#runplan-([a-z-]+)\) \| (.+) \|$", PAGE, re.MULTILINE)
    assert [(name, anchor) for name, anchor, _ in rows] == [(name, name) for name in COMMANDS]


def test_there_is_no_section_of_no_command() -> None:
    named = {s.removeprefix("runplan ") for s in SECTIONS if s.startswith("runplan ")}
    assert named == set(COMMANDS)
