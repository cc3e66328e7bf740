"""The names that a file has: its own workouts, routines, paces and expectations, and those of the files it uses.

One's own names win over a used file's, a used file's over those of the plan that is extended. A workout keeps the
names of the file that it was written in; only through `extends` does a plan see the extending plan's workouts.
"""

from __future__ import annotations

from runplan.diagnostics import Label, Report
from runplan.record import Record
from runplan.syntax import nodes
from runplan.syntax.nodes import Statement
from runplan.syntax.span import Span
from runplan.template.load import Load
from runplan.template.names import AFTER_STRENGTH, why_reserved, why_reserved_for_paces
from runplan.template.sections import Outline, check_places, may_define, outline

DEEPEST = 8
"""Files that bring in files: how far that may go."""


class Workout(Record):
    """A workout and the names that its lines see."""

    header: nodes.WorkoutHeader
    lines: tuple[Statement, ...]
    home: Library


class Routine(Record):
    """A routine; its lines name nothing."""

    header: nodes.RoutineHeader
    lines: tuple[Statement, ...]


class Pace(Record):
    """A pace of one's own and the names that it sees."""

    line: nodes.PaceDefinition
    home: Library


class Library:
    """What a file, with all that it brings in, can call by name."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.workouts: dict[str, Workout] = {}
        self.routines: dict[str, Routine] = {}
        self.paces: dict[str, Pace] = {}
        self.expects: list[tuple[Statement, Span]] = []
        self.files: list[str] = [path]
        self.unclear: tuple[str, ...] = ()
        self.whole = True

    def may_define(self, what: str, name: str) -> bool:
        """Whether `name` may be defined where nobody could read: in a damaged line, in a file that is missing."""
        return not self.whole or may_define(self.unclear, what, name)

    @property
    def sound(self) -> bool:
        """Whether every line of every file could be read, so that what is missing is missing."""
        return self.whole and not self.unclear

    def add_file(self, path: str) -> None:
        """Remembers that `path` took part."""
        if path not in self.files:
            self.files.append(path)


class Files:
    """The files of one run of the resolver: each is read once, and a circle of them is seen."""

    def __init__(self, load: Load, report: Report) -> None:
        self.load = load
        self.report = report
        self._outlines: dict[int, tuple[nodes.Module, Outline]] = {}
        self._stack: list[str] = []

    def outline(self, module: nodes.Module) -> Outline:
        """The sections of a module, checked for what may stand where the first time."""
        known = self._outlines.get(id(module))
        if known is None:
            page = outline(module)
            check_places(page, self.report)
            known = self._outlines[id(module)] = (module, page)
        return known[1]

    def enter(self, path: str, at: Span) -> bool:
        """Goes into a file that another names at `at`; False, and an error, if that leads round in a circle."""
        if path in self._stack:
            circle = [*self._stack[self._stack.index(path) :], path]
            chain = " → ".join(f"`{name}`" for name in circle)
            self.report.say("import-cycle", at, path=path, chain=chain)
            return False
        if len(self._stack) >= DEEPEST:
            self.report.say("import-too-deep", at, count=DEEPEST, path=path)
            return False
        self._stack.append(path)
        return True

    def leave(self) -> None:
        """Comes back out of a file."""
        self._stack.pop()


def read_library(page: Outline, files: Files, inherited: Library | None = None) -> Library:
    """All names of a file whose circle was entered; `inherited` are those of the plan that it extends."""
    library = Library(page.path)
    library.unclear = page.unclear
    _collect_own(page, library, files.report)
    own = {*library.workouts, *library.routines, *library.paces}
    for use in page.uses:
        _bring_in(use, own, library, files)
    if inherited is not None:
        _inherit(library, inherited)
    return library


def _collect_own(page: Outline, library: Library, report: Report) -> None:
    for section in page.sections:
        header = section.header.body if section.header else None
        match header:
            case nodes.WorkoutHeader(name):
                if not _check_name(name, header.name_at, "workout", report):
                    continue
                old = library.workouts.get(name)
                if old is not None:
                    _twice("workout", name, header.name_at, old.header.name_at, report)
                    continue
                library.workouts[name] = Workout(header, section.lines, library)
            case nodes.RoutineHeader(name):
                if name in AFTER_STRENGTH:
                    report.say(
                        "name-taken", header.name_at, name=name, what="routine", why="a word of the language"
                    )
                    continue
                known = library.routines.get(name)
                if known is not None:
                    _twice("routine", name, header.name_at, known.header.name_at, report)
                    continue
                library.routines[name] = Routine(header, section.lines)
            case nodes.ExpectHeader():
                library.expects += [(line, line.at) for line in section.lines]
        for line in section.lines:
            body = line.body
            if isinstance(body, nodes.PaceDefinition) and body.name != "easy":
                _add_pace(body, library, report)


def _add_pace(body: nodes.PaceDefinition, library: Library, report: Report) -> None:
    why = why_reserved_for_paces(body.name)
    if why is not None:
        report.say("pace-name-taken", body.at, name=body.name, why=why)
        return
    old = library.paces.get(body.name)
    if old is not None:
        _twice("pace", body.name, body.at, old.line.at, report)
        return
    library.paces[body.name] = Pace(body, library)


def _check_name(name: str, at: Span, what: str, report: Report) -> bool:
    why = why_reserved(name)
    if why is not None:
        report.say("name-taken", at, name=name, what=what, why=why)
    return why is None


def _twice(what: str, name: str, at: Span, first: Span, report: Report) -> None:
    report.say("defined-twice", at, labels=(Label(first, "the first one"),), what=what, name=name)


def _bring_in(use: Statement, own: set[str], library: Library, files: Files) -> None:
    body = use.body
    assert isinstance(body, nodes.Use)
    module = files.load(body.path, body.path_at, files.report)
    if module is None:
        library.whole = False
        return
    if not files.enter(module.path, body.path_at):
        library.whole = False
        return
    page = files.outline(module)
    used = _used_library(page, files)
    files.leave()
    library.unclear += used.unclear
    library.whole = library.whole and used.whole
    for path in used.files:
        library.add_file(path)
    if used.whole and not (used.workouts or used.routines or used.paces or used.expects or page.damaged):
        files.report.say("use-brings-nothing", body.path_at, path=body.path)
    _merge(used, own, library, body, files.report)


def _used_library(page: Outline, files: Files) -> Library:
    """The names of a used file. What it extends counts as its own."""
    from runplan.template.inherit import read_parent

    parent = read_parent(page, files)
    return read_library(page, files, parent.library if parent else None)


def _merge(used: Library, own: set[str], library: Library, use: nodes.Use, report: Report) -> None:
    for name, workout in used.workouts.items():
        known = library.workouts.get(name)
        if known is None:
            library.workouts[name] = workout
        elif name not in own and known.header.at != workout.header.at:
            _ambiguous("workout", name, use, known.header.at, workout.header.at, report)
    for name, routine in used.routines.items():
        old = library.routines.get(name)
        if old is None:
            library.routines[name] = routine
        elif name not in own and old.header.at != routine.header.at:
            _ambiguous("routine", name, use, old.header.at, routine.header.at, report)
    for name, pace in used.paces.items():
        first = library.paces.get(name)
        if first is None:
            library.paces[name] = pace
        elif name not in own and first.line.at != pace.line.at:
            _ambiguous("pace", name, use, first.line.at, pace.line.at, report)
    known_lines = {line.at for line, _ in library.expects}
    library.expects = [
        *((line, use.path_at) for line, _ in used.expects if line.at not in known_lines),
        *library.expects,
    ]


def _ambiguous(what: str, name: str, use: nodes.Use, first: Span, second: Span, report: Report) -> None:
    report.say(
        "name-from-two-files",
        use.path_at,
        labels=(Label(first, "here"), Label(second, "and here")),
        what=what,
        name=name,
    )


def _inherit(library: Library, parent: Library) -> None:
    """The names of the extended plan; its own workouts see the extending plan's from now on."""
    for name, workout in parent.workouts.items():
        if name not in library.workouts:
            home = library if workout.home is parent else workout.home
            library.workouts[name] = workout._replace(home=home)
    for name, routine in parent.routines.items():
        library.routines.setdefault(name, routine)
    for name, pace in parent.paces.items():
        if name not in library.paces:
            library.paces[name] = pace._replace(home=library if pace.home is parent else pace.home)
    library.expects = [*parent.expects, *library.expects]
    library.unclear += parent.unclear
    library.whole = library.whole and parent.whole
    for path in parent.files:
        library.add_file(path)


def combined(own: Library, below: Library) -> Library:
    """The names of a runner's file on top of those of the plan that they follow. Expectations stay apart."""
    library = Library(own.path)
    library.unclear = own.unclear + below.unclear
    library.whole = own.whole and below.whole
    library.expects = list(own.expects)
    for name, workout in own.workouts.items():
        library.workouts[name] = workout._replace(home=library) if workout.home is own else workout
    for name, pace in own.paces.items():
        library.paces[name] = pace._replace(home=library) if pace.home is own else pace
    library.routines = {**below.routines, **own.routines}
    for name, workout in below.workouts.items():
        library.workouts.setdefault(name, workout)
    for name, pace in below.paces.items():
        library.paces.setdefault(name, pace)
    return library
