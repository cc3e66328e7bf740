"""Notes: what may be filled in, what is filled in, and that nothing else can be reached."""

import subprocess
import sys

import pytest

from runplan.template.notes import SEES, VALUES, check_note, render_note

CONTEXT: dict[str, dict[str, object]] = {
    "runner": {"name": "Ana Silva", "first_name": "Ana", "units": "km", "weekly": None, "id": "ana"},
    "week": {"number": 3, "to_race": 12, "volume": "43 km", "phase": "base"},
    "session": {"title": "Easy 8 km", "distance": "8 km"},
    "race": {"name": "Lisbon Half"},
}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("No expression, { and } are fine.", "No expression, { and } are fine."),
        ("Easy, {{ runner.first_name }}.", "Easy, Ana."),
        ("{{runner.first_name}} in week {{  week.number  }}", "Ana in week 3"),
        ("{{ runner.first_name | upper }}", "ANA"),
        ('{{ runner.weekly | default("as ever") }}', "as ever"),
        ("{{ runner.weekly }}!", "!"),
        ("{{ week.number + 1 }} of {{ week.to_race - 2 }}", "4 of 10"),
        ('{{ "close" if week.to_race < 4 else "far" }}', "far"),
        ('{{ "km" if runner.units == "km" else "mi" }}', "km"),
        ('{{ runner.first_name ~ " of " ~ week.phase }}', "Ana of base"),
        ("{{ session.title | lower | capitalize }}", "Easy 8 km"),
        ("{{ week.number | round }} {{ week.volume | int }}", "3 43 km"),
        ("<b>{{ race.name }}</b>", "<b>Lisbon Half</b>"),
    ],
)
def test_a_note_is_filled_in(text: str, wanted: str) -> None:
    assert check_note(text, "session") is None
    assert render_note(text, CONTEXT) == wanted


def test_a_value_that_nobody_gave_is_empty() -> None:
    assert render_note('{{ plan.title }}, {{ week.number if plan.title else "none" }}', {}) == ", none"


def test_where_a_note_stands_decides_what_it_knows() -> None:
    for level, seen in SEES.items():
        for name, values in VALUES.items():
            for value in values:
                problem = check_note(f"{{{{ {name}.{value} }}}}", level)
                assert (problem is None) == (name in seen), (level, name, value)


@pytest.mark.parametrize(
    "text",
    [
        "{{ runner.__class__ }}",
        "{{ runner.name.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''.join(['a']) }}",
        "{{ self }}",
        "{{ _self.environment }}",
        "{{ lipsum.__globals__['os'] }}",
        "{{ cycler.__init__ }}",
        "{{ namespace() }}",
        "{{ joiner(1) }}",
        "{{ get_flashed_messages }}",
        "{{ runner.name|attr('__class__') }}",
        "{{ runner.name|map('upper') }}",
        "{{ runner.name|format }}",
        "{{ 'a' * 9999999999 }}",
        "{{ 2 ** 99999999 }}",
        "{{ 7 // 0 }}",
        "{{ 'a' + 1 }}",
        "{{ runner.name < 1 }}",
        "{{ -runner.name }}",
        "{{ 'a' in runner.name }}",
        "{{ runner.name[0] }}",
        "{{ {'a': 1} }}",
        "{{ runner is mapping }}",
        "{% if 1 %}x{% endif %}",
        "{% for i in range(10) %}x{% endfor %}",
        "{% macro m() %}{% endmacro %}",
        "{% extends 'x' %}",
        "{% raw %}{{ 1 }}{% endraw %}",
        "{# comment #}",
        "{{ runner.name",
        "runner.name }} {{",
        "{{ }}",
        "{{ 1 +",
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
        "{{ " + " ~ ".join(["1"] * 5000) + " }}",
        "{{ 1 }}" * 60,
    ],
)
def test_a_note_that_wants_more_is_said_and_never_raises(text: str) -> None:
    assert check_note(text, "session") is not None


def test_a_plain_note_needs_no_jinja() -> None:
    code = (
        "import sys; from runplan.template.notes import check_note, render_note;"
        "assert check_note('{{ runner.name }}', 'plan') is None;"
        "assert render_note('{{ runner.name }}', {'runner': {'name': 'Ana'}}) == 'Ana';"
        "assert 'jinja2' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd="compiler")
