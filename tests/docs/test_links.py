"""Links within the repository lead somewhere, and the index of the documentation has every page."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from blocks import ROOT, pages

_FENCED = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(`+).+?\1")
_LINK = re.compile(r"\]\(([^)\s]+)\)")


@cache
def prose(page: Path) -> str:
    return _FENCED.sub("", page.read_text("utf-8"))


def links(page: Path) -> Iterator[str]:
    """Where the links of a page lead, those to other places of the net left out."""
    found = (match[1] for match in _LINK.finditer(_CODE.sub("", prose(page))))
    return (link for link in found if not re.match(r"[a-z]+:", link))


def anchors(page: Path) -> set[str]:
    """The names that GitHub gives the headings of a page."""
    headings = re.findall(r"^#+ +(.+?) *$", prose(page), re.MULTILINE)
    plain = (re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower() for heading in headings)
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain}


def test_links_lead_somewhere() -> None:
    wrong = []
    for page in (*pages(), *sorted((ROOT / "plans").glob("*.md"))):
        for link in links(page):
            path, _, anchor = link.partition("#")
            target = page.parent / path if path else page
            if not target.exists() or (anchor and anchor not in anchors(target)):
                wrong.append(f"{page.relative_to(ROOT)}: {link}")
    assert wrong == []


def test_the_index_has_every_page_once() -> None:
    index = [link for link in links(ROOT / "docs/README.md") if "/" not in link]
    there = {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert sorted(index) == sorted(there)
