"""`Shelf`: all that can be asked for, by its path, with its answers finished.

A path that is not on the shelf does not exist: no file is opened for a request, so no path leads anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from runplan.feed.feed import INDEX
from runplan.feed.manifest import NAME as MANIFEST
from runplan.feed.manifest import etag, parse_manifest, render_manifest
from runplan.feed.pages import TOP
from runplan.record import Record
from runplan.web.conditional import http_date
from runplan.web.live import live_page, page_policy

LIVE = "live"
"""The name, beside a feed's pages, where a preview learns of changes."""

_TYPES = {
    ".ics": "text/calendar; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}
_TOP = ("index.html", "robots.txt")
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)

CAUTIOUS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
"""Stand in every answer that has a body."""
CLOSED = "default-src 'none'; frame-ancestors 'none'"
"""The policy of what is no page."""


class Answer(Record):
    """A status, the headers but for `Date` and `Connection`, and the body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""


class Resource(Record):
    """What stands at a path: its ETag, when it last changed, and the answers for who has it not, or has it already."""

    etag: str
    modified: datetime
    full: Answer
    unchanged: Answer


class File(Record):
    """A file of a feed's folder, and when it was written."""

    data: bytes
    modified: datetime


class Folder(Record):
    """A feed's folder: its token and its files by name."""

    token: str
    files: Mapping[str, File]


class Shelf(Record):
    """`resources` by path; `moved`, where to a path without its last `/` leads; `live`, the state of the pages beside
    each path that tells of changes."""

    resources: Mapping[str, Resource] = {}
    moved: Mapping[str, str] = {}
    live: Mapping[str, str] = {}


def shelf_of(folders: Iterable[Folder], prefixes: Iterable[str] = ("/",), *, live: bool = False) -> Shelf:
    """The shelf of `folders`, under each of `prefixes`, which begin and end with `/`; with `live`, pages are told when
    they change."""
    resources: dict[str, Resource] = {}
    moved: dict[str, str] = {}
    states: dict[str, str] = {}
    shown = [(folder.token, *_shown(folder, live)) for folder in folders]
    top = {name: resource(name, TOP[name], _EPOCH) for name in _TOP}
    for prefix in dict.fromkeys(prefixes):
        resources |= {f"{prefix}{name}": each for name, each in top.items()}
        resources[prefix] = top[INDEX]
        for token, state, found in shown:
            resources |= {f"{prefix}{token}/{name}": each for name, each in found.items()}
            if INDEX in found:
                resources[f"{prefix}{token}/"] = found[INDEX]
                moved[f"{prefix}{token}"] = f"{token}/"
                if live:
                    states[f"{prefix}{token}/{LIVE}"] = state
    return Shelf(resources, moved, states)


def state_of(folder: Folder) -> str:
    """Another text where anything in the folder that a person looks at is another."""
    pages = (folder.files[name].data for name in sorted(folder.files) if name.endswith(".html"))
    return etag(b"".join(etag(page).encode() for page in pages)).strip('"')


def _shown(folder: Folder, live: bool) -> tuple[str, dict[str, Resource]]:
    state = state_of(folder)
    files = dict(folder.files)
    if live:
        for name, (page, modified) in folder.files.items():
            if name.endswith(".html"):
                files[name] = File(live_page(page, state), modified)
    told = parse_manifest(files[MANIFEST].data) if MANIFEST in files else None
    if told is not None:
        others = {name: file.data for name, file in files.items() if name != MANIFEST}
        data = render_manifest(told.proof, told.collection, others)
        files[MANIFEST] = File(data, files[MANIFEST].modified)
    return state, {name: resource(name, *file) for name, file in files.items()}


def resource(name: str, data: bytes, modified: datetime) -> Resource:
    """The answers for a file."""
    ending = name[name.rfind(".") :]
    tag = etag(data)
    cache = (("ETag", tag), ("Last-Modified", http_date(modified)), ("Cache-Control", "private, no-cache"))
    policy = page_policy(data) if ending == ".html" else CLOSED
    full = (
        ("Content-Type", _TYPES.get(ending, "application/octet-stream")),
        ("Content-Length", str(len(data))),
        *cache,
        *CAUTIOUS,
        ("Content-Security-Policy", policy),
    )
    return Resource(tag, modified, Answer(200, full, data), Answer(304, cache))
