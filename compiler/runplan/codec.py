"""`Plan` and `Template` to JSON and back, and the JSON Schemas of both, all from the classes themselves.

The values are named tuples of named tuples, so a codec needs no list of fields: a named tuple is an object whose keys
are its fields (`from_` is `from`), a tuple an array, a date ISO 8601, a `Fraction` an integer where it is whole, else
`"27/25"`, a `Span` `"file:line:column-end"`. Classes of the syntax tree say who they are in `"type"`; the two items of
a session's steps are told apart by their keys. `docs/decisions/json-codec.md` says why.
"""

import re
import sys
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from runplan.syntax.span import Span

Json: TypeAlias = Any
"""What `json` reads and writes: dict, list, str, int, float, bool, None."""

T = TypeVar("T")

TAGGED = frozenset({"runplan.syntax.nodes"})
"""Modules whose classes carry their name as `"type"`: they stand in unions that their keys do not tell apart."""

_PLAIN = frozenset({str, int, float, bool, NoneType})
_SPAN = re.compile(r"(.*):([0-9]{1,9}):([0-9]{1,9})-([0-9]{1,9})", re.DOTALL)
_FRACTION = re.compile(r"(-?[0-9]{1,999})/([1-9][0-9]{0,999})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class CodecError(Exception):
    """JSON that is no such value. `path` leads to the place: `weeks[3].days[0].sessions[1].kind`."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.path = ""

    def inside(self, step: str | int) -> "CodecError":
        """The same error, seen from the container whose key or index `step` leads to it."""
        part = f"[{step}]" if isinstance(step, int) else step
        dot = "." if self.path and not self.path.startswith("[") else ""
        self.path = f"{part}{dot}{self.path}"
        return self

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


# ---- to JSON ----------------------------------------------------------------------------------------------


def to_json(value: object) -> Json:
    """`value` as what `json` writes. Equal values of equal types give equal JSON, keys in the order of the fields."""
    kind = type(value)
    return value if kind in _PLAIN else _WRITERS[kind](value)


class _Writers(dict[type, Callable[[Any], Json]]):
    """How values of exactly a class are written, found out at the first of them."""

    def __missing__(self, kind: type) -> Callable[[Any], Json]:
        self[kind] = _make_writer(kind)
        return self[kind]


_WRITERS = _Writers()


def _make_writer(kind: Any) -> Callable[[Any], Json]:
    if kind is Span:
        return "{0[0]}:{0[1]}:{0[2]}-{0[3]}".format
    if kind is date:
        return date.isoformat
    if kind is Fraction:
        return lambda number: number.numerator if number.denominator == 1 else str(number)
    if kind is tuple:
        return lambda items: [item if type(item) in _PLAIN else _WRITERS[type(item)](item) for item in items]
    if kind is dict:
        return lambda items: {key: to_json(item) for key, item in items.items()}
    if not _is_record(kind):
        raise TypeError(f"{kind.__name__} has no JSON form")
    keys = [_key(field) for field in kind._fields]
    tag = {"type": kind.__name__} if _is_tagged(kind) else {}

    def write(record: Any) -> Json:
        data = dict(tag)
        for key, item in zip(keys, record, strict=True):
            data[key] = item if type(item) in _PLAIN else _WRITERS[type(item)](item)
        return data

    return write


# ---- from JSON --------------------------------------------------------------------------------------------


def from_json(cls: type[T], data: Json) -> T:
    """The value of class `cls` that `to_json` made `data` of. Raises `CodecError` where it is none."""
    hint: Any = cls
    try:
        value: T = _reader(hint)(data)
    except RecursionError:
        raise CodecError("this is nested too deeply") from None
    return value


def read_json(cls: type[T], text: str | bytes) -> T:
    """The value of class `cls` in a JSON document. Raises `CodecError` where it is none."""
    from json import loads

    def refuse(word: str) -> Any:
        raise ValueError(f"{word} is no number of JSON")

    try:
        data = loads(text, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise CodecError(f"this is not JSON: {error}") from None
    return from_json(cls, data)


_Reader: TypeAlias = Callable[[Json], Any]


@cache
def _reader(hint: Any) -> _Reader:
    """How JSON becomes a value of the type `hint`."""
    if hint in _PLAIN:
        return _plain_reader(hint)
    if hint is Fraction:
        return _read_fraction
    if hint is date:
        return _read_date
    if hint is Span:
        return _read_span
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return _literal_reader(args)
    if origin in (Union, UnionType):
        return _union_reader(args)
    if origin is tuple:
        return _tuple_reader(args)
    if origin is dict:
        return _dict_reader(args[1])
    if _is_record(hint):
        return _record_reader(hint)
    raise TypeError(f"{hint} has no JSON form")


def _plain_reader(kind: type) -> _Reader:
    def read(data: Json) -> Any:
        if type(data) is kind:
            return data
        # JSON has one kind of number: a whole float may have come back as an integer.
        if kind is float and type(data) is int:
            return float(data)
        raise CodecError(f"expected {_NAMES[kind]}, not {_said(data)}")

    return read


def _read_fraction(data: Json) -> Fraction:
    if type(data) is int:
        return Fraction(data)
    if isinstance(data, str) and (found := _FRACTION.fullmatch(data)):
        return Fraction(int(found[1]), int(found[2]))
    raise CodecError(f'expected a whole number or a fraction such as "27/25", not {_said(data)}')


def _read_date(data: Json) -> date:
    if isinstance(data, str) and _DATE.fullmatch(data):
        try:
            return date.fromisoformat(data)
        except ValueError:
            pass
    raise CodecError(f"expected a date such as 2027-04-11, not {_said(data)}")


def _read_span(data: Json) -> Span:
    if isinstance(data, str) and (found := _SPAN.fullmatch(data)):
        return Span(found[1], int(found[2]), int(found[3]), int(found[4]))
    raise CodecError(f'expected a place such as "half.plan:12:3-8", not {_said(data)}')


def _literal_reader(words: tuple[Any, ...]) -> _Reader:
    known = {word: word for word in words}

    def read(data: Json) -> Any:
        if type(data) is str and data in known:
            return known[data]
        raise CodecError(f"expected {_one_of(words)}, not {_said(data)}")

    return read


def _tuple_reader(args: tuple[Any, ...]) -> _Reader:
    each = _later(args[0]) if len(args) == 2 and args[1] is ... else None
    fixed = [_later(arg) for arg in args] if each is None else []

    def read(data: Json) -> tuple[Any, ...]:
        if type(data) is not list:
            raise CodecError(f"expected a list, not {_said(data)}")
        if each is None and len(data) != len(fixed):
            raise CodecError(f"expected a list of {len(fixed)}, not of {len(data)}")
        items = []
        for index, item in enumerate(data):
            try:
                items.append((each or fixed[index])(item))
            except CodecError as error:
                raise error.inside(index) from None
        return tuple(items)

    return read


def _dict_reader(hint: Any) -> _Reader:
    each = _later(hint)

    def read(data: Json) -> dict[str, Any]:
        if type(data) is not dict:
            raise CodecError(f"expected an object, not {_said(data)}")
        items = {}
        for key, item in data.items():
            try:
                items[key] = each(item)
            except CodecError as error:
                raise error.inside(key) from None
        return items

    return read


def _record_reader(cls: Any) -> _Reader:
    hints = get_type_hints(cls)
    fields = [(_key(field), _later(hints[field])) for field in cls._fields]
    keys = {key for key, _ in fields}
    defaults = {_key(field): value for field, value in cls._field_defaults.items()}
    tag = cls.__name__ if _is_tagged(cls) else None
    known = keys | {"type"} if tag else keys
    version = _format(cls)

    def read(data: Json) -> Any:
        if type(data) is not dict:
            raise CodecError(f"expected an object, not {_said(data)}")
        if version is not None and data.get("format") != version:
            found = data.get("format")
            other = (
                f"format {_said(found)}"
                if found is not None
                else "no document of runplan: it has no `format`"
            )
            raise CodecError(f"this is {other}; this runplan reads format {version}")
        if tag and data.get("type") != tag:
            raise CodecError(f'expected "type": "{tag}", not {_said(data.get("type"))}')
        values = []
        for key, reader in fields:
            if key in data:
                try:
                    values.append(reader(data[key]))
                except CodecError as error:
                    raise error.inside(key) from None
            elif key in defaults:
                values.append(defaults[key])
            else:
                raise CodecError(f"`{key}` is missing")
        if len(data) > len(known) or not known.issuperset(data):
            raise CodecError(f"unknown key `{next(key for key in data if key not in known)}`")
        return cls._make(values)

    return read


def _union_reader(args: tuple[Any, ...]) -> _Reader:
    """Records are told apart by their tag, else by the keys that only one of them must have; the rest by trying."""
    records = [arg for arg in args if _is_record(arg) and arg is not Span]
    tagged = {record.__name__: _later(record) for record in records if _is_tagged(record)}
    by_keys = [(_own_keys(r, records), _later(r)) for r in records if not _is_tagged(r)]
    others = [(arg, _later(arg)) for arg in args if arg not in records and arg is not NoneType]
    optional = NoneType in args

    def read(data: Json) -> Any:
        if data is None and optional:
            return None
        if records and type(data) is dict:
            if tagged:
                found = tagged.get(data["type"]) if isinstance(data.get("type"), str) else None
                if found is None:
                    raise CodecError(
                        f'"type" is {_said(data.get("type"))}: expected {_one_of(tuple(tagged))}'
                    )
                return found(data)
            for own, reader in by_keys:
                if own <= data.keys():
                    return reader(data)
            wanted = " or ".join(f"with `{min(own)}`" for own, _ in by_keys if own)
            raise CodecError(f"expected an object {wanted}")
        if len(others) == 1:
            return others[0][1](data)
        for _, reader in others:
            try:
                return reader(data)
            except CodecError:
                continue
        wanted = " or ".join(["an object"] * bool(records) + [_name(arg) for arg, _ in others])
        raise CodecError(f"expected {wanted}{' or null' * optional}, not {_said(data)}")

    return read


def _later(hint: Any) -> _Reader:
    """The reader of `hint`, made at its first use: the classes of the tree stand inside each other."""
    reader: _Reader | None = None

    def read(data: Json) -> Any:
        nonlocal reader
        if reader is None:
            reader = _reader(hint)
        return reader(data)

    return _reader(hint) if hint in _PLAIN else read


# ---- JSON Schema ------------------------------------------------------------------------------------------

_UNITS = {
    "_s_per_km": "Seconds a kilometre.",
    "_m": "Metres.",
    "_s": "Seconds.",
    "_bpm": "Beats a minute.",
    "_rpe": "Rating of perceived exertion, 0 to 10.",
    "_kg": "Kilograms.",
}


def schema(cls: type, title: str, id: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of `cls`; descriptions are the classes' docstrings.

    A key is required if its field has no default, so documents of an earlier minor version stay valid.
    """
    defs: dict[str, Any] = {}
    _describe(cls, defs)
    root = defs.pop(cls.__name__)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": id,
        "title": title,
        **root,
        "$defs": dict(sorted(defs.items())),
    }


def published_schema(name: Literal["plan", "template"]) -> dict[str, Any]:
    """The schema that `runplan schema` prints: of a `Plan`, or of a `Template`."""
    if name == "plan":
        from runplan.plan import FORMAT, Plan

        return schema(Plan, "A runner's plan, made by runplan", f"urn:runplan:schema:plan:{FORMAT}")
    from runplan.template.model import FORMAT as TEMPLATE_FORMAT
    from runplan.template.model import Template

    id = f"urn:runplan:schema:template:{TEMPLATE_FORMAT}"
    return schema(Template, "A plan for anybody, as runplan understood it", id)


def _describe(hint: Any, defs: dict[str, Any]) -> dict[str, Any]:
    """The schema of the type `hint`; classes go into `defs`."""
    if hint in _TYPES:
        return {"type": _TYPES[hint]}
    if hint is Fraction:
        return {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^-?[0-9]+/[1-9][0-9]*$"}]}
    if hint is date:
        return {"type": "string", "format": "date"}
    if hint is Span:
        return {"type": "string", "pattern": r"^[\s\S]*:[0-9]+:[0-9]+-[0-9]+$"}
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"const": args[0]} if len(args) == 1 else {"enum": list(args)}
    if origin in (Union, UnionType):
        return _any_of([_describe(arg, defs) for arg in args])
    if origin is tuple and args[1:] == (...,):
        return {"type": "array", "items": _describe(args[0], defs)}
    if origin is tuple:
        items = [_describe(arg, defs) for arg in args]
        return {"type": "array", "prefixItems": items, "items": False, "minItems": len(items)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _describe(args[1], defs)}
    name = hint.__name__
    if name not in defs:
        defs[name] = {}
        defs[name].update(_describe_record(hint, defs))
    return {"$ref": f"#/$defs/{name}"}


def _describe_record(cls: Any, defs: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(cls)
    properties: dict[str, Any] = {"type": {"const": cls.__name__}} if _is_tagged(cls) else {}
    for field in cls._fields:
        described = _describe(hints[field], defs)
        if field == "format" and (version := _format(cls)) is not None:
            described = {"const": version, "description": "The version of this form."}
        for ending, unit in _UNITS.items():
            if field.endswith(ending):
                described["description"] = unit
                break
        properties[_key(field)] = described
    required = [key for key in properties if key not in {_key(field) for field in cls._field_defaults}]
    return {
        "description": " ".join((cls.__doc__ or "").split()),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _any_of(options: list[dict[str, Any]]) -> dict[str, Any]:
    """One of `options`, in the shortest form: plain types and words are joined."""
    types = [option["type"] for option in options if list(option) == ["type"]]
    words = [word for option in options if list(option) == ["enum"] for word in option["enum"]]
    rest = [option for option in options if list(option) not in (["type"], ["enum"])]
    if words and types == ["null"]:
        words, types = [*words, None], []
    joined = [{"type": types[0] if len(types) == 1 else types}] if types else []
    enum = [{"enum": words}] if words else []
    every = [*rest, *enum, *joined]
    return every[0] if len(every) == 1 else {"anyOf": every}


# ---- what a class says of itself --------------------------------------------------------------------------

_TYPES: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
_NAMES: dict[Any, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    NoneType: "null",
}


def _is_record(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields")


def _is_tagged(cls: type) -> bool:
    return cls.__module__ in TAGGED


def _key(field: str) -> str:
    return field.rstrip("_")


def _format(cls: type) -> int | None:
    """The version of the document whose root `cls` is."""
    if "format" not in getattr(cls, "_fields", ()):
        return None
    version = getattr(sys.modules[cls.__module__], "FORMAT", None)
    return version if isinstance(version, int) else None


def _own_keys(cls: Any, among: list[Any]) -> frozenset[str]:
    """The keys that a record of `cls` must have and none of the others knows."""
    others = {field for other in among if other is not cls for field in other._fields}
    return frozenset(_key(f) for f in cls._fields if f not in others and f not in cls._field_defaults)


def _name(hint: Any) -> str:
    if hint in _NAMES:
        return _NAMES[hint]
    if get_origin(hint) is Literal:
        return _one_of(get_args(hint))
    return {Fraction: "a number", date: "a date", Span: "a place"}.get(hint, "a list")


def _one_of(words: tuple[Any, ...]) -> str:
    return " or ".join(f'"{word}"' for word in words) if len(words) < 8 else f"one of {len(words)} words"


def _said(data: Json) -> str:
    """`data` in a few characters."""
    match data:
        case dict():
            return "an object"
        case list():
            return "a list"
        case None:
            return "null"
        case bool():
            return str(data).lower()
        case str():
            return f'"{data[:40]}…"' if len(data) > 40 else f'"{data}"'
        case int() if abs(data) > 10**20:
            return "a huge number"
    return str(data)
