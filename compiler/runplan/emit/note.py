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

_HIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINK = re.compile(r"(?:https?:|mailto:|tel:|#)", re.IGNORECASE)


def visible(written: str) -> str:
    """`written` without control characters and halves of characters, which no page may hold."""
    return written if written.isascii() and written.isprintable() else _HIDDEN.sub("", written)


@lru_cache(maxsize=512)
def note_html(note: str) -> str:
    """The HTML of a note: block elements, safe to stand in a page as they are."""
    reader = _reader()
    tokens = reader.parse(visible(note).replace("\u2028", "\n").replace("\u2029", "\n"))
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
