"""Characters that no line may hold outside quotes, though they look as if it might: each with what is meant."""

import re

from runplan.diagnostics.report import Diagnostic, word
from runplan.syntax.span import Span

MOST_CHARACTERS = 2_000
MOST_BRACKETS = 6

_SKIPPED = re.compile(r'"(?:\\.|[^"\\])*"|#.*')
_CURLY = dict.fromkeys("“”„‟«»″〝〞＂", '"')
_SINGLE = dict.fromkeys("‘’‚‛′", '"')
_DASHES = "–—−‐‑‒―﹣－"
_SIGNS = {
    "→": "->",
    "⇒": "->",
    "➔": "->",
    "➜": "->",
    "⟶": "->",
    "➝": "->",
    "×": "x",
    "✕": "x",
    "✖": "x",
    "⨯": "x",
    "х": "x",
    "…": "...",
    "‥": "..",
    "≤": "<=",
    "⩽": "<=",
    "≥": ">=",
    "⩾": ">=",
    "٪": "%",
    "٬": "",
    "٫": ".",
    "·": ".",
    "∙": ".",
    "•": "",
    "⁄": "/",
    "∕": "/",
    "∶": ":",
    "½": ".5",
    "¼": ".25",
    "¾": ".75",
    "⅓": ".33",
    "⅔": ".67",
}
_NAMES = {
    "\u00a0": "a non-breaking space",
    "\u202f": "a non-breaking space",
    "\u2007": "a space of another sort",
    "\u3000": "a full-width space",
    "\u200b": "an invisible character",
    "\u200c": "an invisible character",
    "\u200d": "an invisible character",
    "\u2060": "an invisible character",
    "\ufeff": "an invisible character",
    "\u00ad": "a soft hyphen, which is invisible,",
    "–": "`–`, an en dash,",
    "—": "`—`, a long dash,",
    "−": "`−`, a minus sign from a word processor,",
}


def find_unreadable(text: str, file: str, line: int) -> Diagnostic | None:
    """A line too long to read, or its first character that cannot be read. Columns count from 1."""
    if len(text) > MOST_CHARACTERS:
        at = Span(file, line, MOST_CHARACTERS + 1, MOST_CHARACTERS + 2)
        return word("line-too-long", at, length=len(text), most=MOST_CHARACTERS)
    if text.isascii() and (text.isprintable() or text.replace("\t", " ").isprintable()):
        return _too_deep(text, file, line) if text.count("(") > MOST_BRACKETS else None
    for index, char in enumerate(text):
        if (ord(char) < 32 and char != "\t") or ord(char) == 127:
            at = Span(file, line, index + 1, index + 2)
            what = f"the control character {ord(char):02X}"
            return word("bad-character", at, what=what, instead="", help="delete it")
    strange = _first_strange(text)
    if strange is None:
        return _too_deep(text, file, line) if text.count("(") > MOST_BRACKETS else None
    return _strange(text, strange, file, line)


def _first_strange(text: str) -> int | None:
    """Where the first character outside strings and comments stands that is not ASCII, if any."""
    place = 0
    while place < len(text):
        skipped = _SKIPPED.match(text, place)
        if skipped:
            place = skipped.end()
        elif not text[place].isascii():
            return place
        else:
            place += 1
    return None


def _too_deep(text: str, file: str, line: int) -> Diagnostic | None:
    depth = 0
    masked = _SKIPPED.sub(lambda match: "_" * len(match.group()), text)
    for index, char in enumerate(masked):
        depth += (char == "(") - (char == ")")
        if depth > MOST_BRACKETS:
            return word("too-deep", Span(file, line, index + 1, index + 2), most=MOST_BRACKETS)
    return None


def _strange(text: str, index: int, file: str, line: int) -> Diagnostic:
    from runplan.syntax.mistakes import corrected_line, is_right

    char = text[index]
    at = Span(file, line, index + 1, index + 2)
    named = _NAMES.get(char)
    instead = plain(char, text, index)
    for dash in ("-", "..", "->"):
        whole = replaced(text, dash)
        if whole != text and is_right(whole):
            if char in _DASHES:
                instead = dash
            break
    else:
        whole = None
    if instead is None:
        what = named or (f"`{char}`" if char.isprintable() else f"the character U+{ord(char):04X}")
        hint = "names are made of the letters a to z, digits and hyphens" if char.isalpha() else "delete it"
        return word("bad-character", at, what=what, instead="", help=hint)
    what = named or f"`{char}`"
    shown = "a space" if instead == " " else f"`{instead}`" if instead else "nothing"
    found = word("bad-character", at, what=what, instead=f": write {shown}", help=f"write {shown}")
    return corrected_line(found, text, whole)


def plain(char: str, text: str, index: int) -> str | None:
    """The plain character that is meant by a strange one; "" for an invisible one, None for any other."""
    if char in _CURLY or char in _SINGLE:
        return '"'
    if char in _DASHES:
        return "-"
    if char in _SIGNS:
        sign = _SIGNS[char]
        before = text[index - 1 : index]
        if sign.startswith(".") and sign[1:].isdigit() and not before.isdecimal():
            return f"0{sign}"
        return sign
    if char.isspace():
        return " "
    if char in _NAMES:
        return ""
    if char.isdecimal():
        return str(int(char))
    code = ord(char)
    if 0xFF01 <= code <= 0xFF5E:
        return chr(code - 0xFEE0)
    import unicodedata

    base = unicodedata.normalize("NFKD", char)
    if unicodedata.category(char) == "Cf":
        return ""
    letters = "".join(c for c in base if c.isascii())
    return letters if letters and char.isalpha() else None


def replaced(text: str, dash: str) -> str:
    """The line with every strange character outside strings made plain; dashes become `dash`.

    Curly quotes go first: what they enclose is text, and stays as it is.
    """
    curly = {**_CURLY, **_SINGLE}
    out = list(text)
    place = 0
    while place < len(text):
        skipped = _SKIPPED.match(text, place)
        if skipped:
            place = skipped.end()
            continue
        char = text[place]
        if char in curly:
            end = next((i for i in range(place + 1, len(text)) if text[i] in curly or text[i] == '"'), None)
            out[place] = '"'
            if end is not None:
                out[end] = '"'
                place = end + 1
                continue
        elif char in _DASHES:
            out[place] = dash if dash != "->" else " -> "
        elif not char.isascii():
            meant = plain(char, text, place)
            out[place] = char if meant is None else meant
        place += 1
    return "".join(out)
