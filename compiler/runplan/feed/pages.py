"""The page that a runner subscribes on, with its QR code, and the files at the top of the folder.

The page is Jinja beside the other templates, `subscribe.html.jinja`, and a coach's own comes before it. It loads nothing, and no search
engine is to keep it.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from runplan import dates
from runplan.emit import Settings
from runplan.emit import page_templates as templates
from runplan.plan import Plan

if TYPE_CHECKING:
    from jinja2 import Environment

SUBSCRIBE = "subscribe.html.jinja"
MARK = "made by runplan"
"""Stands in every file at the top of the folder: without it, the file is somebody's own and stays."""


def render_subscribe(
    plan: Plan,
    address: str,
    plan_page: str,
    calendar: str,
    webcal: str,
    busy: str,
    busy_webcal: str,
    settings: Settings,
) -> bytes:
    """The page at `address`. Raises `BackendError` for a mistake in a template of the user's own."""
    from urllib.parse import quote

    from markupsafe import Markup

    context: dict[str, Any] = {
        "plan": plan,
        "address": address,
        "plan_page": plan_page,
        "calendar": calendar,
        "webcal": webcal,
        "google": f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        "outlook": "https://outlook.live.com/calendar/0/addfromweb?"
        f"url={quote(calendar, safe='')}&name={quote(plan.runner.name, safe='')}",
        "busy": busy,
        "busy_webcal": busy_webcal,
        "qr": Markup(qr_svg(address)),
        "dates": dates.span,
    }
    folder = settings.templates
    environment = _environment(folder)
    style, script = (
        templates.source(environment, name, folder).replace("\r\n", "\n")
        for name in ("subscribe.css", "subscribe.js")
    )
    # Nothing but these two runs, and nothing is loaded.
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    context |= {"style": Markup(style), "script": Markup(script), "policy": policy}
    return templates.rendered(environment, SUBSCRIBE, context, folder).lstrip().encode("utf-8", "replace")


@lru_cache(maxsize=8)
def _environment(folder: str | None) -> Environment:
    return templates.environment(folder, finalize=lambda value: value, autoescape=True)


def _hash(source: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(source.encode()).digest()).decode()}"


def qr_svg(text: str) -> str:
    """The QR code of `text` as an SVG element, black on white on any page, with the quiet zone of four modules."""
    import segno

    code = segno.make(text, error="m", micro=False)
    return code.svg_inline(
        scale=4, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )


TOP: dict[str, bytes] = {
    "index.html": f"""<!DOCTYPE html>
<!-- {MARK} -->
<html lang="en">
<meta charset="utf-8">
<meta name="robots" content="noindex, nofollow">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Calendars</title>
<p>There is nothing to see here. Runners have an address of their own from their coach.</p>
</html>
""".encode(),
    "robots.txt": f"""# {MARK}. Nothing is forbidden here: Google's calendar asks this file too before it fetches a feed, and
# search engines have to read a page to see that they must not keep it (noindex).
User-agent: *
Disallow:
""".encode(),
    "_headers": f"""# {MARK}, for hosts that read it (Netlify, Cloudflare Pages).
/*
  X-Robots-Tag: noindex, nofollow
  Referrer-Policy: no-referrer
  X-Content-Type-Options: nosniff
/:token/calendar.ics
  Content-Type: text/calendar; charset=utf-8
  Cache-Control: no-cache
/:token/busy.ics
  Content-Type: text/calendar; charset=utf-8
  Cache-Control: no-cache
""".encode(),
    ".nojekyll": b"",
}
"""What stands at the top of the folder, by name."""


def is_ours(name: str, data: bytes) -> bool:
    """Whether a file at the top of the folder is one that we put there, of whichever version."""
    return MARK.encode() in data or (name == ".nojekyll" and not data)
