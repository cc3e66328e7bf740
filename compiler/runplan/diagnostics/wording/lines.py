"""Wording for problems of a single line: found by `syntax`."""

from runplan.diagnostics.wording.code import Code, error

CODES: dict[str, Code] = {
    # ---- files
    "file-too-long": error("the file is longer than {most}, so it cannot be a plan", "reading stops here"),
    "not-text": error(
        "the file holds {what}, which is not text in UTF-8", "here", "save it as UTF-8 in your editor"
    ),
    "merge-conflict": error(
        "a merge conflict is unresolved here",
        "the other side follows",
        "keep the lines that are right and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`",
    ),
    # ---- characters
    "line-too-long": error(
        "the line has {length:,} characters, and at most {most:,} can be read", "up to here"
    ),
    "bad-character": error("{what} cannot be read here{instead}", "this character"),
    "too-deep": error(
        "brackets within brackets within brackets: {most} are the most", "this one is too deep"
    ),
    # ---- words
    "misplaced-word": error("{found} does not fit here: {wanted}", "not expected here"),
    "unknown-word": error("`{word}` is no word for {where}: {wanted} would do", "not known"),
    "unknown-mover": error(
        "`{word}` does not say how to move", "not known", "such as `jog`, `walk`, `rest`, `easy`"
    ),
    "unknown-measure": error("`{word}` is nothing that a plan measures", "not known"),
    "unfinished-line": error("the line ends too early: {wanted}", "something is missing here"),
    "unfinished-condition": error("`if {word}` asks nothing yet", "compare it", "`{example}`"),
    "wrong-order": error("the amount comes before `{word}`", "the other way round"),
    "out-of-place": error("{what} belongs to {where}", "not here"),
    "said-twice": error("{what} is said twice", "the second time"),
    "key-and-optional": error(
        "a session cannot be both `key` (last to go) and `optional` (first to go)", "both"
    ),
    # ---- signs
    "unclosed-quote": error("the text in quotes never ends", "it begins here"),
    "unclosed-bracket": error("this `{bracket}` is never closed", "opened here"),
    "stray-bracket": error("nothing is open that this `{bracket}` could close", "no partner"),
    "missing-sign": error("{what} is missing before `{before}`", "here"),
    "bad-escape": error("`{escape}` means nothing inside quotes", "write the backslash twice"),
    "empty-text": error("there is nothing between the quotes", "say something"),
    # ---- numbers
    "missing-unit": error(
        "`{number}` needs a unit", "of what?", "such as `{number} km`, `{number} min`, `{number} m`"
    ),
    "missing-count": error(
        "the bracket does not say how often", "how often?", "`6 x (...)`, or `(...) for 30 min`"
    ),
    "mixed-list": error("{entry} does not belong in this list", "of another sort than the others"),
    "mixed-units": error(
        "the growth is in `{growth}` and the amount in `{amount}`", "another kind of amount"
    ),
    "list-without-value": error("the list holds no value", "only gaps"),
    "wrong-amount": error("{what} needs {wanted}", "not this"),
    "not-whole": error("{what} is a whole number, not `{number}`", "not whole"),
    "number-out-of-range": error("`{number}` is out of range for {what}: {wanted}", "out of range"),
    "range-upside-down": error("`{low}` to `{high}` is upside down", "the smaller one first"),
    "bad-number": error("`{number}` is no number", "not a number"),
    "bad-date": error("`{date}` is no date: {why}", "no such day"),
    "bad-time": error("`{time}` is no time: minutes and seconds go up to 59", "not a time"),
    "bad-time-of-day": error("`{time}` is no time of day", "not a time of day", "such as `06:30` or `18:00`"),
    # ---- other ways to say it
    "written-differently": error("`{found}` is written `{right}` here", "written otherwise"),
}
