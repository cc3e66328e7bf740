"""A coach's note, which is Markdown, as HTML in which nothing but Markdown is markup.

Tags that somebody wrote show as text, pictures become links, a heading is a paragraph (the page's own headings stay an
outline), and a link leads to the web, to a mailbox, to a telephone or to a place on the page.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_NONE = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_HIDDEN = re.compile(rf"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufdd0-\ufdef{_NONE}]")
_BREAK = re.compile(r"[\v\f\x85\u2028\u2029]")
_LINK = re.compile(r"(?:https?:|mailto:|tel:|#)", re.IGNORECASE)


def visible(written: str) -> str:
    """`written` without control characters, halves of characters and what is none, which no page may hold."""
    if written.isascii() and written.isprintable():
        return written
    return _HIDDEN.sub("", _BREAK.sub("\n", written))


@lru_cache(maxsize=512)
def note_html(note: str) -> str:
    """The HTML of a note: block elements, safe to stand in a page as they are."""
    reader = _reader()
    tokens = reader.parse(visible(note))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "p"
            if token.nesting == 1:
                token.attrSet("class", "heading")
        elif token.type in ("th_open", "td_open") and "style" in token.attrs:
            # The page's policy allows no style of an element's own.
            token.attrs = {"class": str(token.attrs["style"]).removeprefix("text-align:")}
        for inner in token.children or ():
            if inner.type == "link_open":
                inner.attrSet("rel", "noopener noreferrer")
    html: str = reader.renderer.render(tokens, reader.options, {})
    return html.strip()


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
    reader.validateLink = lambda url: _LINK.match(url) is not None  # type: ignore[method-assign]
    return reader
