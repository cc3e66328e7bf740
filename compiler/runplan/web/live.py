"""A page that is read anew when it changes, for a preview on the coach's own machine; and what a page may do.

The script waits for server-sent events and compares the state of the pages with the one that it came with, so a change is not missed that
falls between the page and its first event, or into a restart of the server. Nothing of it is in the files of a feed.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import escape, unescape

SCRIPT = """\
"use strict";
{
  const mine = document.currentScript.dataset.state;
  new EventSource("live").onmessage = (event) => {
    if (event.data !== mine) location.reload();
  };
}
"""
_HASH = f"'sha256-{b64encode(sha256(SCRIPT.encode()).digest()).decode()}'"
_META = re.compile(rb"<meta http-equiv=\"?Content-Security-Policy\"? content=\"([^\"]*)\">", re.IGNORECASE)
_OWN = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""For a page of a coach's own that has no policy: it loads nothing either."""


def page_policy(page: bytes) -> str:
    """The Content-Security-Policy of a page, for a header: its own, and that nobody may frame it."""
    found = _META.search(page)
    own = unescape(found[1].decode("utf-8", "replace")) if found else _OWN
    # What stands in a header is visible ASCII.
    own = re.sub(r"[^\x20-\x7e]", "", own)
    return f"{own.rstrip('; ')}; frame-ancestors 'none'"


def live_page(page: bytes, state: str) -> bytes:
    """`page`, of a folder whose pages are in `state`, with the script that reads it anew."""
    page = _META.sub(_allowed, page, count=1)
    script = f'<script data-state="{escape(state)}">{SCRIPT}</script>\n'.encode()
    before, body, after = page.rpartition(b"</body>")
    return before + script + body + after if body else page + script


def _allowed(found: re.Match[bytes]) -> bytes:
    """The policy with leave for our script and for its question."""
    rules: dict[str, list[str]] = {}
    for rule in unescape(found[1].decode("utf-8", "replace")).split(";"):
        if words := rule.split():
            rules.setdefault(words[0].lower(), words[1:])
    default = [source for source in rules.get("default-src", []) if source != "'none'"]
    scripts = [source for source in rules.get("script-src", default) if source != "'none'"]
    if "'unsafe-inline'" not in scripts:
        scripts.append(_HASH)
    rules["script-src"] = scripts
    rules["connect-src"] = [
        *(source for source in rules.get("connect-src", default) if source != "'none'"),
        "'self'",
    ]
    policy = "; ".join(" ".join((name, *sources)) for name, sources in rules.items())
    return f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'.encode()
