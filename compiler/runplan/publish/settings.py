"""Where to publish: what `[publish]` in the project's file says, and what may be said there at all. Imports nothing slow,
since every command reads the project's file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from runplan.diagnostics import Report
from runplan.diagnostics.report import listed
from runplan.record import Record
from runplan.syntax.span import Span

KEYS = ("url", "user", "calendar")
CALENDAR = "Running: {name}"
"""What a runner's calendar is called if nobody says otherwise."""

HOLES = ("name", "id")
_SECRETS = ("pass", "secret", "token", "pin")


class PublishSettings(Record):
    """The server, the user and the name of each runner's calendar, `{name}` and `{id}` standing for the runner's."""

    url: str | None = None
    user: str | None = None
    calendar: str = CALENDAR


def is_secret(key: str) -> bool:
    """Whether a password would be written behind `key`."""
    return any(part in key.lower() for part in _SECRETS)


def parse_settings(table: object, at: Span, report: Report) -> PublishSettings:
    """What `[publish]` says; what is wrong with it is reported at `at`, the project's file."""
    if not isinstance(table, Mapping):
        report.say("bad-publish-setting", at, key="publish", what="is no table", help="write `[publish]`")
        return PublishSettings()
    found: dict[str, str] = {}
    for key, value in table.items():
        if is_secret(key):
            report.say("password-in-project", at, key=f"publish.{key}")
        elif key not in KEYS:
            way = f"`[publish]` holds {listed(KEYS, 'and')}"
            report.say("unknown-project-key", at, key=f"publish.{key}", way=way)
        elif not isinstance(value, str) or not value.strip():
            what = "is empty" if isinstance(value, str) else "is no text"
            report.say(
                "bad-publish-setting", at, key=f"publish.{key}", what=what, help="text stands in quotes"
            )
        elif key == "url" and has_login(value):
            report.say("password-in-project", at, key="publish.url")
        else:
            found[key] = value.strip()
    settings = PublishSettings(**found)
    check_settings(settings, {key: f"publish.{key}" for key in KEYS}, at, report)
    return settings


def check_settings(settings: PublishSettings, names: Mapping[str, str], at: Span, report: Report) -> None:
    """Whether the server's address can be used, and the calendar's name filled; `names` is how each is called."""
    if settings.url is not None and (wrong := _wrong_url(settings.url)):
        what, way = wrong
        report.say("bad-publish-setting", at, key=names["url"], what=what, help=way)
    unknown = [hole for hole in _holes(settings.calendar) if hole not in HOLES]
    if unknown:
        what = f"has no runner's `{{{unknown[0]}}}`"
        way = f"what can be filled in is {listed(('{' + h + '}' for h in HOLES), 'and')}"
        report.say("bad-publish-setting", at, key=names["calendar"], what=what, help=way)


def calendar_name(pattern: str, runner_id: str, name: str) -> str:
    """`Running: {name}` for a runner."""
    filled = {"id": runner_id, "name": name}
    parts = pattern.split("{")
    said = [parts[0]]
    for part in parts[1:]:
        hole, brace, rest = part.partition("}")
        said.append(filled.get(hole, "{" + hole + brace) + rest)
    return " ".join("".join(said).split())


def _holes(pattern: str) -> Iterable[str]:
    return (part.partition("}")[0] for part in pattern.split("{")[1:])


def has_login(url: str) -> bool:
    """Whether somebody, perhaps with a password, stands before the `@` of an address."""
    try:
        return "@" in urlsplit(url).netloc
    except ValueError:
        return "@" in url


def _wrong_url(url: str) -> tuple[str, str] | None:
    """What is wrong with the address of a server, and what would do."""
    from runplan.publish.server import is_private

    example = "such as `https://caldav.fastmail.com`"
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018
    except ValueError:
        return "is no address", example
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "is no address", example
    if not is_private(url):
        return (
            "would send the password in the open",
            f"write `https://{parts.netloc}{parts.path}`; without `https` it can only be this machine, `localhost`",
        )
    return None
