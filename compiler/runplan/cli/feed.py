"""What `build --feed` does: the feeds of runners, in a folder for a static host."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from runplan.cli.calendars import say_unreadable
from runplan.cli.project import PROJECT_FILE, Project, display_path, reason
from runplan.cli.streams import write_listed, write_word
from runplan.cli.write import locked, read_file, write_files
from runplan.diagnostics import Diagnostic, Report
from runplan.diagnostics.report import counted
from runplan.record import Record
from runplan.syntax.span import Span

if TYPE_CHECKING:
    from runplan.cli.compile import Target
    from runplan.cli.order import Order
    from runplan.feed.feed import Feed
    from runplan.feed.names import Site

KEY_NAME = "RUNPLAN_FEED_KEY"
OWN_FOLDER = ".runplan"
KEY_FILE = f"{OWN_FOLDER}/feed.key"
FILES = "files"
"""The collection of the runners that are files of a project."""


class Press(Record):
    """A run that publishes for one project: the folder, the site, and which collection of runners is built."""

    root: str
    folder: str
    site: Site
    collection: str


# ---- before the first feed -----------------------------------------------------------------------------------


def open_press(order: Order, project: Project, collection: str, report: Report) -> Press | None:
    """What publishing needs, and the files at the top of the folder; None where something is missing, which is reported."""
    from runplan.feed.names import Site, parse_address

    folder = order.feed
    assert folder is not None
    if not _has_extra(report) or _holds(folder, project.root, report):
        return None
    settings = project.feed
    address = settings.url if order.url is None else order.url
    if address is None:
        report.say("feed-without-url", Span(display_path(project.path(PROJECT_FILE)), 0, 0, 0))
        return None
    parsed = parse_address(address)
    if parsed is None:
        report.say("bad-feed-url", Span("--url", 0, 0, 0), url=address)
        return None
    key = feed_key(project.root, report)
    if key is None:
        return None
    try:
        _write_top(folder)
    except OSError as problem:
        _say_unwritable(problem, folder, report)
        return None
    return Press(project.root, folder, Site(parsed, key, settings.renewed), collection)


def _has_extra(report: Report) -> bool:
    try:
        import segno  # noqa: F401
    except ImportError:
        report.say("feed-needs-extra", Span("--feed", 0, 0, 0), what="segno")
        return False
    return True


def _holds(folder: str, root: str, report: Report) -> bool:
    """Whether the folder is one that a project lies in: with it, its key would be published."""
    outer, inner = os.path.realpath(folder), os.path.realpath(root)
    if os.path.commonpath([outer, inner]) != outer:
        return False
    shown = display_path(folder)
    report.say("feed-holds-project", Span(shown, 0, 0, 0), path=shown)
    return True


def feed_key(root: str, report: Report) -> bytes | None:
    """The project's feed key: from the environment, else from its file, which is made where there is none. None for
    one that is no key, which is reported."""
    from runplan.feed.names import LEAST_KEY

    given = os.environ.get(KEY_NAME)
    where = KEY_NAME
    if given is None:
        path = os.path.join(root, KEY_FILE)
        where = display_path(path)
        try:
            given = _key_in(path)
        except OSError as problem:
            _say_unwritable(problem, path, report)
            return None
    text = given.strip()
    if len(text) < LEAST_KEY:
        what = f"too short with {len(text)} characters" if text else "empty"
        report.say("bad-feed-key", Span(where, 0, 0, 0), where=where, what=what, least=LEAST_KEY)
        return None
    return text.encode("utf-8", "replace")


def known_site(project: Project) -> Site | None:
    """Where a project's feeds stand, if it has an address and a key for them already: nothing is made here."""
    from runplan.feed.names import LEAST_KEY, Site, parse_address

    url = parse_address(project.feed.url) if project.feed.url else None
    given = os.environ.get(KEY_NAME)
    if given is None:
        data = None
        with suppress(OSError):
            data = read_file(os.path.join(project.root, KEY_FILE), 10_000)
        given = data.decode("utf-8", "replace") if data is not None else ""
    key = given.strip()
    return Site(url, key.encode(), project.feed.renewed) if url and len(key) >= LEAST_KEY else None


def _key_in(path: str) -> str:
    import secrets

    folder = os.path.dirname(path)
    make_own_folder(folder)
    with locked(folder):
        data = read_file(path, 10_000)
        if data is not None:
            return data.decode("utf-8", "replace")
        text = secrets.token_hex(32)
        write_files(folder, {os.path.basename(path): f"{text}\n".encode()}, mode=0o600)
    shown = display_path(path)
    write_word(
        f"the feed key is in {shown}: keep a copy, since another key gives every runner another address\n"
    )
    return text


def make_own_folder(folder: str) -> None:
    """Makes the folder that a project has for our own use, which git leaves alone, where it is not there yet. OSError
    where that cannot be."""
    os.makedirs(folder, mode=0o700, exist_ok=True)
    with locked(folder):
        if not os.path.lexists(os.path.join(folder, ".gitignore")):
            write_files(folder, {".gitignore": b"*\n"})


def _write_top(folder: str) -> None:
    from runplan.feed.pages import TOP, is_ours

    with locked(folder):
        changed = {}
        for name, data in TOP.items():
            old = read_file(os.path.join(folder, name), 100_000)
            if old is None or (old != data and is_ours(name, old)):
                changed[name] = data
        if changed:
            write_files(folder, changed)


# ---- a feed --------------------------------------------------------------------------------------------------


def write_feed(feed: Feed, press: Press, stamp: datetime, found: list[Diagnostic]) -> int:
    """Writes a runner's feed and names its address; gives the number of its files, 0 where that failed, which is added."""
    written = put_feed(feed, press, stamp, found)
    if written:
        write_listed(f"{feed.address}  {feed.name}\n")
    return written


def put_feed(feed: Feed, press: Press, stamp: datetime, found: list[Diagnostic]) -> int:
    """As `write_feed`, without a word."""
    report = Report()
    folders: dict[str, dict[str, bytes]] = {}
    try:
        with locked(press.folder):
            folders = _contents(feed, press, stamp, report)
            if not len(report):
                for token, files in folders.items():
                    _write_changed(os.path.join(press.folder, token), files)
    except OSError as problem:
        _say_unwritable(problem, press.folder, report)
    found.extend(report)
    if len(report):
        return 0
    return sum(map(len, folders.values()))


def _contents(feed: Feed, press: Press, stamp: datetime, report: Report) -> dict[str, dict[str, bytes]]:
    """The files of a feed, by folder and name: its calendars follow from those that they replace."""
    from runplan.calendar.update import MOST_READ, Unreadable, update_calendar
    from runplan.feed import feed as parts
    from runplan.feed import manifest
    from runplan.feed.names import collection, proof

    of = collection(press.site.key, press.collection)
    folders: dict[str, dict[str, bytes]] = {}
    for token, name, dated, pages in (
        (feed.token, parts.CALENDAR, feed.calendar, feed.pages),
        (feed.busy_token, parts.BUSY, feed.busy, {}),
    ):
        path = os.path.join(press.folder, token, name)
        old = read_file(path, MOST_READ + 1)
        update = update_calendar(old, dated.header, dated.events, stamp, "drop")
        if isinstance(update, Unreadable):
            say_unreadable(path, update, report, "--feed")
            continue
        files = {name: update.data, **pages}
        files[manifest.NAME] = manifest.render_manifest(proof(press.site.key, token), of, files)
        folders[token] = files
    return folders


def _write_changed(folder: str, files: Mapping[str, bytes]) -> None:
    """What is the same on the disk is not touched: a host need not fetch it again."""
    changed = {
        name: data
        for name, data in files.items()
        if not os.path.isfile(path := os.path.join(folder, name)) or read_file(path, len(data) + 1) != data
    }
    if changed:
        write_files(folder, changed)


# ---- after the last feed -------------------------------------------------------------------------------------


def remove_old_feeds(press: Press, targets: Iterable[Target]) -> Report:
    """As `remove_feeds_of_others`, where `targets` are all runners of the project's files."""
    report = Report()
    names = (os.path.basename(target.key) for target in targets)
    remove_feeds_of_others(press, [name.removesuffix(".runner") for name in names], report)
    return report


def remove_feeds_of_others(press: Press, ids: Iterable[str], report: Report) -> None:
    """Removes the feeds of runners who have left the collection, of which `ids` are all, and of addresses that were
    renewed. Only folders that we made with this very key go, and in them only files that we wrote."""
    from runplan.feed.names import busy_token, feed_token

    here = {token(press.site, each) for each in ids for token in (feed_token, busy_token)}
    if not here:
        return
    gone = strange = 0
    try:
        with locked(press.folder):
            for token in sorted(set(os.listdir(press.folder)) - here):
                match _remove_feed(press, token):
                    case True:
                        gone += 1
                    case None:
                        strange += 1
    except OSError as problem:
        _say_unwritable(problem, press.folder, report)
    shown = display_path(press.folder)
    if gone:
        write_word(
            f"{counted(gone, 'old folder')} removed from {shown}: a runner left, or has another address\n"
        )
    if strange:
        be = "is" if strange == 1 else "are"
        write_word(
            f"{counted(strange, 'folder')} in {shown} {be} of another feed key, and {'stays' if strange == 1 else 'stay'}\n"
        )


def _remove_feed(press: Press, token: str) -> bool | None:
    """Whether the folder was removed; None for a feed that was made with another key."""
    from runplan.feed import manifest
    from runplan.feed.names import collection, proof

    folder = os.path.join(press.folder, token)
    path = os.path.join(folder, manifest.NAME)
    if not os.path.isfile(path):
        return False
    told = manifest.parse_manifest(read_file(path, 100_000) or b"")
    if told is None:
        return False
    if told.proof != proof(press.site.key, token):
        return None
    if told.collection != collection(press.site.key, press.collection):
        return False
    for name in (*told.files, manifest.NAME):
        with suppress(FileNotFoundError):
            os.unlink(os.path.join(folder, name))
    with suppress(OSError):  # somebody's own file is in it
        os.rmdir(folder)
    return True


def _say_unwritable(problem: OSError, path: str, report: Report) -> None:
    shown = display_path(problem.filename or path)
    help_ = "choose another folder with `--feed`"
    report.say("unwritable-file", Span(shown, 0, 0, 0), path=shown, why=reason(problem), help=help_)
