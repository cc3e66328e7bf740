"""Diagnostics to text: for a person, an editor, a program, GitHub's annotations and SARIF viewers.

Pure functions: they take the diagnostics and the texts of the files by path, and give a string that ends in a
newline, or is empty. Colour is given only where it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from runplan.diagnostics.codes import CODES
from runplan.diagnostics.report import Diagnostic, Severity, counted
from runplan.record import Record
from runplan.syntax.span import Span

Format: TypeAlias = Literal["human", "short", "json", "github", "sarif"]
FORMATS: tuple[Format, ...] = ("human", "short", "json", "github", "sarif")
"""Every rendering, by the name that `--format` takes."""

JSON_FORMAT = 1

_TAB = 4
_WIDEST = 110
_LEAD = 30

_BOLD, _RESET = "\033[1m", "\033[0m"
_COLORS: dict[Severity, str] = {"error": "\033[1;31m", "warning": "\033[1;33m", "info": "\033[1;36m"}
_BLUE = "\033[1;34m"
_ORDER: tuple[Severity, ...] = ("error", "warning", "info")


def render(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, str],
    form: Format,
    *,
    color: bool = False,
    files: int | None = None,
) -> str:
    """All of `diagnostics` in `form`; `sources` are the texts of the files by the path that spans name, `files` says
    how many were looked at."""
    found = list(diagnostics)
    match form:
        case "human":
            return render_human(found, sources, color=color)
        case "short":
            return render_short(found)
        case "json":
            return render_json(found, files)
        case "github":
            return render_github(found)
        case "sarif":
            return render_sarif(found)


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning in 1 file`; empty without diagnostics."""
    found = list(diagnostics)
    counts = [(s, sum(d.severity == s for d in found)) for s in _ORDER]
    said = ", ".join(counted(n, "note" if s == "info" else s) for s, n in counts if n)
    files = {d.at.file for d in found if d.at.file}
    return f"{said} in {counted(len(files), 'file')}" if said and files else said


# ---- for a person -----------------------------------------------------------------------------------------


def render_human(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, str], *, color: bool = False
) -> str:
    """Each problem with its line, the place underlined; a summary last."""
    if not diagnostics:
        return ""
    split: dict[str, list[str]] = {}
    blocks = [_block(d, sources, split, color) for d in diagnostics]
    return "\n".join([*blocks, summary(diagnostics) + "\n"])


def _block(d: Diagnostic, sources: Mapping[str, str], split: dict[str, list[str]], color: bool) -> str:
    def paint(text: str, code: str) -> str:
        return f"{code}{text}{_RESET}" if color and text else text

    tone = _COLORS[d.severity]
    severity = "note" if d.severity == "info" else d.severity
    out = [paint(f"{severity}[{d.code}]", tone) + paint(f": {_plain(d.message)}", _BOLD)]
    marks = [_Mark(d.at, d.label, "^", tone), *(_Mark(x.at, x.text, "-", _BLUE) for x in d.labels)]
    files = dict.fromkeys(m.at.file for m in marks)
    known = [m for m in marks if _line(m.at, sources, split) is not None]
    gutter = len(str(max((m.at.line for m in known), default=0)))
    for file in files:
        if not file:
            continue
        here = [m for m in marks if m.at.file == file]
        arrow = "-->" if file == d.at.file else ":::"
        out.append(f"{' ' * gutter}{paint(arrow, _BLUE)} {_place(here[0].at)}")
        lines = sorted({m.at.line for m in here if m in known})
        if not lines:
            out.extend(
                f"{' ' * gutter} {paint('=', _BLUE)} {_plain(m.text)}"
                for m in here
                if m.text and file != d.at.file
            )
            continue
        out.append(f"{' ' * gutter} {paint('|', _BLUE)}")
        previous = None
        for number in lines:
            if previous is not None and number != previous + 1:
                out.append(paint("...", _BLUE))
            previous = number
            there = [m for m in here if m.at.line == number]
            text = _line(there[0].at, sources, split) or ""
            shown, rows = _underlined(text, there)
            out.append(f"{paint(str(number).rjust(gutter), _BLUE)} {paint('|', _BLUE)} {shown}".rstrip())
            for row, mark in rows:
                indent = len(row) - len(row.lstrip(" "))
                out.append(
                    f"{' ' * gutter} {paint('|', _BLUE)} {' ' * indent}{paint(row[indent:], mark.tone)}"
                )
    notes = [("note", n) for n in d.notes]
    help_ = d.help or (f"write `{d.fix.text}`" if d.fix and d.fix.text else "")
    if help_:
        notes.append(("help", help_))
    if notes and known:
        out.append(f"{' ' * gutter} {paint('|', _BLUE)}")
    for kind, text in notes:
        first, *rest = text.split("\n")
        out.append(f"{' ' * gutter} {paint('=', _BLUE)} {paint(kind, _BOLD)}: {_plain(first)}")
        out.extend(f"{' ' * gutter}   {' ' * len(kind)}  {_plain(line)}".rstrip() for line in rest)
    return "\n".join(out) + "\n"


class _Mark(Record):
    at: Span
    text: str
    sign: str
    tone: str


def _line(at: Span, sources: Mapping[str, str], split: dict[str, list[str]]) -> str | None:
    """The text of a place's line, None where it is not known."""
    if at.file not in split:
        from runplan.syntax.parse import split_lines

        split[at.file] = split_lines(sources[at.file]) if at.file in sources else []
    lines = split[at.file]
    return lines[at.line - 1] if 0 < at.line <= len(lines) else None


def _underlined(text: str, marks: list[_Mark]) -> tuple[str, list[tuple[str, _Mark]]]:
    """The line as a terminal shows it, and a row of marks under it for each of `marks`; both cut to a width."""
    first = min(m.at.column for m in marks) - 1
    start = max(0, first - _LEAD) if len(text) > _WIDEST and first > _WIDEST - _LEAD else 0
    cells = _cells(text[start : start + _WIDEST])
    head = "..." if start else ""
    tail = "..." if start + _WIDEST < len(text) else ""
    edges = [len(head)]
    for _, width in cells:
        edges.append(edges[-1] + width)
    rows = []
    for mark in marks:
        low = min(max(mark.at.column - 1 - start, 0), len(cells))
        high = min(max(mark.at.end - 1 - start, low), len(cells))
        width = max(1, edges[high] - edges[low])
        rows.append((f"{' ' * edges[low]}{mark.sign * width} {_plain(mark.text)}".rstrip(), mark))
    return head + "".join(cell for cell, _ in cells) + tail, rows


def _cells(text: str) -> list[tuple[str, int]]:
    """What a terminal shows for each character, and how many columns it takes."""
    if text.isascii() and text.isprintable():
        return [(c, 1) for c in text]
    from unicodedata import category, east_asian_width

    cells: list[tuple[str, int]] = []
    column = 0
    for c in text:
        if c == "\t":
            width = _TAB - column % _TAB
            cells.append((" " * width, width))
        elif c == "\u200d" or category(c) in ("Mn", "Me"):
            cells.append((c, 0))
        elif category(c) in _UNSEEN:
            cells.append(("\ufffd", 1))
        else:
            cells.append((c, 2 if east_asian_width(c) in "WF" else 1))
        column += cells[-1][1]
    return cells


_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _plain(text: str) -> str:
    """`text` without anything that moves a terminal's cursor, turns its direction or hides."""
    if text.isprintable():
        return text
    from unicodedata import category

    return "".join("\ufffd" if c != "\u200d" and category(c) in _UNSEEN else c for c in text)


def _place(at: Span) -> str:
    file = _plain(at.file)
    return f"{file}:{at.line}:{at.column}" if at.line else file


# ---- for an editor ----------------------------------------------------------------------------------------


def render_short(diagnostics: Iterable[Diagnostic]) -> str:
    """A line a problem, as compilers write it: `half.plan:12:5: error[unknown-kind]: unknown kind `tepo``."""
    return "".join(
        f"{_place(d.at)}{': ' if d.at.file else ''}{d.severity}[{d.code}]: {_plain(d.message)}\n"
        for d in diagnostics
    )


# ---- for a program ----------------------------------------------------------------------------------------


def render_json(diagnostics: Sequence[Diagnostic], files: int | None = None) -> str:
    """The diagnostics as JSON, format 1; `schema` says what its keys mean. `files` were looked at, if it is known,
    else those count that something was found in."""
    from json import dumps

    from runplan import __version__

    counts = {f"{s}s": sum(d.severity == s for d in diagnostics) for s in _ORDER}
    named = {d.at.file for d in diagnostics if d.at.file}
    document = {
        "format": JSON_FORMAT,
        "kind": "diagnostics",
        "version": __version__,
        "summary": {**counts, "files": len(named) if files is None else files},
        "diagnostics": [_data(d) for d in diagnostics],
    }
    return dumps(document, ensure_ascii=False, indent=2) + "\n"


def _data(d: Diagnostic) -> dict[str, Any]:
    return {
        "code": d.code,
        "severity": d.severity,
        "message": d.message,
        "at": _at(d.at),
        "label": d.label or None,
        "labels": [{"at": _at(x.at), "text": x.text} for x in d.labels],
        "notes": list(d.notes),
        "help": d.help or None,
        "fix": {"at": _at(d.fix.at), "text": d.fix.text, "safe": d.fix.safe} if d.fix else None,
    }


def _at(at: Span) -> dict[str, Any] | None:
    if not at.file:
        return None
    if not at.line:
        return {"file": at.file, "line": None, "column": None, "end_column": None}
    return {"file": at.file, "line": at.line, "column": at.column, "end_column": at.end}


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `render_json`."""
    text = {"type": "string"}
    text_or_null = {"type": ["string", "null"]}
    count = {"type": "integer", "minimum": 0}
    looked_at = {**count, "description": "How many files were checked."}
    position = {"type": ["integer", "null"], "minimum": 1}

    def record(properties: dict[str, Any], description: str = "") -> dict[str, Any]:
        made = {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
        return {"description": description, **made} if description else made

    place = {"$ref": "#/$defs/place"}
    place_or_null = {"anyOf": [place, {"type": "null"}]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:runplan:schema:diagnostics:{JSON_FORMAT}",
        "title": "Diagnostics of runplan",
        "description": "What `runplan check --format json` prints.",
        **record(
            {
                "format": {"const": JSON_FORMAT, "description": "The version of this form."},
                "kind": {"const": "diagnostics"},
                "version": {**text, "description": "The version of runplan that wrote it."},
                "summary": record({"errors": count, "warnings": count, "infos": count, "files": looked_at}),
                "diagnostics": {
                    "description": "In order of file, line and column.",
                    "type": "array",
                    "items": {"$ref": "#/$defs/diagnostic"},
                },
            }
        ),
        "$defs": {
            "place": record(
                {"file": text, "line": position, "column": position, "end_column": position},
                "Lines and columns count from 1, columns in characters; `end_column` is the first one after the "
                "place. All three are null where the file as a whole is meant.",
            ),
            "diagnostic": record(
                {
                    "code": {**text, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
                    "severity": {"enum": list(_ORDER)},
                    "message": text,
                    "at": {**place_or_null, "description": "Null where no file is meant."},
                    "label": {**text_or_null, "description": "What stands under the underlined place."},
                    "labels": {
                        "description": "Other places that belong to it.",
                        "type": "array",
                        "items": record({"at": place_or_null, "text": text}),
                    },
                    "notes": {"type": "array", "items": text},
                    "help": {**text_or_null, "description": "What would do."},
                    "fix": {
                        "description": "Replaces the text at `at` by `text`; `safe` where the meaning is what "
                        "the author wrote.",
                        "anyOf": [
                            record({"at": place_or_null, "text": text, "safe": {"type": "boolean"}}),
                            {"type": "null"},
                        ],
                    },
                }
            ),
        },
    }


# ---- for GitHub -------------------------------------------------------------------------------------------


def render_github(diagnostics: Iterable[Diagnostic]) -> str:
    """Workflow commands: GitHub shows them beside the changed lines."""
    return "".join(_command(d) for d in diagnostics)


def _command(d: Diagnostic) -> str:
    properties = {"file": d.at.file} if d.at.file else {}
    if d.at.line:
        # GitHub's last column is the last one marked; ours is the first after it.
        last = str(max(d.at.column, d.at.end - 1))
        properties |= {"line": str(d.at.line), "col": str(d.at.column), "endColumn": last}
    properties["title"] = d.code
    said = ",".join(f"{k}={_escaped(v, ':,')}" for k, v in properties.items())
    name = "notice" if d.severity == "info" else d.severity
    text = "\n".join([d.message, *d.notes, *([f"help: {d.help}"] if d.help else [])])
    return f"::{name} {said}::{_escaped(text)}\n"


def _escaped(text: str, others: str = "") -> str:
    for c in "%\r\n" + others:
        text = text.replace(c, f"%{ord(c):02X}")
    return text


# ---- SARIF ------------------------------------------------------------------------------------------------

_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def render_sarif(diagnostics: Sequence[Diagnostic]) -> str:
    """SARIF 2.1.0, for code scanning and its viewers."""
    from json import dumps

    from runplan import __version__

    codes = sorted({d.code for d in diagnostics})
    rules = [
        {
            "id": code,
            "name": "".join(part.capitalize() for part in code.split("-")),
            "shortDescription": {"text": code.replace("-", " ")},
            "defaultConfiguration": {"level": _LEVELS[CODES[code].severity]},
            "help": {"text": f"Run `runplan explain {code}`."},
        }
        for code in codes
    ]
    run = {
        "tool": {"driver": {"name": "runplan", "semanticVersion": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(d, codes.index(d.code)) for d in diagnostics],
    }
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return dumps(document, ensure_ascii=False, indent=2) + "\n"


def _result(d: Diagnostic, rule: int) -> dict[str, Any]:
    text = "\n".join([d.message, *d.notes, *([f"help: {d.help}"] if d.help else [])])
    result: dict[str, Any] = {
        "ruleId": d.code,
        "ruleIndex": rule,
        "level": _LEVELS[d.severity],
        "message": {"text": text},
    }
    if d.at.file:
        result["locations"] = [_location(d.at, d.label)]
    related = [_location(x.at, x.text) | {"id": i} for i, x in enumerate(d.labels, 1) if x.at.file]
    if related:
        result["relatedLocations"] = related
    if d.fix and d.fix.at.line:
        replacement = {"deletedRegion": _region(d.fix.at), "insertedContent": {"text": d.fix.text}}
        change = {"artifactLocation": {"uri": _uri(d.fix.at.file)}, "replacements": [replacement]}
        result["fixes"] = [{"description": {"text": d.help or d.message}, "artifactChanges": [change]}]
    return result


def _location(at: Span, text: str) -> dict[str, Any]:
    # Viewers want a region; where the whole file is meant, its first line stands for it.
    region = _region(at) if at.line else {"startLine": 1}
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(at.file)}, "region": region}
    }
    if text:
        location["message"] = {"text": text}
    return location


def _region(at: Span) -> dict[str, int]:
    return {"startLine": at.line, "startColumn": at.column, "endLine": at.line, "endColumn": at.end}


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path.replace("\\", "/"), safe="/")
