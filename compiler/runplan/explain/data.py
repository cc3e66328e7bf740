"""A derivation as data: JSON of format 1, with the place of every line."""

import json
from collections.abc import Callable
from typing import Any

from runplan.explain.derivation import FORMAT, Derivation, Figure, Step
from runplan.plan import Origin
from runplan.units import DistanceUnit

_KEYS = {
    "m": "distance_m",
    "s": "duration_s",
    "s/km": "pace_s_per_km",
    "bpm": "heart_rate_bpm",
    "weeks": "weeks",
    "score": "score",
}


def render_json(derivation: Derivation, unit: DistanceUnit, quote: Callable[[Origin], str]) -> str:
    """The derivation as a JSON document."""
    body = {"format": FORMAT, "kind": "explanation", **_derivation(derivation, unit, quote)}
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _derivation(derivation: Derivation, unit: DistanceUnit, quote: Callable[[Origin], str]) -> dict[str, Any]:
    return {
        "title": derivation.title,
        "place": derivation.place,
        "steps": [_step(step, unit, quote) for step in derivation.steps],
        "parts": [_derivation(part, unit, quote) for part in derivation.parts],
    }


def _step(step: Step, unit: DistanceUnit, quote: Callable[[Origin], str]) -> dict[str, Any]:
    origin = step.origin
    return {
        "text": step.text,
        "figure": _figure(step.figure, unit) if step.figure is not None else None,
        "origin": {"file": origin.file, "line": origin.line, "column": origin.column} if origin else None,
        "line": quote(origin).strip() if origin else None,
    }


def _figure(figure: Figure, unit: DistanceUnit) -> dict[str, Any]:
    # A pace to a tenth of a second, as everywhere in the data; its text is rounded once, from the exact one.
    value = float(round(figure.value, 1 if figure.unit == "s/km" else 3))
    return {
        _KEYS[figure.unit]: int(value) if value.is_integer() else value,
        "about": figure.about,
        "text": figure.text(unit),
    }
