"""Wording for problems of files and of the command line: found by `cli` and `emit`."""

from runplan.diagnostics.wording.code import Code, error

CODES: dict[str, Code] = {
    # ---- files that are named on the command line or by a line
    "missing-file": error(
        "there is no file `{path}`",
        "no such file",
        "did you mean `{near}`?",
    ),
    "wrong-case": error(
        "`{path}` is written `{right}` on the disk",
        "capital letters differ",
        "write `{right}`: most computers tell the two apart",
    ),
    "leaves-project": error(
        "`{path}` lies outside the project",
        "leads out of the project",
        "{way}",
    ),
    "folder-as-file": error("`{path}` is a folder, where a file is needed", "a folder", "{way}"),
    "unreadable-file": error("`{path}` cannot be read: {why}", "cannot be read"),
    "not-a-plan-file": error(
        "`{path}` is neither a `.plan` nor a `.runner` file",
        "not a file of plans",
        "a plan's name ends in `.plan`, a runner's in `.runner`",
    ),
    "empty-folder": error("`{path}` holds no {wanted}", help="{way}"),
    # ---- the project's own file
    "bad-project-file": error(
        "the project file cannot be read as TOML", "from here", 'text stands in double quotes: `salt = "..."`'
    ),
    "unknown-project-key": error("the project file has no place for `{key}`", help="{way}"),
    "bad-salt": error(
        "the project's `salt` is {what}",
        help="`runplan new` makes a good one: text of {least} characters or more, in quotes",
    ),
    # ---- what is written
    "nobody-to-build-for": error(
        "`{path}` is a plan, and `build` needs a runner",
        help="add `--runner FILE`, or look at the plan itself with `runplan show {path}`",
    ),
    "several-plans": error(
        "`{path}` follows {count}, and `--runner` takes the place of one",
        "follows more than one plan",
        "build `{path}` by itself, or keep one `follows` line",
    ),
    "same-output": error(
        "`{first}` and `{second}` would both be written to `{name}`",
        help="rename one of the two, or build them into different folders with `--out`",
    ),
    "unwritable-file": error("`{path}` cannot be written: {why}", help="choose another folder with `--out`"),
    "foreign-calendar": error(
        "`{path}` is no calendar of runplan's, and stays as it is: {why}",
        help="move it away, or choose another folder with `{option}`",
    ),
    "broken-calendar": error(
        "the calendar `{path}` is damaged, and stays as it is: {why}",
        help="put the last good one back in its place, or delete it to begin anew",
    ),
    # ---- what is brought in
    "nothing-to-import": error("the calendar {said}"),
    "import-too-long": error(
        "the training in this calendar goes from {first} to {last}, and a plan takes at most {most} years",
        help="choose a part of it with `--from DATE` and `--to DATE`",
    ),
    "import-needs-extra": error(
        "to repeat the events of a series, the package `{what}` is missing",
        help="`pip install 'runplan[import]'` brings it",
    ),
    "bad-page-template": error("the template is wrong: {why}", "here"),
}
