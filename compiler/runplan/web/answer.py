"""What is answered to a request: a function of the request and the shelf."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from runplan.record import Record
from runplan.web.conditional import has_newest
from runplan.web.shelf import CAUTIOUS, CLOSED, Answer, Shelf


class Live(Record):
    """The request is for the events of a preview, of the pages beside `path`."""

    path: str


def answer(method: str, target: str, headers: Iterable[tuple[str, str]], shelf: Shelf) -> Answer | Live:
    """The answer to a request without a body; `headers` have small names. What is not on the shelf is all the same: 404,
    whatever was asked for."""
    if method not in ("GET", "HEAD"):
        return _NOT_ALLOWED
    path = path_of(target)
    found = shelf.resources.get(path)
    if found is not None:
        none_match: str | None = None
        since: str | None = None
        for name, value in headers:
            if name == "if-none-match":
                none_match = value if none_match is None else f"{none_match}, {value}"
            elif name == "if-modified-since":
                since = value
        if (none_match or since) and has_newest(none_match, since, found.etag, found.modified):
            return found.unchanged
        reply = found.full
    elif path in shelf.moved:
        reply = plain(308, "Moved", ("Location", shelf.moved[path]))
    elif path in shelf.live:
        if method == "GET":
            return Live(path)
        reply = LIVE_HEAD
    else:
        reply = NOT_FOUND
    return reply._replace(body=b"") if method == "HEAD" else reply


def path_of(target: str) -> str:
    """The path of a request's target, without its query. Nothing in it is decoded or resolved: our paths need neither."""
    if not target.startswith("/"):
        try:
            parts = urlsplit(target)
        except ValueError:
            return ""
        if parts.scheme not in ("http", "https") or not parts.netloc:
            return ""
        return parts.path or "/"
    return target.partition("?")[0]


def plain(status: int, words: str, *headers: tuple[str, str]) -> Answer:
    """An answer of a few words."""
    body = f"{words}\n".encode()
    return Answer(
        status,
        (
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            *CAUTIOUS,
            ("Content-Security-Policy", CLOSED),
            *headers,
        ),
        body,
    )


NOT_FOUND = plain(404, "Not found")
_NOT_ALLOWED = plain(405, "Only GET and HEAD", ("Allow", "GET, HEAD"))
LIVE_HEAD = Answer(
    200,
    (("Content-Type", "text/event-stream"), ("Cache-Control", "no-store"), *CAUTIOUS),
)
"""How the events of a preview begin."""
