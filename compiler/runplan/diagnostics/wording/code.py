"""`Code`: what belongs to a code and not to the place that found it."""

from __future__ import annotations

from typing import Literal

from runplan.record import Record


class Code(Record):
    """Severity and wording of one code. The holes in braces are facts of the place."""

    severity: Literal["error", "warning", "info"]
    message: str
    label: str = ""
    help: str = ""


def error(message: str, label: str = "", help: str = "") -> Code:
    """A problem that leaves no plan to trust."""
    return Code("error", message, label, help)


def warning(message: str, label: str = "", help: str = "") -> Code:
    """A problem that leaves a plan, perhaps not the one that was meant."""
    return Code("warning", message, label, help)


def info(message: str, label: str = "", help: str = "") -> Code:
    """Something worth knowing."""
    return Code("info", message, label, help)
