"""Plans in strings: several files in one text, resolved as the command line would."""

import posixpath
import re
from collections.abc import Mapping

from runplan.diagnostics import Diagnostic, Report
from runplan.syntax.nodes import Module
from runplan.syntax.parse import parse_module
from runplan.syntax.span import Span
from runplan.template.model import Runner, Template
from runplan.template.resolve import resolve_runner, resolve_template


class Folder:
    """A project in memory: its files by path, each parsed once."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files
        self.modules: dict[str, Module] = {}

    def read(self, path: str, report: Report) -> Module:
        if path not in self.modules:
            self.modules[path] = parse_module(self.files[path], path, report)
        return self.modules[path]

    def __call__(self, path: str, at: Span, report: Report) -> Module | None:
        there = posixpath.normpath(posixpath.join(posixpath.dirname(at.file), path))
        return self.read(there, report) if there in self.files else None


def split_files(text: str, first: str) -> dict[str, str]:
    """`=== name` lines begin a further file."""
    parts = re.split(r"^=== *(\S+) *\n", text, flags=re.MULTILINE)
    return {first: parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def template_of(text: str) -> tuple[Template | None, list[Diagnostic]]:
    """The template of `example.plan`, the first file of the text, and all there was to say."""
    folder = Folder(split_files(text, "example.plan"))
    report = Report()
    module = folder.read("example.plan", report)
    return resolve_template(module, folder, report), list(report)


def runner_of(text: str) -> tuple[Runner | None, list[Diagnostic]]:
    """The same for a runner, `example.runner`."""
    folder = Folder(split_files(text, "example.runner"))
    report = Report()
    module = folder.read("example.runner", report)
    return resolve_runner(module, folder, report), list(report)


def sound_template(text: str) -> Template:
    """A template without any diagnostic."""
    template, found = template_of(text)
    assert not found, found
    assert template is not None
    return template


def codes(found: list[Diagnostic]) -> list[tuple[str, int]]:
    """Code and line of each diagnostic."""
    return [(d.code, d.at.line) for d in found]
