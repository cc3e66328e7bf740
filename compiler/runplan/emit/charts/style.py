"""How charts look: in light and dark, and in grey, where stripes and outlines tell what colours do.

Every colour is written out: programs that draw SVG without a browser know no variables. Easy, moderate and hard go from light
to dark as well as from green to red, so that no two of them are told apart by hue alone.
"""

from __future__ import annotations

import re

from runplan.record import Record

FONT = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"


class Look(Record):
    """How what has these classes looks, and what is otherwise in the dark."""

    classes: str
    light: str
    dark: str = ""


LOOKS = (
    Look("paper", "fill:#fff", "fill:#14171c"),
    Look("heading", "font-size:13px;font-weight:600"),
    Look("figure", "font-weight:600"),
    Look("phase-name", "font-weight:600"),
    Look("soft", "opacity:.78"),
    Look("grid", "stroke:currentColor;opacity:.14"),
    Look("axis", "stroke:currentColor;opacity:.7"),
    Look("tick", "stroke:currentColor;opacity:.35"),
    Look("begins", "stroke:currentColor;opacity:.35"),
    Look("begins.block", "opacity:.9"),
    Look("band", "fill:currentColor;opacity:.055"),
    Look("easy", "fill:#a9d5cc;stroke:#24766b;stroke-width:.7", "fill:#2b5f57;stroke:#63c2b2"),
    Look("moderate", "stroke:#92600a;stroke-width:.7", "stroke:#e3b458"),
    Look("under", "fill:#fbe7bd", "fill:#4a3a17"),
    Look("stripe", "fill:#b97c14", "fill:#e3b458"),
    Look("hard", "fill:#8f1d38;stroke:#8f1d38;stroke-width:.7", "fill:#f58a9c;stroke:#f58a9c"),
    Look("race-day", "fill:none;stroke:#5b3aa8;stroke-width:1.2;stroke-dasharray:2.5 1.5", "stroke:#bda4ff"),
    Look("race-line", "stroke:#5b3aa8", "stroke:#bda4ff"),
    Look("star", "fill:#5b3aa8", "fill:#bda4ff"),
    Look("long-run", "fill:#fff;stroke:#1d2430;stroke-width:1.2", "fill:#14171c;stroke:#fff"),
    Look("cutback", "fill:none;stroke:currentColor"),
    Look("leader", "stroke:currentColor;stroke-dasharray:1.5 1.5;opacity:.7"),
    Look("pin", "fill:#1d2430;stroke:#1d2430", "fill:#e8e6e1;stroke:#e8e6e1"),
    Look("pin.number", "fill:#fff;stroke:none;font-weight:600", "fill:#14171c"),
    Look("pin.light", "fill:#fff", "fill:#14171c"),
    Look("pin.light.number", "fill:#1d2430", "fill:#e8e6e1"),
    Look("fitness", "fill:none;stroke:#1f5fa8;stroke-width:2", "stroke:#7fb4f2"),
    Look("fatigue", "fill:none;stroke:#b3263f;stroke-width:1.2;stroke-dasharray:3.5 1.5", "stroke:#f58a9c"),
    Look("form", "fill:#24766b;fill-opacity:.2;stroke:#24766b", "fill:#63c2b2;stroke:#63c2b2"),
)


def _rules(looks: list[Look], within: str) -> str:
    light = "".join(f"{within}.{look.classes}{{{look.light}}}" for look in looks)
    dark = "".join(f"{within}.{look.classes}{{{look.dark}}}" for look in looks if look.dark)
    return f"{light}@media screen and (prefers-color-scheme:dark){{{dark}}}"


PAGE = ".chart text{font-size:10px;fill:currentColor}" + _rules([*LOOKS], ".chart ")
"""For a page, whose letters and ink the charts take over."""


def own(drawn: str) -> str:
    """For a file by itself that holds `drawn`: what is in it, and the ink."""
    used = {name for each in re.findall(r'class="([^"]*)"', drawn) for name in each.split()}
    looks = [look for look in LOOKS if used >= {*look.classes.split(".")}]
    ink = f"svg{{font:10px {FONT};color:#1d2430}}text{{fill:currentColor}}"
    return f"{ink}{_rules(looks, '')}@media screen and (prefers-color-scheme:dark){{svg{{color:#e8e6e1}}}}"
