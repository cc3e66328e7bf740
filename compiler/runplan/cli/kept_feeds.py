"""The feeds of the runners in a folder, kept as their files say: what `runplan serve` has on its shelf.

They lie in `.runplan/feed` of the project, so that a calendar goes on from the last one over every restart; see
`docs/decisions/calendar-updates.md`. What has left the project stays there and is only not served any more: a file that an editor
or git takes away and puts back goes on where it was.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime

from runplan.cli.compile import Compiled, Target, Workplace, compile_target, merged
from runplan.cli.feed import FILES, OWN_FOLDER, Press, feed_key, make_own_folder, put_feed
from runplan.cli.findings import exit_code, without_notes
from runplan.cli.making import clashing_targets, say_template
from runplan.cli.order import Order, source_date_epoch
from runplan.cli.progress import watched
from runplan.cli.project import ENDINGS, PROJECT_FILE, Project, display_path, find_root, reason
from runplan.cli.streams import wants_color, write_listed, write_word
from runplan.cli.write import read_file
from runplan.diagnostics import Diagnostic, Report
from runplan.diagnostics.render import render_human
from runplan.diagnostics.report import counted
from runplan.emit import BackendError, Settings
from runplan.feed import feed as parts
from runplan.feed import manifest
from runplan.feed.names import Site, busy_token, feed_token
from runplan.record import Record
from runplan.syntax.span import Span
from runplan.web.shelf import File, Folder, Shelf, shelf_of

FOLDER = f"{OWN_FOLDER}/feed"
"""Where feeds are kept, in the project's root."""
MOST_NAMED = 5
_MOST_OCTETS = 32_000_000
_NAMES = (parts.INDEX, parts.PLAN, parts.CALENDAR, parts.BUSY, manifest.NAME)
_SKIPPED = ("node_modules", "__pycache__")

Stamp = tuple[int, int, int]
"""By what a file that changed is known: when it was written, its size, its number on the disk."""


class Wanted(Record):
    """What is to be served: the runners of `folder`, under the address `url`; `live` for a preview that follows each save."""

    folder: str
    url: str
    prefixes: tuple[str, ...]
    templates: str | None
    live: bool


class Kept(Record):
    """A runner as last built: the name, the files that were read for it, whether the feed is of that state, and what was
    found."""

    name: str
    used: frozenset[str]
    built: bool
    found: tuple[Diagnostic, ...]


class KeptFeeds:
    """`look` brings the feeds up to date with the files. After the first one, `ready` says whether there is anybody to serve,
    and `problems` what was found; `took_s` is what looking for changes costs."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.took_s = 0.0
        self.ready = False
        self.problems: list[Diagnostic] = []
        self._general: tuple[Diagnostic, ...] = ()
        self._stamps: dict[str, Stamp] | None = None
        self._kept: dict[str, Kept] = {}
        self._folders: dict[str, Folder] = {}
        self._listed: set[str] = set()
        self._presses: dict[str, Press] = {}

    def look(self) -> Shelf | None:
        """The shelf, where a file has changed since the last look, or at the first; None otherwise. Names each new feed on
        standard output, and says what was found on standard error."""
        begin = time.perf_counter()
        stamps = _stamps(self.wanted)
        self.took_s = time.perf_counter() - begin
        if stamps == self._stamps:
            return None
        if self._stamps is not None:
            stamps = _settled(self.wanted, stamps)
        before = self._stamps
        self._stamps = stamps
        changed = None if before is None else _changed(before, stamps)
        return self._update(changed)

    # ---- building

    def _update(self, changed: frozenset[str] | None) -> Shelf:
        """The shelf after the files `changed`; None stands for all of them."""
        place, wrong = Workplace(), Report()
        targets = place.find((self.wanted.folder,), (".runner",), wrong)
        order = Order(("ics",), "", None, date.today(), source_date_epoch(), FOLDER, self.wanted.url)
        clashing = clashing_targets(targets, order, wrong)
        sources: dict[str, str] = {}
        presses: dict[str, Press | None] = {}
        for target in targets:
            if target.project.root not in presses:
                presses[target.project.root] = self._press(target.project, wrong)
        self.ready = any(presses.values())
        groups: list[Iterable[Diagnostic]] = [wrong] if tuple(wrong) != self._general else []
        self._general = tuple(wrong)
        concerned = [target for target in targets if self._concerns(target, changed)]
        fresh: list[str] = []
        wrong_ones: list[tuple[Target, str]] = []
        paths = set(map(_path, targets))
        gone = [old.name for path, old in self._kept.items() if path not in paths]
        kept = {_path(target): self._kept[_path(target)] for target in targets if _path(target) in self._kept}
        for target in watched(concerned, len(concerned), lambda t: t.shown, listed=True):
            path, press = _path(target), presses[target.project.root]
            old = self._kept.get(path)
            if press is None or target.shown in clashing:
                kept[path] = Kept(_id(target), frozenset(), False, ())
                wrong_ones.append((target, _id(target)))
                continue
            kept[path] = made = self._build(target, press, sources)
            if old is None or made.found != old.found:
                groups.append(made.found)
            new = self._reload(target, press)
            if made.built and (new or (old is not None and not old.built)):
                fresh.append(made.name)
            if not made.built:
                wrong_ones.append((target, made.name if old is None else old.name))
        self._kept = kept
        self._folders = {
            token: self._folders[token]
            for target in targets
            if (press := presses[target.project.root]) is not None
            for token in _tokens(press, target)
            if token in self._folders
        }
        found = without_notes(merged(groups))
        if changed is None:
            self.problems = found
        write_word(render_human(found, {**place.sources(), **sources}, color=wants_color(sys.stderr)))
        self._name(targets, presses, kept)
        served = [name for target, name in wrong_ones if self._is_served(target, presses)]
        waiting = [name for target, name in wrong_ones if not self._is_served(target, presses)]
        if changed is None:
            _say_at_start(served, waiting)
        elif changed:
            is_wrong = any(problem.severity == "error" for problem in found)
            _say_what_came(fresh, gone, served, waiting, is_wrong=is_wrong)
        return shelf_of(self._folders.values(), self.wanted.prefixes, live=self.wanted.live)

    def _concerns(self, target: Target, changed: frozenset[str] | None) -> bool:
        """Whether a runner is to be built anew. One with mistakes is, whatever changed: it may have been what was missing."""
        kept = self._kept.get(_path(target))
        if changed is None or kept is None or not kept.built:
            return True
        everyones = (target.project.path(PROJECT_FILE), self.wanted.templates)
        return any(path in kept.used or path.startswith(tuple(filter(None, everyones))) for path in changed)

    def _press(self, project: Project, report: Report) -> Press | None:
        """Where the feeds of a project are kept; None where that cannot be, which is reported. While the project's file has a
        mistake, or is away, the last good one holds: an address that was renewed must not come back."""
        last = self._presses.get(project.root)
        wrong = any(problem.severity == "error" for problem in project.problems)
        if last is not None and (wrong or not os.path.isfile(project.path(PROJECT_FILE))):
            return last
        if wrong:
            report.extend(project.shown(problem) for problem in project.problems)
            return None
        own = os.path.join(project.root, OWN_FOLDER)
        try:
            make_own_folder(own)
        except OSError as problem:
            shown = display_path(problem.filename or own)
            help_ = f"calendars are kept in `{FOLDER}`, to know what the runners' phones were told"
            report.say("unwritable-file", Span(shown, 0, 0, 0), path=shown, why=reason(problem), help=help_)
            return None
        key = feed_key(project.root, report)
        if key is None:
            return None
        site = Site(self.wanted.url, key, project.feed.renewed)
        press = Press(project.root, os.path.join(project.root, FOLDER), site, FILES)
        self._presses[project.root] = press
        return press

    def _build(self, target: Target, press: Press, sources: dict[str, str]) -> Kept:
        """Brings one runner's feed up to date, if the plan has no mistake."""
        project = target.project
        project.used.clear()
        compiled = compile_target(target, date.today())
        used = frozenset(project.path(key) for key in project.used)
        found = list(compiled.diagnostics)
        name = compiled.runner.name if compiled.runner is not None else _id(target)
        built = exit_code(found, unreadable=compiled.unreadable) == 0 and self._put(
            compiled, press, found, sources
        )
        return Kept(name, used, built, tuple(found))

    def _put(
        self, compiled: Compiled, press: Press, found: list[Diagnostic], sources: dict[str, str]
    ) -> bool:
        if compiled.plan is None:
            return False
        stamp = source_date_epoch() or datetime.now(UTC)
        try:
            feed = parts.feed_of(compiled.plan, press.site, Settings(stamp, self.wanted.templates))
        except BackendError as problem:
            say_template(problem, found, sources)
            return False
        return bool(put_feed(feed, press, stamp, found))

    # ---- the shelf

    def _reload(self, target: Target, press: Press) -> bool:
        """Takes a runner's folders from the disk; says whether there is anything new in them."""
        new = False
        for token in _tokens(press, target):
            folder = _load_folder(press.folder, token)
            new = new or folder != self._folders.get(token)
            if folder.files:
                self._folders[token] = folder
            else:
                self._folders.pop(token, None)
        return new

    def _is_served(self, target: Target, presses: Mapping[str, Press | None]) -> bool:
        press = presses[target.project.root]
        return press is not None and feed_token(press.site, _id(target)) in self._folders

    def _name(
        self, targets: list[Target], presses: Mapping[str, Press | None], kept: Mapping[str, Kept]
    ) -> None:
        """Names the address of each runner who is served for the first time."""
        for target in targets:
            press = presses[target.project.root]
            token = None if press is None else feed_token(press.site, _id(target))
            if press is None or token is None or token in self._listed or token not in self._folders:
                continue
            self._listed.add(token)
            write_listed(f"{press.site.url}{token}/  {kept[_path(target)].name}\n")


def _say_at_start(served: list[str], waiting: list[str]) -> None:
    """Says of whom there is no new feed, and what is waited for."""
    if served:
        write_word(f"served as before, until the mistake is mended: {_shown(served)}\n")
    if waiting:
        write_word(f"not served yet, waiting for the mistake to be mended: {_shown(waiting)}\n")


def _say_what_came(
    fresh: list[str], gone: list[str], served: list[str], waiting: list[str], *, is_wrong: bool
) -> None:
    """Says what came of a save: a line for each thing, with the time; of every save there is one."""
    now = f"{datetime.now():%H:%M:%S}"
    said = [
        f"{what}: {_shown(names)}"
        for what, names in (
            ("up to date", fresh),
            ("no feed any more, the runner's file is gone", gone),
            ("the feeds stay as they were", served),
            ("not served yet, waiting for the mistake to be mended", waiting),
        )
        if names
    ]
    if not said:
        said = ["the feeds stay as they were" if is_wrong else "saved, nothing changed"]
    write_word("".join(f"{now}  {line}\n" for line in said))


def _shown(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= MOST_NAMED else counted(len(names), "runner")


def _load_folder(folder: str, token: str) -> Folder:
    files: dict[str, File] = {}
    now = datetime.now(UTC)
    for name in _NAMES:
        path = os.path.join(folder, token, name)
        try:
            written = os.stat(path).st_mtime
            data = read_file(path, _MOST_OCTETS)
        except OSError:
            continue
        if data is not None:
            files[name] = File(data, min(datetime.fromtimestamp(written, UTC), now))
    return Folder(token, files)


def _id(target: Target) -> str:
    return os.path.basename(target.key).removesuffix(".runner")


def _path(target: Target) -> str:
    return target.project.path(target.key)


def _tokens(press: Press, target: Target) -> tuple[str, str]:
    return feed_token(press.site, _id(target)), busy_token(press.site, _id(target))


# ---- what changed on the disk ----------------------------------------------------------------------------------


def _stamps(wanted: Wanted) -> dict[str, Stamp]:
    """The files that say what is served, each with its stamp."""
    found: dict[str, Stamp] = {}
    _look_into(find_root(wanted.folder), (*ENDINGS, PROJECT_FILE), found)
    if wanted.templates is not None:
        _look_into(wanted.templates, ("",), found)
    return found


def _look_into(folder: str, endings: tuple[str, ...], found: dict[str, Stamp]) -> None:
    for entry in _entries(folder):
        try:
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") and entry.name not in _SKIPPED:
                    _look_into(entry.path, endings, found)
            elif entry.name.endswith(endings):
                status = entry.stat()
                found[entry.path] = (status.st_mtime_ns, status.st_size, status.st_ino)
        except OSError:  # it has gone in between
            continue


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError:
        return


def _settled(wanted: Wanted, stamps: dict[str, Stamp]) -> dict[str, Stamp]:
    """What is there when it has been the same for a moment: an editor, or git, may be in the middle of its work."""
    for _ in range(20):
        time.sleep(0.05)
        again = _stamps(wanted)
        if again == stamps:
            break
        stamps = again
    return stamps


def _changed(before: Mapping[str, Stamp], after: Mapping[str, Stamp]) -> frozenset[str]:
    return frozenset(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
