"""A runner's plan on its way to the disk: files by every backend that was asked for, or a feed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from runplan.cli.calendars import Calendar, calendar_of, in_place
from runplan.cli.compile import Compiled, Target
from runplan.cli.feed import Press, write_feed
from runplan.cli.order import STANDARD_OUTPUT, Order
from runplan.cli.project import display_path, reason
from runplan.cli.streams import write_listed, write_result
from runplan.cli.write import locked, safe_name, write_files
from runplan.diagnostics import Diagnostic, Report
from runplan.diagnostics.codes import CODES
from runplan.diagnostics.report import counted
from runplan.emit import BackendError, Settings, backend, suffix
from runplan.syntax.parse import split_lines
from runplan.syntax.span import Span


def clashing_targets(targets: list[Target], order: Order, wrong: Report) -> set[str]:
    """The runners that would overwrite each other, also where capitals are all that differs: none of them is built,
    since which one stays would be chance."""
    taken: dict[str, Target] = {}
    clashing: set[str] = set()
    for target in targets:
        name = _name(target)
        first = taken.setdefault(name.casefold(), target)
        if first is not target:
            written = display_path(os.path.join(order.out, name + suffix(order.kinds[0])))
            help_ = CODES["same-output"].help
            if order.feed is not None:
                written = f"the feed of {name}"
                help_ = "rename one of the two: a feed is known by the runner's file"
            wrong.say(
                "same-output",
                Span(target.shown, 0, 0, 0),
                first=first.shown,
                second=target.shown,
                name=written,
                help=help_,
            )
            clashing |= {first.shown, target.shown}
    return clashing


def _name(target: Target) -> str:
    return safe_name(os.path.basename(target.key).removesuffix(".runner"))


def built(done: int, of: int, written: int, order: Order) -> str:
    """How many runners were built, and where they are."""
    where = display_path(order.out if order.feed is None else order.feed)
    return f"{done} of {counted(of, 'runner')} built, {counted(written, 'file')} in {where}\n"


def made(
    compiled: Compiled,
    order: Order,
    press: Press | None,
    stamp: datetime,
    found: list[Diagnostic],
    sources: dict[str, str],
) -> int:
    """Writes a runner's files, or their feed; gives the number of files, 0 where that failed, which is added."""
    if order.feed is None:
        files = rendered(compiled, order, stamp, found, sources)
        return len(files) if files is not None and delivered(files, order, found) else 0
    if press is None:
        return 0
    from runplan.feed.feed import feed_of

    assert compiled.plan is not None
    try:
        feed = feed_of(compiled.plan, press.site, Settings(stamp, order.templates))
    except BackendError as problem:
        say_template(problem, found, sources)
        return 0
    return write_feed(feed, press, stamp, found)


def say_template(problem: BackendError, found: list[Diagnostic], sources: dict[str, str]) -> None:
    """Adds what is wrong with a template of the user's own; its text is added to `sources`."""
    report = Report()
    report.say("bad-page-template", _place(problem, sources), why=problem.message)
    found.extend(report)


def rendered(
    compiled: Compiled, order: Order, stamp: datetime, found: list[Diagnostic], sources: dict[str, str]
) -> dict[str, bytes | Calendar] | None:
    """The files by name; None where a backend could not use what the user gave it, which is added."""
    assert compiled.plan is not None
    charts = _name(compiled.target) + suffix("svg") if "svg" in order.kinds else None
    settings = Settings(stamp, order.templates, charts)
    files: dict[str, bytes | Calendar] = {}
    for kind in order.kinds:
        render = backend(kind)
        assert render is not None
        name = _name(compiled.target) + suffix(kind)
        try:
            if kind == "ics":
                files[name] = calendar_of(compiled.plan, stamp)
            else:
                files[name] = render(compiled.plan, settings)
        except BackendError as problem:
            say_template(problem, found, sources)
            return None
    return files


def _place(problem: BackendError, sources: dict[str, str]) -> Span:
    """The line that a backend could not use; its file's text is added to `sources`."""
    shown = display_path(problem.path)
    if problem.line < 1:
        return Span(shown, 0, 0, 0)
    with suppress(OSError), open(problem.path, encoding="utf-8", errors="replace") as file:
        sources[shown] = file.read()
    lines = split_lines(sources.get(shown, ""))
    text = lines[problem.line - 1].rstrip() if problem.line <= len(lines) else ""
    return Span(shown, problem.line, 1 + len(text) - len(text.lstrip()), len(text) + 1)


def delivered(files: Mapping[str, bytes | Calendar], order: Order, found: list[Diagnostic]) -> bool:
    """Writes the files; False where that failed, which is added."""
    if order.out == STANDARD_OUTPUT:
        for file in files.values():
            write_result(file if isinstance(file, bytes) else file.data())
        return True
    report = Report()
    try:
        with locked(order.out):
            data = in_place(order.out, files, report)
            if data is not None:
                write_files(order.out, data)
    except OSError as problem:
        path = display_path(problem.filename or order.out)
        report.say("unwritable-file", Span(path, 0, 0, 0), path=path, why=reason(problem))
    found.extend(report)
    if len(report):
        return False
    write_listed("".join(f"{display_path(os.path.join(order.out, name))}\n" for name in files))
    return True
