"""What an earlier `check` found in files that have not changed since, kept in the user's cache folder.

A file is known by what it holds and by what every file holds that it was compiled from, never by its time. Files with errors
are always looked at again: what is wrong may lie in a file that is not there yet.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any

from runplan import __version__
from runplan.cli.project import PROJECT_FILE, Project
from runplan.diagnostics import Diagnostic, Label
from runplan.diagnostics.report import Fix
from runplan.record import Record
from runplan.syntax.span import Span
from runplan.syntax.tables import cache_folder

FORMAT = 1
MOST = 2000
"""So many files of a project are remembered."""


class Checked(Record):
    """What was found in a file, as the user would read it, and the plans that it follows, by their paths on the disk."""

    diagnostics: tuple[Diagnostic, ...]
    follows: tuple[str, ...]


class Memory:
    """What is remembered of the files of one project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        # Nobody knows when rules that a package brings were changed.
        self._path = None if project.rules else _path(project.root)
        self._entries: dict[str, Any] = {}
        self._hashes: dict[str, str | None] = {}
        self._changed = False
        if self._path is not None:
            with suppress(OSError, ValueError, TypeError, LookupError):
                with open(self._path, encoding="utf-8") as file:
                    checksum, _, text = file.read().partition("\n")
                if checksum == _checksum(text):
                    stored = json.loads(text)
                    if stored["by"] == _maker() and stored["root"] == project.root:
                        self._entries = stored["files"]

    def recall(self, key: str, today: date) -> Checked | None:
        """What was found in the file `key`, if nothing has changed since."""
        entry = self._entries.get(key)
        if entry is None or entry["today"] not in (None, today.isoformat()):
            return None
        if any(self._hash(file) != digest for file, digest in entry["files"].items()):
            return None
        found = tuple(self._project.shown(_read(each)) for each in entry["found"])
        if found:
            # Whoever prints them quotes the lines.
            for file in entry["files"]:
                self._project.keep_text(file)
        return Checked(found, tuple(self._project.path(each) for each in entry["follows"]))

    def keep(self, key: str, today: date, checked: Checked, used: Iterable[str]) -> None:
        """Remembers what was found in the file `key`, which was compiled from the files `used`."""
        if self._path is None or any(d.severity == "error" for d in checked.diagnostics):
            return
        files = {file: self._hash(file) for file in sorted({*used, PROJECT_FILE})}
        self._entries[key] = {
            # An example runner begins on the day of the check.
            "today": today.isoformat() if key.endswith(".plan") else None,
            "files": files,
            "follows": [self._project.key(path) for path in checked.follows],
            "found": [_written(d, self._project) for d in checked.diagnostics],
        }
        self._changed = True

    def save(self) -> None:
        """Writes what is remembered, whole or not at all; a folder that cannot be written costs nothing but time."""
        if not self._changed or self._path is None:
            return
        entries = dict(list(self._entries.items())[-MOST:])
        text = json.dumps(
            {"by": _maker(), "root": self._project.root, "files": entries}, separators=(",", ":")
        )
        beside = f"{self._path}.{os.getpid()}.new"
        with suppress(OSError):
            os.makedirs(os.path.dirname(self._path), exist_ok=True)
            with open(beside, "w", encoding="utf-8") as file:
                file.write(f"{_checksum(text)}\n{text}")
            os.replace(beside, self._path)
        with suppress(OSError):
            os.unlink(beside)

    def _hash(self, key: str) -> str | None:
        if key not in self._hashes:
            from hashlib import blake2b

            try:
                with open(self._project.path(key), "rb") as file:
                    self._hashes[key] = blake2b(file.read(), digest_size=16).hexdigest()
            except OSError:
                self._hashes[key] = None
        return self._hashes[key]


def _path(root: str) -> str | None:
    folder = cache_folder()
    return folder and os.path.join(folder, f"checked-{FORMAT}-{zlib.crc32(root.encode()):08x}.json")


def _checksum(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"


def _maker() -> str:
    """The program that found it: its version, and in a checkout, whose version stays, its newest file."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    newest = 0
    if f"{os.sep}site-packages{os.sep}" not in package:
        for folder in (package, os.path.join(os.path.dirname(package), os.pardir, "grammar")):
            for here, _, names in os.walk(folder):
                for name in names:
                    if name.endswith((".py", ".lark")):
                        newest = max(newest, os.stat(os.path.join(here, name)).st_mtime_ns)
    return f"{__version__} {sys.version_info[0]}.{sys.version_info[1]} {newest}"


def _written(problem: Diagnostic, project: Project) -> list[Any]:
    def place(at: Span) -> list[Any]:
        return [project.key(at.file) if at.file else "", *at[1:]]

    fix = problem.fix
    return [
        problem.code,
        place(problem.at),
        problem.message,
        problem.label,
        [[place(label.at), label.text] for label in problem.labels],
        list(problem.notes),
        problem.help,
        fix and [place(fix.at), fix.text, fix.safe],
        problem.level,
        problem.week,
    ]


def _read(data: list[Any]) -> Diagnostic:
    code, at, message, label, labels, notes, help_, fix, level, week = data
    return Diagnostic(
        code,
        Span(*at),
        message,
        label,
        tuple(Label(Span(*place), text) for place, text in labels),
        tuple(notes),
        help_,
        Fix(Span(*fix[0]), fix[1], fix[2]) if fix else None,
        level,
        tuple(week) if week else None,
    )
