"""A Markdown reader of others sees in our pages the tables and texts that we meant, whatever a coach wrote."""

import os
import random
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest

import samples
from judges import hostile
from plan_strategies import mapped
from runplan.emit import Settings
from runplan.emit.markdown import escaped, quoted, render_markdown
from runplan.plan import Plan

SETTINGS = Settings(datetime(2027, 1, 1, tzinfo=UTC))
PIECES = (
    *(
        "|",
        "a | b",
        "`",
        "``",
        "*",
        "**bold**",
        "_",
        "__x__",
        "[a](http://x)",
        "![i](y)",
        "[ref]: http://x",
        "<b>",
        "</td>",
    ),
    *(
        "<!--",
        "-->",
        "<script>alert(1)</script>",
        "&lt;",
        "&amp",
        "&#35;",
        "\\",
        "\\|",
        "~~s~~",
        "$x$",
        "# h",
        "- l",
        "1. one",
    ),
    *(
        "> q",
        "===",
        "---",
        "+ p",
        "    code",
        "\t",
        "\n",
        "\n\n",
        "\n| x |",
        "```",
        "\r\n# h",
        "\u2028",
        "\x0b",
        "\x85",
        "{{ 7*7 }}",
    ),
    *(
        "{% raw %}",
        "snake_case_name",
        "2 * 3 * 4",
        "@half",
        "9.5",
        "9)",
        "é",
        "李",
        "🏃‍♀️",
        "a",
        "Easy 8 km",
        " ",
    ),
)


def texts() -> list[str]:
    """Each piece, and some of them put together, always the same."""
    dice = random.Random(7)
    made = ["".join(dice.choices(PIECES, k=dice.randint(2, 6))) for _ in range(400)]
    return [*PIECES, *hostile.texts(200), *made]


@pytest.fixture(scope="module")
def reader() -> Any:
    """CommonMark with the tables and strike-through of GitHub."""
    try:
        from markdown_it import MarkdownIt
    except ImportError:
        if os.environ.get("CI"):
            pytest.fail("the judge markdown-it-py is missing")
        pytest.skip("markdown-it-py is not installed")
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(tokens: Any) -> str:
    """The characters that a reader sees, where everything is plain text; any markup is an error."""
    said = ""
    for token in tokens:
        assert token.type in ("text", "text_special"), f"{token.type}: {token.content}"
        said += token.content
    return said


def meant(written: str) -> str:
    """What a title must look like: its own characters on one line, without those that nobody sees."""
    kept = [
        c for c in written if c in "\t\n\v\f\r\x85\u2028\u2029" or not (ord(c) < 32 or 127 <= ord(c) < 160)
    ]
    kept = [c for c in kept if not 0xD800 <= ord(c) < 0xE000 and c != "\ufeff"]
    return " ".join("".join(kept).split())


@pytest.mark.judge
@pytest.mark.parametrize("place", ["# {}", "- **x**: {}", "- {}", "| HEAD | HEAD |\n|--|--|\n| {} | last |"])
def test_a_title_is_read_as_it_was_written(reader: Any, place: str) -> None:
    for written in texts():
        page = place.format(escaped(written)) + "\n\nlast\n"
        tokens = reader.parse(page)
        assert [t.content for t in tokens if t.type == "inline"][-1] == "last", repr(written)
        assert not [t for t in tokens if t.type in ("html_block", "code_block", "fence", "blockquote_open")]
        inline = [t for t in tokens if t.type == "inline" and t.content not in ("last", "HEAD")]
        if not meant(written):
            continue
        if place == "- **x**: {}":
            assert [c.type for c in inline[0].children[:5]] == [
                *("text", "strong_open", "text", "strong_close", "text")
            ]
            seen = shown(inline[0].children[4:]).removeprefix(": ")
        else:
            seen = shown(inline[0].children)
        assert " ".join(seen.split()) == meant(written), repr(written)


@pytest.mark.judge
def test_a_note_never_leaves_its_quotation(reader: Any) -> None:
    for written in texts():
        tokens = reader.parse(f"before\n\n{quoted(written)}\n\n| a | b |\n|--|--|\n| c | d |\n")
        inside = 0
        outside = []
        for token in tokens:
            inside += token.nesting if token.type.startswith("blockquote") else 0
            if not inside and token.type == "inline":
                outside.append(token.content)
        assert outside == ["before", "a", "b", "c", "d"], repr(written)
        assert not [t for t in tokens if t.type == "html_block"], repr(written)
        children = [c for t in tokens if t.type == "inline" for c in t.children]
        assert not [c for c in children if c.type == "html_inline"], repr(written)


def tables(tokens: Any) -> list[list[list[str]]]:
    """Every table as rows of the source of its cells."""
    found: list[list[list[str]]] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type == "inline" and before.type in ("td_open", "th_open"):
            found[-1][-1].append(token.content)
    return found


@pytest.mark.judge
@pytest.mark.parametrize("turn", [1, 2, 3])
@pytest.mark.parametrize("name", samples.ALL)
def test_a_page_keeps_its_shape_whatever_is_written(reader: Any, name: str, turn: int) -> None:
    """The same tables with as many rows and cells, the same headings, for hostile texts as for good ones."""
    good = samples.ALL[name]()
    names = texts()
    phases = {phase.name for block in good.blocks for phase in block.phases}
    kept = {
        "kind",
        "phase",
        "role",
        "part",
        "what",
        "units",
        "weekday",
        "severity",
        "about",
        "intensity",
        "label",
    }

    def worse(field: str, said: str) -> str:
        if field in kept or (field == "name" and said in phases):
            return said
        return f"{said}{names[zlib.crc32(said.encode()) * turn % len(names)]}"

    bad: Plan = mapped(good, worse)
    one, other = (reader.parse(render_markdown(p, SETTINGS).decode()) for p in (good, bad))
    assert [[len(row) for row in t] for t in tables(other)] == [[len(row) for row in t] for t in tables(one)]
    headings = [
        [t.tag for t in tokens if t.type == "heading_open" and not t.level] for tokens in (one, other)
    ]
    assert headings[0] == headings[1]
    assert not [t for t in other if t.type in ("html_block", "code_block", "fence") and t.level == 0]
