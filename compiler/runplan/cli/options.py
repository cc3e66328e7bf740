"""What several commands take: the day that stands for today, strictness."""

from datetime import date
from typing import Any

import click


class Day(click.ParamType[date]):
    """A date as the language writes it: `2027-04-11`."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or wrong use."""
        if isinstance(value, date):
            return value
        try:
            if len(value) != len("2027-04-11"):
                raise ValueError
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"`{value}` is no date: write `2027-04-11`", param, ctx)


def today_option(command: Any) -> Any:
    """`--today DATE`."""
    about = "Stands for the clock, so that a result can be had again."
    return click.option("--today", type=Day(), metavar="DATE", default=date.today, help=about)(command)


def strict_option(command: Any) -> Any:
    """`--strict`."""
    return click.option("--strict", is_flag=True, help="Warnings count as errors.")(command)
