"""Lexemes to text, with the space between them that reads best. The formatter and every corrected line print so."""

from runplan.syntax.parser import Lexeme

_TIGHT_BEFORE = frozenset([",", ")", "]", ":", "%", "..", "/"])
# Words that stand before a bracket and are nobody's name.
_NO_NAMES = frozenset(["and", "if", "ladder", "needs", "not", "or"])
_TIGHT_AFTER = frozenset(["(", "[", "..", "/"])


def spaced(lexemes: list[Lexeme]) -> str:
    """The lexemes with the right space between them: `6x400m@I` is `6 x 400 m @ I`."""
    out: list[str] = []
    in_list = False
    before: Lexeme | None = None
    tight = True
    for lexeme in lexemes:
        text = lexeme.text
        glued = tight or (
            text in _TIGHT_BEFORE and not (text == "/" and before is not None and before.text == "or")
        )
        tight = text in _TIGHT_AFTER
        if text == "[":
            in_list = True
        elif text == "]":
            in_list = False
        elif text == "(" and before is not None and before.pattern == "CALL" and before.text not in _NO_NAMES:
            glued = True
        elif text in ("-", "+") and before is not None and not in_list:
            if text == "-" and before.pattern in ("NUMBER", "DAY"):
                glued = tight = True
            elif lexeme.pattern == "SIGN":
                tight = True
        out.append(text if glued else f" {text}")
        before = lexeme
    return "".join(out)
