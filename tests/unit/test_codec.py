"""A value goes to JSON and comes back the same, the published schemas say what is written, and wrong JSON says where."""

import copy
import json
import subprocess
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

import samples
from plan_strategies import values
from runplan.codec import CodecError, from_json, published_schema, read_json, to_json
from runplan.diagnostics import Report
from runplan.plan import Plan, Repeat, Step
from runplan.syntax import nodes
from runplan.syntax.nodes import Constant, Move, Quantity, Weekdays
from runplan.syntax.span import Span
from runplan.template.model import Template

ROOT = Path(__file__).parents[2]
AT = Span("half.plan", 12, 3, 8)


def validator(name: str) -> Draft202012Validator:
    schema = published_schema(name)  # type: ignore[arg-type]
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


PLAN_SCHEMA, TEMPLATE_SCHEMA = validator("plan"), validator("template")


def assert_returns(value: Any) -> None:
    """Named tuples of different classes compare equal, so the types are compared by their repr."""
    text = json.dumps(to_json(value), allow_nan=False)
    back = read_json(type(value), text)
    assert back == value
    assert repr(back) == repr(value)


# ---- what is written --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", samples.ALL)
def test_a_sample_returns_and_keeps_to_the_schema(name: str) -> None:
    plan = samples.ALL[name]()
    assert_returns(plan)
    PLAN_SCHEMA.validate(to_json(plan))


def test_a_plan_has_the_keys_of_format_1() -> None:
    data = to_json(samples.half_km())
    assert {key: data[key] for key in ("format", "kind", "start", "end")} == {
        "format": 1,
        "kind": "plan",
        "start": "2027-01-04",
        "end": "2027-04-25",
    }
    assert data["runner"].keys() >= {"id", "name", "units", "timezone"}
    assert data["race"].keys() >= {"date", "name", "distance_m"}
    assert data["fitness"].keys() == {"model", "score", "from", "paces", "heart_rates"}
    assert data["fitness"]["paces"]["E"] == {"low_s_per_km": 380.0, "high_s_per_km": 340.0, "text": ""}
    week = data["weeks"][9]
    assert {"index", "phase", "week_of_phase", "weeks_to_race", "start", "cutback", "days"} <= week.keys()
    assert week["volume"].keys() >= {"target_m", "planned_m", "planned_s"}
    tuesday = week["days"][1]
    assert (tuesday["date"], tuesday["weekday"], len(week["days"])) == ("2027-03-09", "tue", 7)
    session = tuesday["sessions"][0]
    assert session.keys() >= {
        *("id", "uid", "kind", "title", "role", "hard", "part", "distance_m", "duration_s", "steps", "note"),
        *("origin", "changes"),
    }
    assert session["origin"] == {"file": "plans/half-marathon.plan", "line": 21, "column": 3}
    warmup, sets, _ = session["steps"]
    assert warmup.keys() >= {"role", "distance_m", "duration_s", "target", "text"}
    assert (sets["repeat"], [step["role"] for step in sets["steps"]]) == (6, ["work", "recovery"])


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(8), 8),
        (Fraction(27, 25), "27/25"),
        (Fraction(-1, 3), "-1/3"),
        (date(2027, 4, 11), "2027-04-11"),
        (AT, "half.plan:12:3-8"),
        (
            Quantity(Constant(Fraction(5, 2), AT), "km", AT),
            {
                "type": "Quantity",
                "number": {"type": "Constant", "value": "5/2", "at": "half.plan:12:3-8"},
                "unit": "km",
                "at": "half.plan:12:3-8",
            },
        ),
        (Move(True, 1, date(2027, 3, 2), AT)[:3], [True, 1, "2027-03-02"]),
    ],
)
def test_written(value: object, written: object) -> None:
    assert to_json(value) == written


def test_a_date_and_a_number_are_told_apart_where_both_may_stand() -> None:
    for source, target in ((1, 2), (date(2027, 3, 2), date(2027, 3, 3))):
        assert_returns(Move(False, source, target, AT))


def test_a_file_may_have_colons_in_its_name() -> None:
    assert_returns(Weekdays((1, 3), Span("c:/plans/half:1-2.plan", 1, 2, 3)))


def test_steps_are_told_apart_by_their_keys() -> None:
    inner = Step("work", "run", distance_m=400)
    written = to_json((inner, Repeat(6, (inner,))))
    assert [next(iter(each)) for each in written] == ["role", "repeat"]
    assert repr(from_json(Repeat, to_json(Repeat(2, (inner, Repeat(6, (inner,))))))).count("Repeat(") == 2


def test_what_has_no_json_form_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="set has no JSON form"):
        to_json({1})


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(values(Plan))
def test_any_plan_returns_and_keeps_to_the_schema(plan: Plan) -> None:
    assert_returns(plan)
    PLAN_SCHEMA.validate(to_json(plan))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(values(Template))
def test_any_template_returns_and_keeps_to_the_schema(template: Template) -> None:
    assert_returns(template)
    TEMPLATE_SCHEMA.validate(to_json(template))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(values(nodes.Module))
def test_any_module_returns(module: nodes.Module) -> None:
    assert_returns(module)


@pytest.mark.parametrize("path", sorted((ROOT / "plans").glob("*.plan")), ids=lambda path: path.stem)
def test_the_templates_of_the_house_return(path: Path) -> None:
    from runplan.cli.project import Project
    from runplan.template.resolve import resolve_template

    project, report = Project(str(ROOT)), Report()
    module = project.open(project.key(str(path)), report)
    assert module is not None
    template = resolve_template(module, project.load, report)
    assert template is not None
    assert_returns(template)
    TEMPLATE_SCHEMA.validate(to_json(template))


# ---- what is wrong ----------------------------------------------------------------------------------------


def changed(path: list[str | int], value: object) -> Any:
    """A sample's JSON with one value replaced; the value `...` takes it away."""
    data = to_json(samples.half_km())
    place = data
    for key in path[:-1]:
        place = place[key]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["format"], 2, "this is format 2; this runplan reads format 1"),
        (["format"], ..., "this is no document of runplan: it has no `format`; this runplan reads format 1"),
        (["kind"], "template", 'kind: expected "plan", not "template"'),
        (["title"], ..., "`title` is missing"),
        (["titel"], "x", "unknown key `titel`"),
        (["start"], "2027-02-30", 'start: expected a date such as 2027-04-11, not "2027-02-30"'),
        (["start"], "20270104", 'start: expected a date such as 2027-04-11, not "20270104"'),
        (["runner", "units"], "mile", 'runner.units: expected "km" or "mi", not "mile"'),
        (["weeks", 3, "cutback"], 1, "weeks[3].cutback: expected true or false, not 1"),
        (["weeks", 3, "index"], True, "weeks[3].index: expected a whole number, not true"),
        (["weeks", 3, "index"], 1.5, "weeks[3].index: expected a whole number, not 1.5"),
        (["weeks", 3, "days"], {}, "weeks[3].days: expected a list, not an object"),
        (["weeks", 3, "days", 0], None, "weeks[3].days[0]: expected an object, not null"),
        (
            ["weeks", 0, "days", 1, "sessions", 0, "note"],
            3,
            "weeks[0].days[1].sessions[0].note: expected a text, not 3",
        ),
        (
            ["weeks", 9, "days", 1, "sessions", 0, "steps", 1],
            {"steps": []},
            "weeks[9].days[1].sessions[0].steps[1]: expected an object with `role` or with `repeat`",
        ),
        (
            ["weeks", 9, "days", 1, "sessions", 0, "steps", 1, "steps", 0, "role"],
            "warm",
            'weeks[9].days[1].sessions[0].steps[1].steps[0].role: expected "warmup" or "work" or "recovery" '
            'or "cooldown" or "rest" or "exercise", not "warm"',
        ),
        (
            ["fitness", "paces", "E", "low_s_per_km"],
            "fast",
            'fitness.paces.E.low_s_per_km: expected a number, not "fast"',
        ),
        (["race"], "Lisbon", 'race: expected an object or null, not "Lisbon"'),
    ],
)
def test_wrong_json_says_where(path: list[str | int], value: object, said: str) -> None:
    with pytest.raises(CodecError) as caught:
        from_json(Plan, changed(path, value))
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "this is not JSON"),
        ("[1", "this is not JSON"),
        ('{"format": NaN}', "NaN is no number of JSON"),
        ("[" * 100_000, "this is not JSON"),
        ("[]", "expected an object, not a list"),
        ("9" * 10_000, "this is not JSON"),
    ],
)
def test_a_text_that_is_no_plan(text: str, said: str) -> None:
    with pytest.raises(CodecError, match=said):
        read_json(Plan, text)


def test_steps_may_not_be_nested_without_end() -> None:
    steps: list[Any] = []
    for _ in range(5000):
        steps = [{"repeat": 1, "steps": steps}]
    with pytest.raises(CodecError, match="nested too deeply"):
        from_json(Plan, changed(["weeks", 9, "days", 1, "sessions", 0, "steps"], steps))


@pytest.mark.parametrize(
    ("cls", "data", "said"),
    [
        (
            Constant,
            {"type": "Range", "value": 1, "at": "a:1:1-2"},
            'expected "type": "Constant", not "Range"',
        ),
        (
            Constant,
            {"type": "Constant", "value": "1/0", "at": "a:1:1-2"},
            "value: expected a whole number or a fraction",
        ),
        (
            Constant,
            {"type": "Constant", "value": 0.5, "at": "a:1:1-2"},
            "value: expected a whole number or a fraction",
        ),
        (Constant, {"type": "Constant", "value": 1, "at": "a:1"}, "at: expected a place such as"),
        (
            nodes.Size,
            {"type": "Size", "amount": {"type": "Kilo"}},
            'amount: "type" is "Kilo": expected "Quantity" or',
        ),
        (
            nodes.Weeks,
            {"type": "Weeks", "spans": [[1]], "at": "a:1:1-2"},
            r"spans\[0\]: expected a list of 2, not of 1",
        ),
        (
            Move,
            {"type": "Move", "swap": True, "source": "mon"},
            'source: expected a whole number or a date, not "mon"',
        ),
    ],
)
def test_a_wrong_node_says_what_was_meant(cls: type, data: object, said: str) -> None:
    with pytest.raises(CodecError, match=said):
        from_json(cls, data)


PLACES = st.lists(st.integers(0, 1000), min_size=1, max_size=8)
STRANGE = st.sampled_from(
    [..., None, True, 0, -1, 1.5, "", "mon", "2027-13-01", [], {}, [None], {"repeat": 1}]
)


@settings(max_examples=300, deadline=None)
@given(PLACES, STRANGE)
def test_codec_and_schema_agree_on_what_is_wrong(turns: list[int], strange: object) -> None:
    """One value of a good document is replaced; the schema refuses it if and only if the codec does."""
    data = copy.deepcopy(GOOD)
    place: Any = data
    for number, turn in enumerate(turns):
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = keys[turn % len(keys)]
        inner = place[key]
        if number == len(turns) - 1 or not isinstance(inner, dict | list) or not inner:
            break
        place = inner
    if strange is ...:
        del place[key]
    else:
        place[key] = strange
    try:
        from_json(Plan, data)
    except CodecError:
        assert not PLAN_SCHEMA.is_valid(data)
    else:
        assert PLAN_SCHEMA.is_valid(data)


def _small() -> Any:
    data = to_json(samples.half_km())
    return {**data, "weeks": [data["weeks"][0], data["weeks"][9]], "blocks": data["blocks"][:1]}


GOOD = _small()


def test_the_codec_is_quick_to_import() -> None:
    heavy = (
        "{'jinja2', 'icalendar', 'lark', 'asyncio', 'importlib.metadata', 'dataclasses'} & set(sys.modules)"
    )
    code = f"import sys; import runplan.codec; print({heavy})"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT / "compiler", check=True
    )
    assert run.stdout == "set()\n"
