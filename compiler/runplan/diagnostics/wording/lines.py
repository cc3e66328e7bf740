"""Wording for problems of a single line: found by `syntax`. Most of them also get the corrected line as help."""

from runplan.diagnostics.wording.code import Code, error

CODES: dict[str, Code] = {
    # ---- files
    "file-too-long": error("the file is longer than {most}, so it cannot be a plan", "reading stops here"),
    "too-many-mistakes": error(
        "more than {number} lines of the file cannot be read, so it is hardly a plan",
        "the first of them",
        "is it the right file?",
    ),
    "not-text": error(
        "the file holds {what}, and should be text in UTF-8", "here", "save it as UTF-8 in your editor"
    ),
    "merge-conflict": error(
        "a merge conflict is unresolved here",
        "both sides follow",
        "keep the lines that are right and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`",
    ),
    # ---- characters
    "line-too-long": error(
        "the line has {length:,} characters, and at most {most:,} can be read",
        "up to here",
        "a line says one thing",
    ),
    "bad-character": error("{what} cannot be read here{instead}", "this character"),
    "too-deep": error(
        "brackets stand in one another more than {most} deep",
        "this one is too deep",
        "no session needs so many",
    ),
    # ---- words
    "misplaced-word": error("{found} cannot stand here: {wanted}", "not expected here"),
    "unknown-word": error("`{word}` means nothing here: {wanted}", "not known"),
    "unknown-mover": error("`{word}` does not say how to move", "not known"),
    "unknown-measure": error("`{word}` is nothing that a plan measures", "not known"),
    "written-differently": error("`{found}` is written `{right}`", "written otherwise"),
    "capital-letter": error(
        "`{found}` is written `{right}`: capital and small letters differ", "written otherwise"
    ),
    "not-needed": error("`{found}` has no place here", "leave it out"),
    "unfinished-line": error("the line ends too early: {wanted}", "what follows?"),
    "unfinished-condition": error("`{word}` alone is no condition", "compare it", "as in `{example}`"),
    "wrong-order": error("`{first}` comes before `{second}`", "the other way round"),
    "out-of-place": error("{what} belongs to {where}", "not here"),
    "said-twice": error("{what} is said twice", "the second time", "once is enough"),
    "key-and-optional": error(
        "a session cannot be both `key` (last to go) and `optional` (first to go)",
        "contradicts the other",
        "keep one",
    ),
    "missing-kind": error(
        "a session starts with its kind, such as `easy` or `run`: `{found}` comes after it",
        "the kind is missing",
    ),
    "missing-name": error("a {section} has a name before its title", "the title comes second"),
    # ---- signs
    "missing-sign": error("{what} is missing {where}", "here"),
    "missing-quotes": error("text stands in double quotes", "put it in quotes"),
    "unclosed-quote": error(
        "the text in quotes never ends", "begins here", 'end it with `"`; a quote inside is `\\"`'
    ),
    "inner-quote": error('a quote inside a text is written `\\"`', "these quotes end the text too early"),
    "unclosed-bracket": error("this `{bracket}` is never closed", "opened here"),
    "stray-bracket": error("there is no partner for this `{bracket}`", "without a partner"),
    "bad-escape": error(
        "`{escape}` means nothing inside quotes", "what is it?", "a backslash itself is `\\\\`"
    ),
    "empty-text": error(
        "there is nothing between the quotes", "say something", "write the text, or leave the line out"
    ),
    # ---- numbers
    "missing-unit": error("`{number}` needs a unit", "of what?"),
    "missing-count": error(
        "the bracket does not say how often", "how often?", "`6 x (...)`, or `(...) for 30 min`"
    ),
    "mixed-list": error("{entry} cannot stand in a list of other things", "of another sort"),
    "mixed-units": error(
        "the growth is in `{growth}` and the amount in `{amount}`", "another kind of amount"
    ),
    "list-without-value": error("the list holds only gaps", "no value", "give it at least one number"),
    "wrong-amount": error("{what} needs {wanted}", "not this"),
    "not-whole": error("{what} is a whole number, and `{number}` is not", "not whole"),
    "number-out-of-range": error(
        "`{number}` cannot be right for {what}: it should be {wanted}", "out of range"
    ),
    "range-upside-down": error("`{low}` to `{high}` is upside down", "the smaller comes first"),
    "bad-number": error("`{number}` is not written as a number here", "not a number"),
    "bad-date": error("`{date}` is no date: {why}", "not a date"),
    "bad-time": error("`{time}` is no time: minutes and seconds go up to 59", "not a time"),
    "bad-time-of-day": error("`{time}` is no time of day", "not a time of day", "such as `06:30` or `18:00`"),
}
