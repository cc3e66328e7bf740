"""The data backend: a `Plan` as JSON, format 1, for other programs and for `git diff`."""

from json.encoder import encode_basestring

from runplan.codec import Json, to_json
from runplan.emit import Settings
from runplan.fitness.load import load_of
from runplan.plan import Plan

WIDTH = 110


def render_json(plan: Plan, settings: Settings) -> bytes:
    """The backend `json`. The bytes depend on the plan alone; `codec.read_json(Plan, ...)` gives it back, with its load."""
    if plan.load is None:
        plan = plan._replace(load=load_of(plan))
    # Half a surrogate pair, which UTF-8 cannot hold, becomes the escape that JSON has for it.
    return write_json(to_json(plan)).encode("utf-8", "backslashreplace")


def write_json(data: Json) -> str:
    """`data` with its keys in their order, and a newline last.

    A list that fits on a line, and an object without a list in it, is one line: a step, an origin, a pace. So the
    change of a step is the change of a line, and a plan has half the lines of `json.dumps(indent=2)`.
    """
    return _written(data, 0) + "\n"


def _written(data: Json, depth: int) -> str:
    match data:
        case str():
            return encode_basestring(data)
        case True:
            return "true"
        case False:
            return "false"
        case None:
            return "null"
        case int() | float():
            return repr(data)
        case dict():
            parts = [f"{encode_basestring(key)}: {_written(item, depth + 1)}" for key, item in data.items()]
            record = not any(type(item) is list for item in data.values())
            return _joined("{", parts, "}", depth, record)
        case _:
            return _joined("[", [_written(item, depth + 1) for item in data], "]", depth, False)


def _joined(opening: str, parts: list[str], closing: str, depth: int, record: bool) -> str:
    line = ", ".join(parts)
    if (record or len(line) + 2 * depth < WIDTH) and "\n" not in line:
        return f"{opening}{line}{closing}"
    indent = "\n" + "  " * (depth + 1)
    return f"{opening}{indent}{(',' + indent).join(parts)}\n{'  ' * depth}{closing}"
