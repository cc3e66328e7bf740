"""What `runplan.toml` says of feeds: `[feed]`, with the address that they stand under, and whose address was renewed."""

from __future__ import annotations

from collections.abc import Mapping

from runplan.diagnostics import Report
from runplan.diagnostics.report import listed
from runplan.feed.names import parse_address
from runplan.record import Record
from runplan.syntax.span import Span

_KEYS = ("url", "renewed")


class FeedSettings(Record):
    """`renewed` counts how often a runner, by id, was given another address."""

    url: str | None = None
    renewed: Mapping[str, int] = {}


def parse_feed_settings(value: object, at: Span, report: Report) -> FeedSettings:
    """The table `[feed]`; what is wrong in it is reported at `at`, the project's file."""
    if not isinstance(value, dict):
        report.say(
            "bad-feed-setting",
            at,
            what="`feed` is no table",
            way='write `[feed]`, and below it `url = "https://..."`',
        )
        return FeedSettings()
    for key in value:
        if key not in _KEYS:
            report.say(
                "bad-feed-setting",
                at,
                what=f"`feed` has no place for `{key}`",
                way=f"it holds {listed(_KEYS, 'and')}",
            )
    url, renewed = value.get("url"), value.get("renewed", {})
    if url is not None and (not isinstance(url, str) or parse_address(url) is None):
        report.say("bad-feed-url", at, url=url)
        url = None
    if not isinstance(renewed, dict) or not all(type(n) is int and n >= 0 for n in renewed.values()):
        way = "write how often each has been: `renewed = { ana = 1 }`"
        report.say("bad-feed-setting", at, what="`renewed` does not say how often", way=way)
        renewed = {}
    return FeedSettings(url, renewed)
