"""Dates in words, without a locale: the names of days and months are written here."""

from datetime import date
from typing import Literal, TypeAlias

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

Weekday: TypeAlias = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAY_WORDS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days as the language writes them."""


def weekday(day: date) -> str:
    """`Mon`."""
    return WEEKDAYS[day.weekday()]


def short_date(day: date) -> str:
    """`9 Feb`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def dated(day: date) -> str:
    """`9 Feb 2027`."""
    return f"{short_date(day)} {day.year}"


def named(day: date) -> str:
    """`Tue 9 Feb`."""
    return f"{weekday(day)} {short_date(day)}"


def long_date(day: date) -> str:
    """`Sun 11 Apr 2027`."""
    return f"{weekday(day)} {short_date(day)} {day.year}"


def span(first: date, last: date, year: bool = False) -> str:
    """`9–15 Feb`, `26 Jan – 1 Feb`; with the year where asked for or where it changes between the two."""
    if first.year != last.year:
        return f"{short_date(first)} {first.year} – {short_date(last)} {last.year}"
    end = f"{short_date(last)} {last.year}" if year else short_date(last)
    if first == last:
        return end
    return f"{first.day}–{end}" if first.month == last.month else f"{short_date(first)} – {end}"


def time_of_day(minute: int) -> str:
    """`06:30`, from minutes after midnight."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"
