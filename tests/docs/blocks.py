"""The fenced blocks of a page of Markdown, and the files that they stand for.

The word after the fence says what a block is:

    ```plan                 a whole file
    ```plan fragment        lines of a phase, put into a plan that has a bit of everything
    ```plan NAME.plan       a whole file, kept under that name for the commands of the page
    ```runner               a runner; the `plan` block before it in the section, or a small plan, is its `half.plan`
    ```runner NAME.runner   a whole file, kept under that name for the commands of the page
    ```console              commands after `$`, and exactly what they print
    ```sh                   commands that tests do not run here: installing, and what `.ci/run` calls
    ```csv NAME.csv         a roster, kept under that name for the commands of the page
    ```ics                  a calendar: its lines end in CRLF, and `\\xHH` is an octet
    ```ics octets           the same, but a line of the page ends nothing: every octet is written
    ```ics NAME.ics         a calendar, kept under that name for the commands of the page
    ```toml, ```json        what those words say
    ```text                 anything else

A page whose commands name `localhost:5232` has a CalDAV server there.

A block of several files names the others by lines `=== NAME`; the first one is `example.plan` or `example.runner`.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from caldav_server import PASSWORD, Radicale, radicale
from small import HALF

ROOT = Path(__file__).parent.parent.parent
KINDS = ("plan", "runner", "console", "sh", "csv", "ics", "toml", "json", "text")

_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)
_HEADING = re.compile(r"^## +(.+?) *$", re.MULTILINE)

FRAGMENT = """\
plan "A bit of everything"
  goal    half marathon
  days    mon-sun
  weekly  45 km
  hrmax   188
  result  10 km in 47:30 on 2026-11-01

phase base 8 weeks
{lines}
"""


class Block(NamedTuple):
    """A fenced block: where it begins, what it is, the heading that it stands under, its text from `start` on."""

    page: Path
    line: int
    kind: str
    word: str
    section: str
    text: str
    start: int

    @property
    def name(self) -> str:
        """For the names of tests: `docs/language.md:31`."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def file(self) -> str | None:
        """The name under which the page's commands know the block."""
        return (
            self.word
            if self.word.endswith((".plan", ".runner", ".csv", ".ics", ".toml", ".j2", ".jinja"))
            else None
        )


def blocks(page: Path) -> list[Block]:
    """Every fenced block of `page`, in order."""
    text = page.read_text("utf-8")
    found = []
    for match in _FENCE.finditer(text):
        kind, _, word = match["info"].strip().partition(" ")
        before = [m[1] for m in _HEADING.finditer(text, 0, match.start())]
        line = text.count("\n", 0, match.start()) + 1
        body = re.sub(f"^{match['indent']}", "", match["body"], flags=re.MULTILINE)
        found.append(Block(page, line, kind, word, before[-1] if before else "", body, match.start("body")))
    return found


def pages() -> Iterator[Path]:
    """Every page that a reader may meet."""
    yield from sorted(p for p in ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").rglob("*.md"))


def write_example(block: Block, folder: Path, plan: str = HALF) -> str:
    """Writes the files of a `plan` or `runner` block into `folder`; gives the name of the one that it is about."""
    (folder / "runplan.toml").write_text("")
    if block.kind == "runner":
        write_files(plan, "half.plan", folder)
    text = FRAGMENT.format(lines=block.text) if block.word == "fragment" else block.text
    name = block.file or f"example.{block.kind}"
    write_files(text, name, folder)
    return name


def write_files(text: str, name: str, folder: Path) -> None:
    """Writes `text` as `name`, and what follows a line `=== NAME` in it as `NAME`."""
    first, *others = re.split(r"^=== *(.+?) *\n", text, flags=re.MULTILINE)
    for path, content in [(name, first), *zip(others[::2], others[1::2], strict=True)]:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, "utf-8")


def calendar_octets(block: Block) -> bytes:
    """The octets of an `ics` block."""
    end = "" if block.word == "octets" else "\r\n"
    text = "".join(line + end for line in block.text.splitlines())
    return re.sub(rb"\\x([0-9a-f]{2})", lambda m: bytes.fromhex(m[1].decode()), text.encode())


# ---- commands ------------------------------------------------------------------------------------------------


def answers(given: Iterable[Block], folder: Path) -> list[tuple[Block, str]]:
    """What each `console` block should be: its commands, each with what it prints when all run in their order in
    `folder`, into which the named files are written as they come."""
    given = list(given)
    if any(block.kind == "console" and SERVER in block.text for block in given):
        with radicale() as server:
            return _answers(given, folder, server)
    return _answers(given, folder, None)


SERVER = "localhost:5232"
"""Where pages have their CalDAV server: a real one, which runs on another port for the tests, and knows `ana`."""


def _answers(given: Iterable[Block], folder: Path, server: Radicale | None) -> list[tuple[Block, str]]:
    found = []
    for block in given:
        if block.kind == "console":
            commands = [line for line in block.text.splitlines() if line.startswith("$ ")]
            said = (f"{line}\n{_answer_there(line[2:], folder, server)}" for line in commands)
            found.append((block, "".join(said)))
        elif block.kind == "ics" and block.file:
            (folder / block.file).write_bytes(calendar_octets(block))
        elif block.file:
            write_files(block.text, block.file, folder)
    return found


def _answer_there(command: str, folder: Path, server: Radicale | None) -> str:
    """What a shell prints where `SERVER` is `server`, and its password in the environment."""
    if server is None:
        return answer(command, folder)
    there = f"localhost:{server.port}"
    said = answer(command.replace(SERVER, there), folder, {"RUNPLAN_CALDAV_PASSWORD": PASSWORD})
    return said.replace(there, SERVER)


def hold(page: Path, found: list[tuple[Block, str]], *, update: bool) -> None:
    """Fails where the page says something else than the commands; with `update` changes the page."""
    if update:
        text = page.read_text("utf-8")
        for block, said in sorted(found, reverse=True):
            text = text[: block.start] + said + text[block.start + len(block.text) :]
        page.write_text(text, "utf-8")
        return
    for block, said in found:
        assert said == block.text, (
            f"{block.name}: `pytest tests/docs --update-docs` writes what is printed now"
        )


def answer(command: str, folder: Path, more: Mapping[str, str] | None = None) -> str:
    """What a shell prints, both streams as they come, with a `runplan` that is this one; `more` is in the environment."""
    tools = folder / ".tools"
    tools.mkdir(exist_ok=True)
    program = tools / "runplan"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m runplan "$@"\n')
    program.chmod(0o755)
    env = {
        **{k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "SOURCE_DATE_EPOCH")},
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "compiler"),
        "COLUMNS": "80",
        "LC_ALL": "C.UTF-8",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        **(more or {}),
    }
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout
