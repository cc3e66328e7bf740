"""The grammar's tables: what `grammar/runplan.lark` says, in the form that the parser obeys.

Lark turns the grammar into LALR(1) tables, which takes a quarter of a second, once: they are kept as text in the
user's cache folder, and after that Lark is not even imported. A cache that cannot be written, is damaged or
belongs to another grammar only costs that time again.
"""

from __future__ import annotations

import json
import os
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

from runplan.record import Record
from runplan.shipped import read_shipped

FORMAT = 4
"""Goes up when `compile_grammar` gives another shape."""


class Rule(Record):
    """What becomes of the values on the stack when a rule is complete.

    `size` of them go. `name` is the action's name, `inline` says that the children belong to the rule around,
    `single` that one child stands for itself. `children` says which stay: None for all as they are, else for each
    its index, whether it is spliced in, and how many absent options (None) come before; `absent` how many after.
    `same`: the value of its one child is its own.
    """

    origin: str
    size: int
    name: str
    inline: bool
    single: bool
    children: tuple[tuple[int, bool, int], ...] | None
    absent: int
    same: bool


class Rows(dict[int, dict[str, int]]):
    """A row of numbers by name for each state, read when the parser first comes there: a file needs a fifth of them.

    `texts` has a row a state, as `NAME 12 NUMBER -3`.
    """

    def __init__(self, texts: list[str]) -> None:
        super().__init__()
        self.texts = texts

    def __missing__(self, state: int) -> dict[str, int]:
        words = self.texts[state].split()
        row = self[state] = dict(zip(words[::2], map(int, words[1::2]), strict=True))
        return row


class Tables(Record):
    """A grammar, ready to read lines with.

    `lexeme` matches the next lexeme of a line, its group's name says the kind; `words` are the keywords and signs
    by their text; `first` are the kinds that come before a keyword of the same text, `others` every pattern by
    kind in the order of their priority. `actions` has for each state and kind the next state (n + 1) or the rule
    that is complete (-n - 1), `gotos` the state after a rule; `rules` as above. `kept` are the kinds whose lexemes
    are ever a child of a node.
    """

    lexeme: re.Pattern[str]
    words: dict[str, str]
    first: frozenset[str]
    others: dict[str, str]
    start: int
    actions: Rows
    gotos: Rows
    rules: list[Rule]
    end: int
    kept: frozenset[str]


@cache
def load_tables() -> Tables:
    """The tables of the language, from the cache or made anew."""
    grammar = read_shipped("grammar", "runplan.lark")
    path = _cached(grammar)
    if path is not None:
        stored = _read(path, grammar)
        if stored is not None:
            return stored
    raw = compile_grammar(grammar)
    if path is not None:
        _write(path, grammar, raw)
    return unpack(raw)


# ---- the cache ----------------------------------------------------------------------------------------------


def cache_folder() -> str | None:
    """The user's own cache folder for runplan: RUNPLAN_CACHE, else where the platform keeps such things."""
    chosen = os.environ.get("RUNPLAN_CACHE")
    if chosen:
        return chosen
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return os.path.join(base, "runplan", "Cache") if base else None
    xdg = os.environ.get("XDG_CACHE_HOME")
    if xdg and xdg.startswith("/"):
        return os.path.join(xdg, "runplan")
    home = os.path.expanduser("~")
    if home == "~":
        return None
    place = ("Library", "Caches") if sys.platform == "darwin" else (".cache",)
    return os.path.join(home, *place, "runplan")


def _cached(grammar: str) -> str | None:
    folder = cache_folder()
    return folder and os.path.join(folder, f"tables-{FORMAT}-{zlib.crc32(grammar.encode()):08x}.json")


def _read(path: str, grammar: str) -> Tables | None:
    """The tables in `path`, if they are whole and were made from this very grammar.

    The first line holds the checksum of the second, which holds the grammar itself beside the tables: nothing is
    left to a hash alone.
    """
    try:
        with open(path, encoding="utf-8") as file:
            checksum, _, text = file.read().partition("\n")
        if checksum != _checksum(text):
            return None
        stored = json.loads(text)
        if stored["format"] != FORMAT or stored["grammar"] != grammar:
            return None
        return unpack(stored["tables"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError, re.error):
        return None


def _write(path: str, grammar: str, raw: dict[str, Any]) -> None:
    """Keeps the tables for the next run: written beside the place and moved there, so that nobody reads a half."""
    import tempfile

    from lark import __version__ as lark

    text = json.dumps(
        {"format": FORMAT, "lark": lark, "grammar": grammar, "tables": raw}, separators=(",", ":")
    )
    folder, beside = os.path.split(path)
    with suppress(OSError):
        os.makedirs(folder, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=beside)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(f"{_checksum(text)}\n{text}")
            os.replace(name, path)
        except OSError:
            with suppress(OSError):
                os.unlink(name)


def _checksum(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"


def unpack(raw: dict[str, Any]) -> Tables:
    """`Tables` from the plain form that `compile_grammar` gives."""
    rules = [
        Rule(origin, size, name, inline, single, children and tuple(map(tuple, children)), absent, same)
        for origin, size, name, inline, single, children, absent, same in raw["rules"]
    ]
    return Tables(
        re.compile(raw["lexeme"]),
        raw["words"],
        frozenset(raw["first"]),
        raw["others"],
        raw["start"],
        Rows(raw["actions"]),
        Rows(raw["gotos"]),
        rules,
        raw["end"],
        frozenset(raw["kept"]),
    )


# ---- from the grammar ---------------------------------------------------------------------------------------


class WholeWords:
    """What Lark's lexer is told: a name and junk are read in every state, so a keyword is always a whole word."""

    always_accept = ("NAME", "JUNK")

    def process(self, stream: Any) -> Any:
        """Changes nothing."""
        return stream


def compile_grammar(grammar: str) -> dict[str, Any]:
    """The tables of `grammar` in plain lists, made by Lark."""
    from lark import Lark
    from lark.grammar import Rule as LarkRule
    from lark.lexer import TerminalDef

    lark = Lark(grammar, parser="lalr", lexer="contextual", start="line", postlex=WholeWords())
    data, memo = lark.memo_serialize([TerminalDef, LarkRule])
    table = data["parser"]["parser"]
    names: dict[int, str] = table["tokens"]
    rows = {
        state: {
            names[token]: (reduces, target["@"] if reduces else target)
            for token, (reduces, target) in row.items()
        }
        for state, row in table["states"].items()
    }
    nonterminals = {memo[rule["@"]]["origin"]["name"] for rule in data["rules"]}
    # Lark numbers states and rules as they come; here they are numbered by the grammar alone.
    number = _numbered(rows, table["start_states"]["line"])
    wanted = {target for row in rows.values() for reduces, target in row.values() if reduces}
    plain_rules = sorted(
        ([*_plain_rule(memo[key]), key] for key in wanted), key=lambda rule: _sort_key(memo[rule[-1]])
    )
    rule_number = {rule.pop(): index for index, rule in enumerate(plain_rules)}
    kept = {kind for key in wanted for kind in _kept(memo[key])}
    actions: list[str] = []
    gotos: list[str] = []
    for state in number:
        row = sorted(rows[state].items())
        actions.append(
            " ".join(
                f"{name} {-rule_number[target] - 1 if reduces else number[target] + 1}"
                for name, (reduces, target) in row
                if name not in nonterminals
            )
        )
        gotos.append(
            " ".join(f"{name} {number[target]}" for name, (_, target) in row if name in nonterminals)
        )
    config = data["parser"]["lexer_conf"]
    return {
        **_plain_lexemes([memo[t["@"]] for t in config["terminals"]], config["ignore"]),
        "start": number[table["start_states"]["line"]],
        "end": number[table["end_states"]["line"]],
        "actions": actions,
        "gotos": gotos,
        "rules": plain_rules,
        "kept": sorted(kept),
    }


def _numbered(rows: dict[int, dict[str, tuple[int, int]]], start: int) -> dict[int, int]:
    """The states in the order in which they are met from the start, symbols in the order of the alphabet."""
    number = {start: 0}
    for state in (queue := [start]):
        for _, (reduces, target) in sorted(rows[state].items()):
            if not reduces and target not in number:
                number[target] = len(number)
                queue.append(target)
    return number


def _sort_key(rule: dict[str, Any]) -> tuple[str, list[str], str]:
    return rule["origin"]["name"], [symbol["name"] for symbol in rule["expansion"]], rule["alias"] or ""


def _kept(rule: dict[str, Any]) -> Iterator[str]:
    for symbol in rule["expansion"]:
        if symbol["__type__"] == "Terminal" and (
            rule["options"]["keep_all_tokens"] or not symbol["filter_out"]
        ):
            yield symbol["name"]


def _plain_rule(rule: dict[str, Any]) -> list[Any]:
    """How Lark shapes a tree: unnamed strings go, `_rules` are spliced, `?rules` of one child are that child."""
    name = rule["origin"]["name"]
    options = rule["options"]
    expansion = rule["expansion"]
    empty = "".join(str(int(b)) for b in options["empty_indices"])
    before = [len(ones) for ones in empty.split("0")] if empty else [0] * (len(expansion) + 1)
    children: list[tuple[int, bool, int]] = []
    absent = 0
    for index, symbol in enumerate(expansion):
        absent += before[index]
        terminal = symbol["__type__"] == "Terminal"
        if options["keep_all_tokens"] or not (terminal and symbol["filter_out"]):
            children.append((index, not terminal and symbol["name"].startswith("_"), absent))
            absent = 0
    absent += before[len(expansion)]
    as_they_are = len(children) == len(expansion) and not absent and not any(c[1] or c[2] for c in children)
    single = options["expand1"] and not rule["alias"]
    inline = name.startswith("_")
    same = len(expansion) == len(children) == 1 and not absent and not children[0][2]
    same = same and (children[0][1] if inline else single and not children[0][1])
    return [
        name,
        len(expansion),
        rule["alias"] or name,
        inline,
        single,
        None if as_they_are else children,
        absent,
        same,
    ]


def _plain_lexemes(terminals: list[dict[str, Any]], ignored: list[str]) -> dict[str, Any]:
    """One regular expression for all lexemes, patterns before signs; keywords are names that are in `words`."""
    words = {t["pattern"]["value"]: t["name"] for t in terminals if t["pattern"]["__type__"] == "PatternStr"}
    patterns = sorted(
        (t for t in terminals if t["pattern"]["__type__"] == "PatternRE"),
        key=lambda t: (-t["priority"], -t["pattern"]["_width"][1], -len(t["pattern"]["value"]), t["name"]),
    )
    by_kind = {t["name"]: t["pattern"]["value"] for t in patterns if t["name"] not in ignored}
    signs = sorted((w for w in words if not w[0].isalpha()), key=lambda w: (-len(w), w))
    last = [t["name"] for t in patterns if t["priority"] < 0]
    groups = [f"(?P<{kind}>{pattern})" for kind, pattern in by_kind.items() if kind not in last]
    groups.append(f"(?P<SIGNS>{'|'.join(map(re.escape, signs))})")
    groups.append(f"(?P<IGNORED>{'|'.join(t['pattern']['value'] for t in patterns if t['name'] in ignored)})")
    groups += [f"(?P<{kind}>{by_kind[kind]})" for kind in last]
    return {
        "lexeme": "|".join(groups),
        "words": words,
        "first": [t["name"] for t in patterns if t["priority"] > 0],
        "others": by_kind,
    }
