"""What is wrong with a line that cannot be read, in a coach's words, with the corrected line where there is one."""

from runplan.diagnostics.report import Diagnostic, word
from runplan.syntax.parser import Complaint, Lexeme, Stopped
from runplan.syntax.span import Span
from runplan.syntax.tables import Tables


def find_unreadable(text: str, file: str, line: int) -> Diagnostic | None:
    return None


def complain(text: str, complaint: Complaint) -> Diagnostic:
    return word(complaint.code, complaint.at, **complaint.facts)


def explain(
    tables: Tables, text: str, lexemes: list[Lexeme], stopped: Stopped, file: str, line: int
) -> Diagnostic:
    lexeme = lexemes[stopped.index] if stopped.index < len(lexemes) else None
    start, end = (lexeme.start, lexeme.end) if lexeme else (len(text), len(text))
    found = f"`{lexeme.text}`" if lexeme else "the end of the line"
    return word("misplaced-word", Span(file, line, start + 1, end + 1), found=found, wanted="")
