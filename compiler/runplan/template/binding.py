"""Binding: every name of a session becomes what it means. Workouts are expanded where they are called, routines get
their exercises, aliases their kind, own paces their definition."""

from runplan.diagnostics import Fix, Label, Report
from runplan.diagnostics.report import counted, listed
from runplan.syntax import nodes
from runplan.syntax.nodes import Choice, DayLine, Session, Statement, Variant, Variants
from runplan.syntax.span import Span
from runplan.template.conditions import check_condition
from runplan.template.kinds import KINDS, canonical
from runplan.template.library import Library, Routine, Workout
from runplan.template.names import kind_words, nearest
from runplan.template.paces import Paces
from runplan.template.parameters import Argument, Misfit, fill, holds_for, number_of, parameters_in
from runplan.template.sessions import check_session
from runplan.template.tree import walk
from runplan.units import decimal

MOST_SESSIONS = 200
"""Sessions that one line may come to when its workouts are expanded."""

DEEPEST = 20
"""Workouts that call workouts: how far that may go."""

DEEPEST_UNCALLED = 5
"""How far a workout is expanded that is only checked: what it calls is checked by itself."""

Option = Session | nodes.Call | Variants


class Binder:
    """Binds the lines of one template or runner. `broken`: something could not be bound, said or not."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.paces = Paces(report)
        self.broken = False
        self._open: list[tuple[str, Span]] = []
        self._calls: list[Span] = []
        self._circles: set[Span] = set()
        self._defining = False
        self._left = MOST_SESSIONS
        self._sizes: dict[Span, int] = {}

    # ---- lines

    def bind_statement(self, statement: Statement, library: Library) -> Statement | None:
        """A line with all its names bound, or None if that failed."""
        bound = self._bind_body(statement, library)
        if bound is None:
            self.broken = True
            return None
        return statement._replace(body=bound)

    def _bind_body(self, statement: Statement, library: Library) -> nodes.Body | None:
        self._left = MOST_SESSIONS
        stray = parameters_in(statement.body)
        if stray and not library.sound:
            return None
        if stray:
            self.report.say("parameter-outside", stray[0].at, name=stray[0].name)
            return None
        if not check_condition(statement.condition, self.report, library):
            return None
        body = statement.body
        match body:
            case DayLine():
                return self.bind_day_line(body, library)
            case nodes.Needs(condition):
                return body if check_condition(condition, self.report, library) else None
            case nodes.Ends() | nodes.PaceDefinition():
                bound: nodes.Body | None = self.paces.bind(body, library)
                return bound
        return body

    def bind_day_line(self, line: DayLine, library: Library) -> DayLine | None:
        """A day's sessions with their names bound."""
        if len(line.choices) > 1 and any(len(choice.options) > 1 for choice in line.choices):
            self.report.say("or-with-plus", line.at)
        choices = self._bind_choices(line.choices, library)
        return None if choices is None else line._replace(choices=choices)

    def _bind_choices(self, choices: tuple[Choice, ...], library: Library) -> tuple[Choice, ...] | None:
        bound = []
        failed = False
        for choice in choices:
            options = [self._bind_option(option, library) for option in choice.options]
            failed = failed or None in options
            bound.append(Choice(tuple(option for option in options if option is not None)))
        return None if failed else tuple(bound)

    def _bind_option(self, option: Option, library: Library) -> Session | Variants | None:
        self._left -= 1
        if self._left < 0:
            if self._left == -1 and not self._defining:
                self.report.say(
                    "workout-too-big", self._calls[0] if self._calls else option.at, most=MOST_SESSIONS
                )
            return None
        match option:
            case Session():
                workout = library.workouts.get(option.kind)
                if workout is not None:
                    return self._bind_bare_workout(option, workout, library)
                return self._bind_session(option, library)
            case nodes.Call():
                return self._bind_call(option, library)
        return option

    # ---- sessions

    def _bind_session(self, session: Session, library: Library) -> Session | None:
        kind = canonical(session.kind)
        if kind is None:
            self._unknown_kind(session.kind, session.kind_at, library)
            return None
        session = session._replace(kind=kind)
        bound: Session | None = self.paces.bind(session, library)
        if bound is None:
            return None
        if bound.activity is not None or bound.arguments:
            bound = self._bind_activity(bound, library)
            if bound is None:
                return None
        check_session(bound, self.report, tuple(self._calls))
        return bound

    def _unknown_kind(self, name: str, at: Span, library: Library) -> None:
        if not library.may_define("workout", name):
            if name in library.routines:
                help_ = f"`{name}` is a routine: `strength {name} 20 min`"
                self.report.say("unknown-kind", at, name=name, help=help_)
            else:
                near = nearest(name, kind_words(library.workouts))
                if near is not None:
                    fix = Fix(at, near)
                    self.report.say("unknown-kind", at, fix=fix, name=name, help=f"did you mean `{near}`?")
                else:
                    self.report.say("unknown-kind", at, name=name)
        return

    def _bind_activity(self, session: Session, library: Library) -> Session | None:
        name, at = session.activity, session.activity_at or session.kind_at
        if session.kind not in ("strength", "mobility"):
            if session.arguments:
                self.report.say("activity-with-arguments", at, name=name)
                return None
            return session
        assert name is not None
        routine = library.routines.get(name)
        if routine is None:
            if not library.may_define("routine", name):
                near = nearest(name, library.routines)
                if near is not None:
                    help_ = f"did you mean `{near}`?"
                elif library.routines:
                    help_ = f"known routines are {listed(library.routines, 'and')}"
                else:
                    help_ = f"write a `routine {name}` section, or bring one in with `use`"
                self.report.say("unknown-routine", at, name=name, help=help_)
            return None
        if not self._check_arity(name, at, session.arguments, routine.header, "routine"):
            return None
        steps = self._bind_routine(routine, session.arguments, library)
        return None if steps is None else session._replace(routine=steps)

    def _bind_routine(
        self, routine: Routine, arguments: tuple[Argument, ...], library: Library
    ) -> tuple[nodes.AnyStep, ...] | None:
        bindings = dict(zip(routine.header.params, arguments, strict=True))
        steps: list[nodes.AnyStep] = []
        failed = False

        def misfit(found: Misfit) -> None:
            nonlocal failed
            failed = True
            if library.sound:
                self._misfit(found, routine.header)

        for line in routine.lines:
            step = exercise_of(line)
            if step is not None:
                steps.append(fill(step, bindings, misfit))
        return None if failed else tuple(steps)

    # ---- workouts

    def _bind_bare_workout(self, session: Session, workout: Workout, library: Library) -> Variants | None:
        """`thu yasso`, a workout without parameters; it brings its own amounts."""
        if session.steps or session.activity is not None:
            self.report.say(
                "workout-with-amount",
                session.steps[0].at if session.steps else session.at,
                labels=(Label(workout.header.at, "the workout"),),
                name=session.kind,
            )
            return None
        call = nodes.Call(session.kind, session.kind_at, (), session.inside, session.marks, session.at)
        return self._expand(call, workout, library)

    def _bind_call(self, call: nodes.Call, library: Library) -> Variants | None:
        workout = library.workouts.get(call.name)
        if workout is not None:
            return self._expand(call, workout, library)
        if call.name in library.routines:
            self.report.say("routine-as-workout", call.name_at, name=call.name)
        elif call.name in KINDS:
            self.report.say("kind-with-arguments", call.name_at, name=call.name)
        elif not library.may_define("workout", call.name):
            near = nearest(call.name, library.workouts)
            if near is not None:
                help_ = f"did you mean `{near}`?"
            elif library.workouts:
                help_ = f"known workouts are {listed(library.workouts, 'and')}"
            else:
                help_ = f"write a `workout {call.name}(...)` section, or bring one in with `use`"
            fix = Fix(call.name_at, near) if near is not None else None
            self.report.say("unknown-workout", call.name_at, fix=fix, name=call.name, help=help_)
        return None

    def _check_arity(
        self,
        name: str,
        at: Span,
        arguments: tuple[Argument, ...],
        header: nodes.WorkoutHeader | nodes.RoutineHeader,
        what: str,
    ) -> bool:
        if len(arguments) == len(header.params):
            return True
        wanted = f"{name}({', '.join(header.params)})" if header.params else name
        self.report.say(
            "wrong-number-of-arguments",
            at,
            labels=(Label(header.at, f"the {what}"),),
            name=name,
            wanted=wanted,
            params=counted(len(header.params), "value") if header.params else "no value",
            given=len(arguments) or "none",
        )
        return False

    def _expand(self, call: nodes.Call, workout: Workout, library: Library) -> Variants | None:
        header = workout.header
        if not self._check_arity(call.name, call.name_at, call.arguments, header, "workout"):
            return None
        if any(at == header.at for _, at in self._open):
            start = [at for _, at in self._open].index(header.at)
            circle = self._open[start:]
            if not any(at in self._circles for _, at in circle):
                chain = " → ".join(f"`{name}`" for name, _ in [*circle, circle[0]])
                self.report.say("workout-cycle", call.at, name=call.name, chain=chain)
            self._circles.update(at for _, at in circle)
            return None
        if self._defining and len(self._open) > DEEPEST_UNCALLED:
            return Variants(call.name, header.title, (), None, call.marks, call.at)
        if len(self._open) >= DEEPEST:
            self.report.say("workouts-too-deep", self._calls[0], most=DEEPEST)
            return None
        if not self._calls and self._size(workout, 0) > MOST_SESSIONS:
            if not self._defining:
                self.report.say("workout-too-big", call.at, most=MOST_SESSIONS)
            return None
        inside: nodes.Inside | None = self.paces.bind(call.inside, library) if call.inside else None
        if call.inside is not None and inside is None:
            return None
        bindings = dict(zip(header.params, call.arguments, strict=True))
        self._open.append((header.name, header.at))
        self._calls.append(call.at)
        variants = self.bind_variants(workout, bindings)
        self._calls.pop()
        self._open.pop()
        if variants is None:
            return None
        if not workout.home.sound:
            return None
        if not self._check_some_variant(call, variants, header):
            return None
        if inside is not None and _has_inside(variants):
            self.report.say(
                "segment-twice", inside.at, labels=(Label(header.at, "the workout"),), name=call.name
            )
            return None
        return Variants(call.name, header.title, variants, inside, call.marks, call.at)

    def _size(self, workout: Workout, depth: int) -> int:
        """The sessions that a workout comes to with all that it calls, counted without expanding it."""
        known = self._sizes.get(workout.header.at)
        if known is not None or depth > DEEPEST:
            return known or 0
        self._sizes[workout.header.at] = 0  # while it is open: a circle is said elsewhere
        size = 0
        for line in workout.lines:
            if isinstance(line.body, DayLine):
                for option in (option for choice in line.body.choices for option in choice.options):
                    name = option.kind if isinstance(option, Session) else option.name
                    called = workout.home.workouts.get(name)
                    size += 1 + (self._size(called, depth + 1) if called is not None else 0)
        self._sizes[workout.header.at] = size
        return size

    def bind_variants(self, workout: Workout, bindings: dict[str, Argument]) -> tuple[Variant, ...] | None:
        """The lines of a workout with its parameters replaced; with no bindings they stay, to check a definition."""
        failed = not self._check_params(workout)

        def misfit(found: Misfit) -> None:
            nonlocal failed
            failed = True
            if workout.home.sound:
                self._misfit(found, workout.header)

        variants = []
        for line in workout.lines:
            body = line.body
            if not isinstance(body, DayLine):
                if not isinstance(body, nodes.CircuitLine):
                    failed = True
                    continue
                kind = exercise_name(body.step)
                if kind is not None and workout.home.sound:
                    self._unknown_kind(
                        kind,
                        Span(line.at.file, line.at.line, line.at.column, line.at.column + len(kind)),
                        workout.home,
                    )
                failed = True
                continue
            if body.days is not None or body.added or line.selector is not None:
                failed = True
                continue
            before = failed
            failed = False
            filled_body: DayLine = fill(body, bindings, misfit)
            condition = fill(line.condition, bindings, misfit) if line.condition is not None else None
            if failed:
                continue
            failed = before
            choices = self._bind_choices(filled_body.choices, workout.home)
            if choices is None:
                failed = True
            else:
                variants.append(Variant(condition, choices))
        return None if failed else tuple(variants)

    def _check_params(self, workout: Workout) -> bool:
        """Every `{n}` is a parameter of the workout, every condition can be answered."""
        header = workout.header
        fine = True
        for line in workout.lines:
            if not check_condition(line.condition, self.report, workout.home, header.params):
                fine = False
            for param in parameters_in(line.body):
                if param.name not in header.params:
                    fine = False
                    if workout.home.may_define("workout", param.name):
                        continue
                    near = nearest(param.name, header.params)
                    known = listed(f"{{{p}}}" for p in header.params)
                    help_ = (
                        f"did you mean `{{{near}}}`?"
                        if near
                        else f"`{header.name}` has {known}"
                        if known
                        else f"name it in the header: `workout {header.name}({param.name})`"
                    )
                    self.report.say("unknown-parameter", param.at, name=param.name, help=help_)
        return fine

    def _misfit(self, found: Misfit, header: nodes.WorkoutHeader | nodes.RoutineHeader) -> None:
        wanted = {
            "amount": "an amount with its unit, such as `3 km`",
            "number": "a number without a unit, such as `6` or `4 -> 8`",
            "constant": "one number, such as `6`",
            "pass": "a number",
        }[found.slot]
        labels = (Label(header.at, f"`{{{found.param}}}` of `{header.name}`"),)
        self.report.say("argument-misfit", found.argument.at, labels=labels, param=found.param, wanted=wanted)

    def _check_some_variant(
        self, call: nodes.Call, variants: tuple[Variant, ...], header: nodes.WorkoutHeader
    ) -> bool:
        """Whether every number that the call gives finds a line of the workout."""
        if not variants:
            return True
        longest = max(
            (len(a.entries) for a in call.arguments if isinstance(a, nodes.Series)),
            default=1,
        )
        for at in range(longest):
            held = [v.condition is None or holds_for(v.condition, at) for v in variants]
            if all(h is False for h in held):
                given = ", ".join(
                    f"`{p} = {decimal(value)}`"
                    for p, a in zip(header.params, call.arguments, strict=True)
                    if (value := number_of(a, at)) is not None
                )
                self.report.say(
                    "no-variant",
                    call.at,
                    labels=(Label(header.at, "the workout"),),
                    name=call.name,
                    given=given or "this call",
                )
                return False
        return True

    def check_definition(self, workout: Workout) -> None:
        """Checks a workout that may be called by nobody yet."""
        header = workout.header
        self._left = MOST_SESSIONS
        if not workout.lines:
            if workout.home.sound:
                self.report.say("empty-workout", header.at, name=header.name)
            return
        self._open.append((header.name, header.at))
        self._defining = True
        if self._size(workout, 0) > MOST_SESSIONS:
            bound = None
        else:
            bound = self.bind_variants(workout, {})
        self._defining = False
        self._open.pop()
        if bound is None or not workout.home.sound:
            return
        self._check_unused(header, workout.lines)
        for i, line in enumerate(workout.lines):
            later = next((x for x in workout.lines[i + 1 :] if x.condition is None), None)
            if later is not None:
                self.report.say("never-wins", line.at, labels=(Label(later.at, "this line wins always"),))

    def check_routine(self, routine: Routine, library: Library) -> None:
        """Checks the lines of a routine."""
        header = routine.header
        if not routine.lines and library.sound:
            self.report.say("empty-routine", header.at, name=header.name)
        for line in routine.lines:
            stray = exercise_of(line) is None and isinstance(line.body, DayLine) and line.body.days is None
            if stray and library.sound:
                self.report.say("session-in-routine", line.at)
            for node in walk(line.body):
                if isinstance(node, nodes.Exercise):
                    self._check_exercise(node)
            for param in parameters_in(line.body):
                if param.name not in header.params and not library.may_define("routine", param.name):
                    help_ = f"name it in the header: `routine {header.name}({param.name})`"
                    self.report.say("unknown-parameter", param.at, name=param.name, help=help_)
        if library.sound:
            self._check_unused(header, routine.lines)

    def _check_exercise(self, exercise: nodes.Exercise) -> None:
        from runplan.template.names import why_reserved

        if exercise.name == "rest":
            return
        why = why_reserved(exercise.name)
        if why is not None:
            self.report.say("name-taken", exercise.at, name=exercise.name, what="exercise", why=why)

    def _check_unused(
        self, header: nodes.WorkoutHeader | nodes.RoutineHeader, lines: tuple[Statement, ...]
    ) -> None:
        used = {param.name for param in parameters_in(lines)}
        for line in lines:
            used |= {n.fact for n in walk(line.condition) if isinstance(n, nodes.Compare)}
        for param in header.params:
            if param not in used:
                self.report.say("unused-parameter", header.at, name=param, header=header.name)


def exercise_of(line: Statement) -> nodes.AnyStep | None:
    """A routine's line as a step: an exercise, a circuit, or `rest 60 s`."""
    match line.body:
        case nodes.CircuitLine(step):
            return step
        case DayLine(None, False, (Choice((Session("rest", steps=(nodes.Step(size),), at=at),)),)):
            if isinstance(size.amount, nodes.Quantity):
                return nodes.Exercise("rest", None, size.amount, False, None, at)
    return None


def exercise_name(step: nodes.AnyStep) -> str | None:
    """The name of what a line names, if it is an exercise."""
    return step.name if isinstance(step, nodes.Exercise) else None


def _has_inside(variants: tuple[Variant, ...]) -> bool:
    return any(isinstance(node, (Session, Variants)) and node.inside is not None for node in walk(variants))
