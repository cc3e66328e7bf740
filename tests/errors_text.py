"""The lines of the error files that must complain, without their marks."""

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "errors"
TOPICS = ("characters", "words", "order", "signs", "quotes", "numbers", "dates", "sessions", "lines")
"""The files about single lines."""


def wrong_lines() -> list[str]:
    """Every marked line about the syntax of a line."""
    texts = [(FOLDER / f"{topic}.txt").read_text("utf-8") for topic in TOPICS]
    return [
        match[1].strip(" ")
        for text in texts
        for match in re.finditer(r"^(.*?) *### [a-z0-9-]*: \".*\"$", text, re.MULTILINE)
    ]
