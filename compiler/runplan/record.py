"""`Record`: named tuples that cost next to nothing to define, since most of them are never made in a run.

`typing.NamedTuple` compiles a constructor for each class, and a hundred of those take longer than to read a plan. A
record compiles its constructor when its first value is made. To a type checker it is a `typing.NamedTuple`, and it
behaves like one: fields, defaults, methods, matching, `_replace`, `_make`, `_asdict`, pickling. A module of records
begins with `from __future__ import annotations`, so that no annotation is worked out before somebody asks for it.
"""

from typing import TYPE_CHECKING, Any

__all__ = ["Record"]

if TYPE_CHECKING:
    from typing import NamedTuple as Record
else:
    from _collections import _tuplegetter

    _new_tuple = tuple.__new__

    def _first_new(cls: Any, /, *values: Any, **named: Any) -> Any:
        """The constructor until the first value is made: compiles the real one and takes its place."""
        names = "".join(f"{name}, " for name in cls._fields)
        new = eval(f"lambda _class, {names}: _new_tuple(_class, ({names}))", {"_new_tuple": _new_tuple})
        new.__defaults__ = tuple(cls._field_defaults.values())
        new.__name__, new.__qualname__ = "__new__", f"{cls.__qualname__}.__new__"
        cls.__new__ = new
        return cls(*values, **named)

    def _make(cls: Any, values: Any) -> Any:
        """The record with `values` in the order of its fields."""
        made = _new_tuple(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"expected {len(cls._fields)} values, got {len(made)}")
        return made

    def _replace(self: Any, /, **named: Any) -> Any:
        """The same record with other values for the fields that are named."""
        made = self._make(map(named.pop, self._fields, self))
        if named:
            raise TypeError(f"no such fields: {', '.join(named)}")
        return made

    def _asdict(self: Any) -> dict[str, Any]:
        """The values by field."""
        return dict(zip(self._fields, self, strict=True))

    def _repr(self: Any) -> str:
        values = (f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({', '.join(values)})"

    def _getnewargs(self: Any) -> tuple[Any, ...]:
        return tuple(self)

    _SHARED = {
        "__slots__": (),
        "__new__": _first_new,
        "__repr__": _repr,
        "__getnewargs__": _getnewargs,
        "__replace__": _replace,
        "_replace": _replace,
        "_asdict": _asdict,
        "_make": classmethod(_make),
    }

    class _Definition(type):
        """Turns the body of a class into a tuple with names."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:
                return type.__new__(cls, name, bases, body)
            fields = tuple(body["__annotations__"])
            defaults = {field: body[field] for field in fields if field in body}
            assert list(defaults) == list(fields[len(fields) - len(defaults) :]), "defaults come last"
            getters = {field: _tuplegetter(index, None) for index, field in enumerate(fields)}
            own = {"_fields": fields, "__match_args__": fields, "_field_defaults": defaults}
            return type(name, (tuple,), {**_SHARED, **body, **getters, **own})

    class Record(metaclass=_Definition):
        """The base that a class of named values names; none of them has it."""
