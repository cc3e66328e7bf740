"""`runplan schema`: the JSON Schemas of what runplan writes."""

from json import dumps
from typing import Any

import click

from runplan.cli.streams import write_result


@click.command("schema", short_help="Print a JSON Schema of what runplan writes.")
@click.argument(
    "name", metavar="plan|template|diagnostics", type=click.Choice(["plan", "template", "diagnostics"])
)
def command(name: str) -> int:
    """Print the JSON Schema (2020-12) of a plan (`build --to json`), of diagnostics (`check --format json`), or of a
    template, the form that a plan has before it is anybody's.

    \b
    Examples:
      runplan schema plan > plan.schema.json
      runplan schema diagnostics
    """
    write_result(dumps(_schema(name), indent=2, ensure_ascii=False) + "\n")
    return 0


def _schema(name: str) -> dict[str, Any]:
    if name == "diagnostics":
        from runplan.diagnostics.render import schema

        return schema()
    from runplan.codec import published_schema

    return published_schema("plan" if name == "plan" else "template")
