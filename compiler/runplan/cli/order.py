"""`Order`: what a build is asked for, by its options, and when its files are stamped."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

import click

from runplan.record import Record

STANDARD_OUTPUT = "-"


class Order(Record):
    """What the options ask for. `epoch` is SOURCE_DATE_EPOCH; `feed` the folder of feeds, to which `out` gives way."""

    kinds: tuple[str, ...]
    out: str
    templates: str | None
    today: date
    epoch: datetime | None
    feed: str | None = None
    url: str | None = None


def source_date_epoch() -> datetime | None:
    """The time that SOURCE_DATE_EPOCH says, which makes a build the same again."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        return None
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        raise click.UsageError(f"SOURCE_DATE_EPOCH is no number of seconds: `{seconds}`") from None


def last_commit(root: str) -> datetime | None:
    """The time of the last git commit; None where there is no git, no repository, no commit."""
    import subprocess

    command = ["git", "-C", root, "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=10, check=False, stdin=subprocess.DEVNULL)
        return datetime.fromtimestamp(int(done.stdout), UTC)
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return None
