"""Wording for problems of rosters: found by `roster`. What is wrong with a row says which one, and which column."""

from runplan.diagnostics.wording.code import Code, error

_SAVE_AS = "save it as text in UTF-8, which spreadsheets call `CSV UTF-8`"

CODES: dict[str, Code] = {
    # ---- the roster as a whole
    "roster-is-workbook": error("`{path}` is a workbook, and a roster is one table", help=_SAVE_AS),
    "roster-not-utf8": error("`{path}` is text in UTF-16, and UTF-8 is needed", help=_SAVE_AS),
    "roster-empty": error(
        "`{path}` holds {what}",
        help="a roster has the names of its columns in the first row, and below it a row for each runner",
    ),
    "roster-line-too-long": error(
        "the line is longer than {most:,} characters, so it is no row of a roster", "reading stops here"
    ),
    "no-roster-table": error("`{path}` has no table `{table}`"),
    "which-roster-table": error(
        "`{path}` holds {tables}, and none of them is called `runners`",
        help="name the one you mean: `{example}`",
    ),
    "unreadable-roster": error("`{path}` cannot be read: {why}"),
    "bad-roster-url": error(
        "the URL that begins with `{scheme}://` names no database",
        help="such as `postgresql://coach@localhost/club?table=runners`; in a password `@` is `%40` and `/` is `%2F`",
    ),
    "roster-needs-extra": error("to read this database, the package `{what}` is missing"),
    # ---- columns
    "roster-without-header": error(
        "the first row names no column of a roster", "the names of the columns", "such as {fields}"
    ),
    "unknown-column": error("a roster has no column `{column}`", "not known"),
    "column-twice": error(
        "there is a column `{column}` already",
        "the second one",
        "several values stand in one cell, with `|` between them",
    ),
    "column-missing": error(
        "the roster has no column `id`",
        "here",
        "give each runner a short name that never changes: their calendar is known by it",
    ),
    # ---- rows
    "row-broken": error(
        "row {row} cannot be taken apart: after a quote that ends a cell comes the next cell",
        "this row",
        "a quote inside a cell is written twice, and the cell stands in quotes",
    ),
    "row-without-end": error(
        "row {row} has a cell that never ends", "begins here", 'a cell that begins with `"` ends with `"`'
    ),
    "row-without-id": error("there is no id", "who is it?", "a short name that never changes, such as `ana`"),
    "bad-row-id": error(
        "the id cannot be used", "not an id", "at most {most} letters, digits and hyphens, such as `ana`"
    ),
    "row-id-twice": error(
        "the files of `{id}` would be those of more than one row: {rows}",
        "not the only one",
        "give each runner an id of their own; capital letters make no difference",
    ),
    "row-without-plan": error(
        "the runner follows no plan",
        "which plan?",
        "name one in a column `follows`, or one for all: `runplan build half.plan --roster ...`",
    ),
    # ---- cells
    "cell-without-column": error(
        "the cell stands in no column that has a name",
        "in no column",
        "is there a delimiter too many in the row? A cell that holds one stands in quotes",
    ),
    "cell-misfit": error("`{value}` is not what this column is for", "something else", "such as `{example}`"),
    "cell-failed": error(
        "the spreadsheet could not work out `{value}`", "no value", "put the value itself into the cell"
    ),
    "cell-not-utf8": error("the byte {byte} is not text in UTF-8", "this character", _SAVE_AS),
    "cell-not-text": error("{what} cannot be a line of a plan", "not text", "keep it as text"),
    "cell-too-full": error("the cell holds more than {most} lines", "too many", "who could follow them?"),
}
