"""What is wrong with a line that cannot be read, in a coach's words, with the corrected line where there is one.

The way is to look for the small change that makes the line right: a known slip (`corrections.py`), a word that is
nearly one that could stand there, a missing or needless sign. What is found is blamed, and the corrected line is
only shown after it was parsed. Without such a change the place where the parser stopped is blamed, with what would do.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from runplan.diagnostics.report import Diagnostic, Fix, listed, word
from runplan.syntax.build import ACTIONS
from runplan.syntax.corrections import Edit, blank, classics, inner_quotes
from runplan.syntax.first_words import first_word, meant
from runplan.syntax.nodes import Call, CircuitLine, Exercise, OwnPace, Session
from runplan.syntax.parser import (
    Complaint,
    Lexeme,
    Stopped,
    acceptable,
    parse_lexemes,
    read_lexemes,
    trace_states,
)
from runplan.syntax.spacing import spaced
from runplan.syntax.span import Span
from runplan.syntax.tables import Tables, load_tables
from runplan.template.kinds import ALIASES, KINDS
from runplan.template.names import METRICS, MOVERS

MOST_EDITS = 4
# What may be said of a line that is still wrong with it put right.
_WORTH_SAYING = frozenset(
    ["unknown-word", "written-differently", "capital-letter", "bad-date", "bad-number", "missing-quotes"]
)
_SMALL_WORDS = frozenset(["a", "and", "at", "for", "if", "in", "not", "of", "on", "or", "out", "to"])
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# What may be missing between two words of a line, in the order in which it is tried.
_GLUE = (
    ":", ",", "@", "+", ")", "with", "=", "%", "of", "in", "on", "to", "x", "weeks", "week", "days", "every",
    "than", "(", "/", "a",
)  # fmt: skip
_GLUE_NAMES = {":": "a colon", ",": "a comma", ")": "a closing bracket `)`", "(": "an opening bracket `(`"}

# What people write for something else; the first that makes the line right is taken, "" stands for leaving it out.
_STAND_INS = {
    "and": ("with", ",", "+", "to", ""),
    "&": ("+", ",", "and"),
    "plus": ("+",),
    "then": (",", ""),
    "followed": (",",),
    "to": ("-", "..", "->", "with", ""),
    "with": ("to", ","),
    "w/": ("with",),
    "until": ("..", "-"),
    "till": ("..", "-"),
    "by": ("x", ""),
    "of": ("", "in"),
    "on": ("", "with", "to"),
    "at": ("@", ""),
    "in": ("", "on", "@"),
    "each": ("every", ""),
    "per": ("a", "every"),
    "every": ("a",),
    "the": ("",),
    "a": ("", "every"),
    "or": (",",),
    "about": ("",),
    "ca": ("",),
    "approx": ("",),
    "~": ("",),
    "is": ("=", ""),
    "from": ("", "after"),
    "since": ("", "from"),
    "as": ("",),
    "before": ("out", ""),
    "volume": ("",),
    "run": ("",),
    "pace": ("",),
    "day": ("",),
    "session": ("",),
    "total": ("",),
    ";": (":", ",", ""),
    ":": ("", ",", "="),
    ",": ("", ":", "."),
    ".": ("", ":", ","),
    "=": ("", ":", "@"),
    "*": ("x", ""),
    "|": ("or", ""),
    "/": ("or", ",", "+"),
    "\\": ("",),
    "+": (",", ""),
    "-": ("..", "", ",", "->"),
    "..": ("-", "->"),
    "...": ("..",),
    "->": ("..", "-", "to"),
    "!": ("not", ""),
    "?": ("",),
    "$": ("",),
    "_": ("-",),
    "{": ("(",),
    "}": (")",),
    "[": ("(", ""),
    "]": (")", ""),
    "(": ("", "["),
    ")": ("", "]"),
    "'": ("",),
    "`": ("",),
    "<": ("<=",),
    ">": ("->",),
}  # fmt: skip


class _Try(NamedTuple):
    """What became of a line: right, or stopped with so many lexemes left."""

    clean: bool
    left: int
    lexemes: list[Lexeme]
    stopped: Stopped | None
    strangers: int


# ---- a line that parses and makes no sense ------------------------------------------------------------------


def complain(text: str, complaint: Complaint, thorough: bool) -> Diagnostic:
    """The diagnostic of a complaint, with the corrected line where one is known or a known slip explains it."""
    at = complaint.at
    facts = dict(complaint.facts)
    for edit in classics(text) if thorough else ():
        if edit.start < at.end and edit.end >= at.column - 1:
            repaired = _repaired(_apply(text, edit))
            if repaired is not None:
                return _diagnose(text, edit, repaired, at.file, at.line)
    start, end = at.column - 1, at.end - 1
    whole: str | None = None
    match complaint.code:
        case "unknown-mover" | "unknown-measure":
            known = sorted(MOVERS) if complaint.code == "unknown-mover" else METRICS
            near = _near(str(facts["word"]), known, 0.6)
            pace = {
                "tempo": "@ T",
                "threshold": "@ T",
                "cruise": "@ T",
                "intervals": "@ I",
                "interval": "@ I",
            }
            pace |= {"reps": "@ R", "hard": "@ I", "long": "", "marathon": "@ marathon", "moderate": "@ M"}
            near = near or pace.get(str(facts["word"]))
            mark = _near(str(facts["word"]), ("optional", "back-to-back", "climb", "with"))
            if complaint.code == "unknown-mover" and mark is not None:
                found = word("unknown-word", at, word=facts["word"], wanted=f"did you mean `{mark}`?")
                return corrected_line(found, text, _repaired(text[:start] + mark + text[end:]))
            if near is not None:
                whole = text[:start] + near + text[end:]
            else:
                facts["help"] = (
                    f"it may be {listed(sorted(MOVERS) if complaint.code == 'unknown-mover' else METRICS)}"
                )
        case "wrong-order":
            swap = facts.pop("swap")
            first, second = (text[place.column - 1 : place.end - 1] for place in swap)  # type: ignore[attr-defined]
            facts |= {"first": second, "second": first}
            whole = f"{text[: swap[0].column - 1]}{second} {first}{text[swap[1].end - 1 :]}"  # type: ignore[index]
        case "missing-unit" if "help" not in facts:
            facts |= _unit_facts(text[start:end], ("km", "m", "min"))
        case _ if complaint.replace is not None:
            whole = text[:start] + complaint.replace + text[end:]
    if whole is not None:
        whole = _repaired(whole) if thorough else None
    help_ = facts.pop("help", None)
    found = word(complaint.code, at, **({"help": help_} if help_ is not None else {}), **facts)  # type: ignore[arg-type]
    return corrected_line(found, text, whole)


# ---- a line that does not parse -----------------------------------------------------------------------------


def explain(
    tables: Tables, text: str, lexemes: list[Lexeme], stopped: Stopped, file: str, line: int, thorough: bool
) -> Diagnostic:
    """The diagnostic of a line at which the parser stopped. Without `thorough` no correction is looked for."""
    for lexeme in lexemes:
        if lexeme.pattern == "JUNK" and lexeme.text[0] == '"':
            return _open_quote(text, lexeme, file, line)
    found = _two_word_rule(lexemes, stopped, file, line)
    if found is not None:
        return found
    if thorough:
        found = None if _begins_with_a_slip(tables, text) else mistaken_start(text, file, line)
        found = found or _search(tables, text, lexemes, stopped, file, line)
        if found is not None:
            return found
    return _describe(tables, text, lexemes, stopped, file, line)


def _two_word_rule(lexemes: list[Lexeme], stopped: Stopped, file: str, line: int) -> Diagnostic | None:
    """`allow hard days`: where a hyphen gives no rule either, the rules that there are help more than the hyphen."""
    from runplan.review.catalogue import RULES, nearest_rules

    if not 2 <= stopped.place < len(lexemes):
        return None
    before, first, second = lexemes[stopped.place - 2 : stopped.place + 1]
    joined = f"{first.text}-{second.text}"
    if before.text not in ("allow", "rule") or not first.pattern == second.pattern == "NAME":
        return None
    if joined in RULES or first.text in RULES:
        return None
    at = Span(file, line, first.start + 1, second.end + 1)
    near = listed(nearest_rules(joined), "and")
    return word("unknown-rule", at, rule=f"{first.text} {second.text}", help=f"the nearest are {near}")


def _begins_with_a_slip(tables: Tables, text: str) -> bool:
    """Whether one known slip in the first words explains the whole line."""
    start, name = first_word(text)
    return any(
        edit.start < start + len(name) and _attempt(tables, _apply(text, edit)).clean
        for edit in classics(text)
    )


def mistaken_start(text: str, file: str, line: int) -> Diagnostic | None:
    """The diagnostic of a line whose first word is no word of the language and close to one that begins a line.

    It is said only if the line is right with that word; a line of a single word is, as far as anybody knows.
    """
    start, name = first_word(text)
    end = start + len(name)
    alone = not blank(text)[end:].strip(" \t:")
    for right in meant(name):
        whole = _repaired(text[:start] + right + text[end:])
        if whole is None and not alone:
            continue
        at = Span(file, line, start + 1, end + 1)
        found = word("unknown-word", at, word=name, wanted=f"did you mean `{right}`?")
        if whole is None:
            return found._replace(help=f"a line begins with `{right}`")
        return corrected_line(found, text, whole)
    return None


def _search(
    tables: Tables, text: str, lexemes: list[Lexeme], stopped: Stopped, file: str, line: int
) -> Diagnostic | None:
    """Up to `MOST_EDITS` small changes, each the first that makes the line right or else the one that leads
    furthest; the first of them is what is said."""
    tried = _Try(False, len(lexemes) - stopped.place, lexemes, stopped, 0)
    current = text
    first: Edit | None = None
    guessed = False
    for _ in range(MOST_EDITS):
        best: tuple[Edit, _Try] | None = None
        if tried.stopped is None:
            break
        for edit in _edits(tables, current, tried.lexemes, tried.stopped):
            if edit.guess and guessed:
                continue
            result = _attempt(tables, _apply(current, edit))
            if result.strangers and (edit.guess or guessed):
                continue
            if result.clean:
                best = edit, result
                break
            if result.left < (best[1].left if best else tried.left) and not (
                edit.guess and not result.stopped
            ):
                best = edit, result
        if best is None:
            break
        edit, tried = best
        current = _apply(current, edit)
        first = first or edit
        guessed = guessed or edit.guess
        if tried.clean:
            return _diagnose(text, first, current, file, line)
    slips = _all_slips(tables, text)
    if slips is not None:
        return _diagnose(text, slips[0], slips[1], file, line)
    if first is not None and first.code in _WORTH_SAYING and not first.guess:
        return _diagnose(text, first, None, file, line)
    return None


def _all_slips(tables: Tables, text: str) -> tuple[Edit, str] | None:
    """All known slips put right one after the other, with the first of them, if that makes the line right."""
    first: Edit | None = None
    changed = text
    for _ in range(2 * MOST_EDITS):
        edit = next(classics(changed), None)
        if edit is None:
            return None
        first = first or edit
        changed = _apply(changed, edit)
        if _attempt(tables, changed).clean:
            return first, changed
    return None


def _repaired(text: str) -> str | None:
    """The line, if it is right, or with one known slip after the other put right."""
    tables = load_tables()
    tried = _attempt(tables, text)
    for _ in range(MOST_EDITS):
        if tried.clean:
            return text
        for edit in classics(text):
            changed = _apply(text, edit)
            result = _attempt(tables, changed)
            if result.clean or result.stopped is None or result.left < tried.left:
                text, tried = changed, result
                break
        else:
            return None
    return text if tried.clean else None


def _apply(text: str, edit: Edit) -> str:
    return text[: edit.start] + edit.text + text[edit.end :]


def _attempt(tables: Tables, text: str) -> _Try:
    lexemes = read_lexemes(tables, text)
    complaints: list[Complaint] = []
    found: Any = parse_lexemes(tables, lexemes, ACTIONS, "", 0, complaints)
    if isinstance(found, Stopped):
        return _Try(False, len(lexemes) - found.place, lexemes, found, 0)
    return _Try(not complaints, 0, lexemes, None, _strangers(found))


def _strangers(node: object) -> int:
    """How many names stand in a statement that the language does not know: workouts, exercises, own paces."""
    match node:
        case Session(kind=kind) if kind not in KINDS and kind not in ALIASES:
            return 1
        case Call() | OwnPace() | CircuitLine(Exercise()):
            return 1
        case tuple():
            return sum(_strangers(child) for child in node)
        case _:
            return 0


def is_right(text: str) -> bool:
    """Whether the line can be read and makes sense by itself."""
    return _attempt(load_tables(), text).clean


def _diagnose(text: str, edit: Edit, whole: str | None, file: str, line: int) -> Diagnostic:
    start, end = edit.mark or (edit.start, edit.end)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    found = word(edit.code, Span(file, line, start + 1, max(end, start + 1) + 1), **edit.facts)  # type: ignore[arg-type]
    if end > start:
        found = found._replace(at=Span(file, line, start + 1, end + 1))
    if whole is None and edit.code == "unknown-word":
        found = found._replace(help=f"`{edit.text.strip()}`")
    return corrected_line(found, text, whole)


def corrected_line(found: Diagnostic, text: str, whole: str | None) -> Diagnostic:
    """`found` with the corrected line as its help, and with the smallest replacement that gives it."""
    if whole is None:
        return found
    whole = _tidy(text, whole)
    start = 0
    while start < min(len(text), len(whole)) and text[start] == whole[start]:
        start += 1
    old, new = len(text), len(whole)
    while old > start and new > start and text[old - 1] == whole[new - 1]:
        old, new = old - 1, new - 1
    fix = Fix(Span(found.at.file, found.at.line, start + 1, old + 1), whole[start:new])
    shown = whole[: len(blank(whole))].strip()
    return found._replace(help=f"`{shown}`" if shown else found.help, fix=fix)


def _tidy(text: str, whole: str) -> str:
    """The corrected line with the spaces of a formatted one; indentation and comment are those of the line."""
    indent = text[: len(text) - len(text.lstrip(" \t"))]
    code = len(blank(whole))
    return f"{indent}{spaced(read_lexemes(load_tables(), whole[:code]))}{whole[code:]}"


# ---- what may be changed ------------------------------------------------------------------------------------


def _edits(tables: Tables, text: str, lexemes: list[Lexeme], stopped: Stopped) -> Iterator[Edit]:
    """All small changes that might help, the likeliest first."""
    yield from classics(text)
    states = trace_states(tables, lexemes)
    yield from _near_words(tables, lexemes, states)
    yield from _brackets(lexemes)
    yield from inner_quotes(text)
    wanted = acceptable(tables, stopped.states)
    at = lexemes[stopped.place] if stopped.place < len(lexemes) else None
    before = lexemes[stopped.place - 1] if stopped.place else None
    if at is not None:
        for right in _STAND_INS.get(at.text, ()):
            if right:
                said: dict[str, object] = {"found": at.text, "right": right}
                yield Edit(at.start, at.end, f" {right} ", "written-differently", said, guess=True)
            else:
                yield Edit(at.start, at.end, " ", "not-needed", {"found": at.text}, guess=True)
    if (
        at is not None
        and before is not None
        and at.pattern == before.pattern == "NAME"
        and before.text not in KINDS
    ):
        right = f"{before.text}-{at.text}"
        facts: dict[str, object] = {"found": f"{before.text} {at.text}", "right": right}
        yield Edit(before.start, at.end, right, "written-differently", facts, guess=True)
    if at is not None or (before is not None and before.pattern != "SIGNS"):
        yield from _glue(tables, wanted, before, at)
    if at is None or before is None:
        return
    if {"CROSS", "NAME"} <= wanted and at.pattern in ("NUMBER", "HM", "CLOCK"):
        facts = {"found": at.text}
        yield Edit(at.start, at.start, "run ", "missing-kind", facts, (at.start, at.end), guess=True)
    if before.text in (",", ":", ".", "-", "+", "or", "with"):
        yield Edit(before.start, before.end, " ", "not-needed", {"found": before.text}, guess=True)


def _glue(tables: Tables, wanted: set[str], before: Lexeme | None, at: Lexeme | None) -> Iterator[Edit]:
    """The small words and signs that may be missing before `at`, or after `before` at the end of the line."""
    for glue in _GLUE:
        if tables.words.get(glue) not in wanted:
            continue
        if glue == "%" and (at is None or at.text not in ("of", "a", "every", "HRmax", "LTHR", ",")):
            continue
        facts: dict[str, object] = {"what": _GLUE_NAMES.get(glue, f"`{glue}`")}
        mark = (0, 0)
        if before is not None:
            facts["where"], mark = f"after `{before.text}`", (before.start, before.end)
        if at is not None:
            facts["where"], mark = f"before `{at.text}`", (at.start, at.end)
        place = at.start if at is not None else before.end if before is not None else 0
        yield Edit(place, place, f" {glue} ", "missing-sign", facts, mark, guess=True)


def _near_words(tables: Tables, lexemes: list[Lexeme], states: list[tuple[int, ...]]) -> Iterator[Edit]:
    """Words that are nearly one which could stand in their place, from the left."""
    for lexeme, before in zip(lexemes, states, strict=False):
        text = lexeme.text
        if not text[0].isalpha() or len(text) < 2 or lexeme.pattern == "DAY":
            continue
        if text in _SMALL_WORDS:
            continue
        kinds = acceptable(tables, before)
        words = _words(tables, kinds)
        if text in words:
            continue
        small = text.lower()
        if small != text and (small in words or ("NAME" in kinds and re.fullmatch("[a-z][a-z0-9-]*", small))):
            facts: dict[str, object] = {"found": text, "right": small}
            yield Edit(lexeme.start, lexeme.end, small, "capital-letter", facts, guess=small not in words)
        near = _near(text, words) if len(text) > 2 else None
        if near is not None:
            facts = {"word": text, "wanted": f"did you mean `{near}`?"}
            yield Edit(lexeme.start, lexeme.end, near, "unknown-word", facts)


def _words(tables: Tables, kinds: set[str]) -> set[str]:
    """The words that one of `kinds` allows."""
    words = {text for text, kind in tables.words.items() if kind in kinds and text[0].isalpha()}
    if "DAY" in kinds:
        words.update(_DAYS)
    if "NAME" in kinds and "CROSS" in kinds:
        words.update(KINDS, ALIASES)
    elif "NAME" in kinds and "RUN" in kinds:
        words.update(MOVERS)
    return words


def _near(text: str, words: Any, cutoff: float = 0.7) -> str | None:
    import difflib

    found = difflib.get_close_matches(text.lower(), sorted(words), 1, cutoff)
    return found[0] if found else None


def _brackets(lexemes: list[Lexeme]) -> Iterator[Edit]:
    """A bracket without its partner."""
    for opening, closing in (("(", ")"), ("[", "]")):
        open_: list[int] = []
        for index, lexeme in enumerate(lexemes):
            if lexeme.text == opening:
                open_.append(index)
            elif lexeme.text == closing and open_:
                open_.pop()
            elif lexeme.text == closing:
                facts: dict[str, object] = {"bracket": closing}
                for earlier in lexemes[:index]:
                    if earlier.pattern == "X":
                        place = earlier.end
                        mark = (lexeme.start, lexeme.end)
                        yield Edit(place, place, f" {opening}", "stray-bracket", facts, mark)
                yield Edit(lexeme.start, lexeme.end, "", "stray-bracket", facts)
        if open_:
            at = lexemes[open_[-1]]
            for index in range(len(lexemes) - 1, open_[-1], -1):
                place = lexemes[index].end
                yield Edit(
                    place, place, closing, "unclosed-bracket", {"bracket": opening}, (at.start, at.end)
                )


def _open_quote(text: str, lexeme: Lexeme, file: str, line: int) -> Diagnostic:
    """An odd quote: the text runs to the end of the line, or a quote stands inside the text."""
    at = Span(file, line, lexeme.start + 1, lexeme.end + 1)
    found = word("unclosed-quote", at)
    first = text.find('"')
    candidates = [text.rstrip() + '"']
    if first >= 0:
        inner = text[first + 1 :].rstrip()
        last = inner.rfind('"')
        if last > 0:
            candidates.append(text[: first + 1] + _escape(inner[:last]) + inner[last:])
        candidates.append(text[: first + 1] + _escape(inner) + '"')
    if lexeme.text.rstrip() == '"':
        # It closes a text that was never opened.
        words = [i for i in range(lexeme.start - 1, 0, -1) if text[i - 1] == " " and text[i] != " "]
        candidates += [f'{text[:place]}"{text[place : lexeme.end]}' for place in words]
    for whole in candidates:
        if is_right(whole):
            return corrected_line(found, text, whole)
    return found


def _escape(text: str) -> str:
    return re.sub(r'(?<!\\)"', '\\"', text)


# ---- what would do ------------------------------------------------------------------------------------------


def _describe(
    tables: Tables, text: str, lexemes: list[Lexeme], stopped: Stopped, file: str, line: int
) -> Diagnostic:
    """The place where the parser stopped, and in words what could stand there."""
    kinds = acceptable(tables, stopped.states)
    before = lexemes[stopped.place - 1] if stopped.place else None
    lexeme = lexemes[stopped.place] if stopped.place < len(lexemes) else None
    if before is not None:
        unit = _no_unit(tables, kinds, before, lexeme, file, line)
        if unit is not None:
            return unit
    wanted = _wanted(tables, kinds, before, lexemes[: stopped.place])
    if lexeme is None:
        assert before is not None
        at = Span(file, line, before.start + 1, before.end + 1)
        return word("unfinished-line", at, wanted=f"after `{before.text}` comes {wanted}")
    at = Span(file, line, lexeme.start + 1, lexeme.end + 1)
    opening = {")": "(", "]": "["}.get(lexeme.text)
    if opening is not None and not any(x.text == opening for x in lexemes[: stopped.place]):
        return word("stray-bracket", at, bracket=lexeme.text)
    ambiguous = re.match(r"[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}", text[lexeme.start :])
    if ambiguous:
        at = Span(file, line, lexeme.start + 1, lexeme.start + ambiguous.end() + 1)
        return word(
            "bad-date", at, date=ambiguous.group(), why="a date is written year-month-day, as in `2027-03-09`"
        )
    if lexeme.pattern == "JUNK" and lexeme.text[0].isdigit():
        return word("bad-number", at, number=lexeme.text, help="a number is written `8` or `8.5`")
    if lexeme.pattern == "DAY" and "DAY" not in kinds and stopped.place > 1:
        wanted = "another day is another line"
    elif (
        lexeme.pattern == "NAME"
        and before is not None
        and before.text == ","
        and _is_exercise(tables, lexemes[0])
    ):
        wanted = "one exercise a line, or several in a circuit: `2 x (plank 45 s, squat 8)`"
    elif lexeme.text == "x" and "X" not in kinds:
        wanted = "the number of repetitions comes before it, as in `6 x 400 m`"
    elif (
        lexeme.text == "with"
        and "WITH" not in kinds
        and any(x.text == "with" for x in lexemes[: stopped.place])
    ):
        wanted = "`with` comes once, and before marks such as `key`"
    elif lexeme.text == "for" or (before is not None and before.text == "for"):
        wanted = "`for` follows a bracket without a count, as in `run-walk (60 s run, 30 s walk) for 30 min`"
    elif "$END" in kinds:
        wanted = f"the line could end before it{', or go on with ' + wanted if wanted else ''}"
    else:
        wanted = f"{wanted} would do"
    return word("misplaced-word", at, found=f"`{lexeme.text}`", wanted=wanted)


def _is_exercise(tables: Tables, first: Lexeme) -> bool:
    """Whether a line that begins so may be one of a routine."""
    return first.pattern == "NAME" and not any(
        first.text in known for known in (tables.words, KINDS, ALIASES)
    )


def _no_unit(
    tables: Tables, kinds: set[str], before: Lexeme, lexeme: Lexeme | None, file: str, line: int
) -> Diagnostic | None:
    """The complaint about a number that should have a unit and has none, or one that nobody knows."""
    at = Span(file, line, before.start + 1, before.end + 1)
    number = before.text
    if before.pattern == "CLOCK" and "SLASH" in kinds:
        return word(
            "missing-unit", at, number=number, help=f"a pace is for one unit: `{number}/km` or `{number}/mi`"
        )
    if (before.pattern not in ("NUMBER", "PARAM") and number != "]") or not {"KM", "MI"} <= kinds:
        return None
    units = [unit for unit in ("km", "m", "mi", "min", "s", "h") if tables.words[unit] in kinds]
    if (
        lexeme is not None
        and lexeme.text[0].isalpha()
        and lexeme.text not in tables.words
        and len(lexeme.text) < 8
    ):
        at = Span(file, line, lexeme.start + 1, lexeme.end + 1)
        return word("unknown-word", at, word=lexeme.text, wanted=f"a unit is {listed(units)}")
    if lexeme is not None and (
        (lexeme.text in tables.words and lexeme.text[0].isalpha()) or lexeme.text == "..."
    ):
        return None if before.pattern != "NUMBER" else word("missing-unit", at, **_unit_facts(number, units))  # type: ignore[arg-type]
    return word("missing-unit", at, **_unit_facts(number, units))  # type: ignore[arg-type]


def _unit_facts(number: str, units: list[str] | tuple[str, ...]) -> dict[str, object]:
    """A number without a unit, and the units that it is likely to have."""
    if number == "]":
        return {"number": "[...]", "help": "the unit follows the list, as in `[6 7 8] km`"}
    value = float(number) if number[:1].isdigit() and number.replace(".", "", 1).isdigit() else 0
    likely = ("m",) if value >= 200 else ("min", "m", "km") if value >= 50 else ("km", "min")
    shown = [f"{number} {unit}" for unit in likely if unit in units][:2]
    return {"number": number, "help": f"say what it counts, as in {listed(shown)}"}


_START = "days (`tue`), a selector (`week 3:`), a setting (`volume`), a header (`phase`), or in a workout a session"


def _wanted(tables: Tables, kinds: set[str], before: Lexeme | None, done: list[Lexeme]) -> str:
    """What could come next, in a coach's words; "" if only the end could."""
    if before is None:
        return _START
    first = done[0].text
    if first == "cutback" and len(done) == 1:
        return "`weeks:` (a cutback itself follows a volume: `hold, cutback 25% every 4 weeks`)"
    if before.text in ("week", "weeks") and "NUMBER" in kinds:
        return "the number of a week"
    if len(done) == 1 and before.pattern in ("NUMBER", "PARAM"):
        return "`x` and a bracket, or `weeks out:` (a session starts with its kind, such as `easy`)"
    names = {
        "phase": "the name of the phase in small letters, such as `base`",
        "in": "the name of a phase",
        "after": "the name of a phase",
        "workout": "a name such as `big-hills`",
        "routine": "a name such as `core`",
        "is": "a word such as `injury-prone`",
        "pace": "a name such as `float`",
        "repeat": "the name of a phase",
        "rule": "the name of a rule, such as `ramp`",
        "allow": "the name of a rule, such as `ramp`",
    }
    match kinds:
        case _ if kinds == {"NAME"} and before.text in ("(", ",") and first in ("workout", "routine"):
            return "the name of a number, such as `n`"
        case _ if kinds <= {"NAME", "CALL"}:
            return names.get(before.text, "a name in small letters")
        case _ if kinds == {"STRING"}:
            return "text in double quotes"
        case _ if kinds == {"DATE"}:
            return "a date such as `2027-03-09`"
        case _ if kinds <= {"NUMBER", "PARAM"}:
            return "a number"
        case _ if kinds == {"TZ"}:
            return "a time zone such as `Europe/Lisbon`"
        case _ if kinds == {"CMP"}:
            return "a comparison such as `<= 65 km`"
        case _ if kinds <= {"CLOCK", "HM"}:
            return "a time such as `47:30` or `1:45:00`"
        case _ if "DAY" in kinds and "CROSS" not in kinds and "$END" not in kinds:
            return "a weekday such as `tue`" + (" or a date such as `2027-03-09`" if "DATE" in kinds else "")
        case _ if "MOST" in kinds:
            return "`most` or `least` and an amount: `at most 2 h`"
        case _ if {"NAME", "CROSS", "RUN"} <= kinds and "$END" not in kinds:
            return "a session, which starts with its kind, such as `easy`, `long` or `intervals`"
        case _ if {"ZONE", "RPE"} <= kinds:
            return "a pace such as `E`, `T`, `half`, `goal` or `4:30/km`"
        case _ if "NOT" in kinds:
            return "a condition such as `injury-prone` or `days >= 5`"
        case _ if {"CMP", "KNOWN"} <= kinds and "$END" not in kinds:
            return "a comparison such as `< 40 km`"
        case _ if {"KM", "MI"} <= kinds:
            return f"a unit (`km`, `m`, `mi`, `min`, `s` or `h`){' or `x`' if 'X' in kinds else ''}"
        case _ if before.text == "%" and {"HRMAX", "OF"} <= kinds:
            return "`HRmax`, `LTHR` or `of` a pace: `95% of 5k`"
        case _ if before.text == "%" and "OF" in kinds:
            return "`of week`, `of peak` or `of long`"
        case _ if {"NUMBER", "MILE"} <= kinds:
            time = " or a time such as `3:30:00`" if "CLOCK" in kinds else ""
            return f"a distance such as `10 km` or `half marathon`{time}"
        case _ if {"LPAR", "NUMBER", "HM"} <= kinds and "$END" not in kinds:
            return "an amount such as `8 km` or `40 min`, or a bracket with steps"
        case _ if {"NUMBER", "HM"} <= kinds and "$END" not in kinds:
            return "an amount such as `8 km` or `40 min`"
        case _ if {"LSQB", "NUMBER"} <= kinds and "$END" not in kinds:
            return "a number, a range such as `5..8` or a list such as `[6 7 8]`"
    words = [text for text, kind in tables.words.items() if kind in kinds]
    if "$END" in kinds:
        likely = [
            word for word in ("@", ",", "at", "with", "after", "+", "or", "and", "key", "if") if word in words
        ]
        return listed(likely[:4])
    if "COLON" in kinds:
        return "a colon, then what holds there"
    return listed(words) if 0 < len(words) <= 6 else "something else"
