"""Feeds: names that nobody can guess, the page and what it leads to, the busy calendar, and the folder on the disk."""

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import runplan
import samples
import strict_ics
from runplan.calendar.busy import busy_events
from runplan.emit import Settings
from runplan.emit.ics import is_sealed, write_calendar
from runplan.feed.feed import Feed, feed_of
from runplan.feed.manifest import etag, parse_manifest, render_manifest
from runplan.feed.names import Site, busy_token, feed_token, parse_address, webcal
from runplan.plan import Plan

Cli = Callable[..., Any]

STAMP = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
SITE = Site("https://runs.example.org/club/", b"k" * 64)
URL = "https://runs.example.org/club"
TOKEN = re.compile(r"[a-z2-7]{26}")


def made(name: str = "half_km", site: Site = SITE) -> Feed:
    return feed_of(samples.ALL[name](), site, Settings(STAMP))


# ---- names ------------------------------------------------------------------------------------------------


def test_a_name_is_130_bits_and_the_same_each_time() -> None:
    names = {feed_token(SITE, f"runner {n}") for n in range(500)} | {
        busy_token(SITE, f"runner {n}") for n in range(500)
    }
    assert len(names) == 1000
    assert all(TOKEN.fullmatch(name) for name in names)
    assert feed_token(SITE, "ana") == feed_token(Site("https://elsewhere.org/", SITE.key), "ana")
    assert feed_token(SITE, "ana") != feed_token(Site(SITE.url, b"K" * 64), "ana")


def test_a_renewed_address_is_another_and_only_that_runners() -> None:
    again = SITE._replace(renewed={"ana": 1})
    names = {
        token(site, "ana")
        for token in (feed_token, busy_token)
        for site in (SITE, again, SITE._replace(renewed={"ana": 2}))
    }
    assert len(names) == 6
    assert feed_token(again, "ben") == feed_token(SITE, "ben")
    assert feed_token(SITE._replace(renewed={"ana": 0}), "ana") == feed_token(SITE, "ana")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://e.org", "https://e.org/"),
        ("https://e.org/a/b/", "https://e.org/a/b/"),
        ("https://e.org:8443/a", "https://e.org:8443/a/"),
        ("http://localhost:8000", "http://localhost:8000/"),
        ("http://127.0.0.1:8000/x", "http://127.0.0.1:8000/x/"),
        ("http://e.org/", None),
        ("webcal://e.org/", None),
        ("ftp://e.org/", None),
        ("e.org", None),
        ("https://", None),
        ("https://intranet/", None),
        ("https://ana@e.org/", None),
        ("https://e.org/?a=1", None),
        ("https://e.org/#a", None),
        ("https://e.org/a b", None),
        ("https://e.org/<b>", None),
        ("https://e.org:99999/", None),
        ("https://bücher.example/", None),
        ("", None),
    ],
)  # fmt: skip
def test_which_addresses_will_do(text: str, address: str | None) -> None:
    assert parse_address(text) == address


def test_webcal_is_the_same_address_for_a_calendar() -> None:
    assert webcal("https://e.org/a/calendar.ics") == "webcal://e.org/a/calendar.ics"


# ---- what a feed is ---------------------------------------------------------------------------------------


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.loaded: list[str] = []
        self.metas: dict[str, str] = {}
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self._open = given["href"]
        if tag == "meta":
            self.metas[given.get("name") or given.get("http-equiv", "")] = given.get("content", "")
        self.loaded += [given[name] for name in ("src", "srcset", "data", "poster") if name in given]
        self.loaded += [given["href"]] if tag == "link" else []

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[data.strip()] = self._open
            self._open = ""


def test_the_page_leads_to_all_that_it_should_and_loads_nothing() -> None:
    feed = made()
    page = feed.pages["index.html"].decode()
    links = Links()
    links.feed(page)
    address = f"{URL}/{feed.token}/"
    assert feed.address == address
    assert links.found["Subscribe"] == f"webcal://runs.example.org/club/{feed.token}/calendar.ics"
    assert links.found["Read the plan"] == "plan.html"
    assert links.found["Subscribe to “Busy”"] == f"webcal://runs.example.org/club/{feed.busy_token}/busy.ics"
    assert f">{address}calendar.ics<" in page
    assert links.loaded == []
    assert links.metas["robots"] == "noindex, nofollow"
    assert links.metas["referrer"] == "no-referrer"
    assert links.metas["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert "plan.html" in feed.pages


def test_a_name_cannot_leave_its_place_on_the_page() -> None:
    plan = samples.half_km()
    plan = plan._replace(runner=plan.runner._replace(name='<script>alert("1")</script>'), title="a & b <i>")
    page = feed_of(plan, SITE, Settings(STAMP)).pages["index.html"].decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "a &amp; b &lt;i&gt;" in page


def test_a_page_of_the_coachs_own_comes_first(tmp_path: Path) -> None:
    (tmp_path / "subscribe.html.jinja").write_text("{{ plan.runner.name }}: {{ webcal }}\n")
    feed = feed_of(samples.half_km(), SITE, Settings(STAMP, str(tmp_path)))
    assert (
        feed.pages["index.html"].decode()
        == f"Ana Silva: webcal://runs.example.org/club/{feed.token}/calendar.ics"
    )


def test_the_calendar_says_where_it_is_from_and_each_event_leads_to_its_day() -> None:
    feed = made("beginner")
    ics = write_calendar(feed.calendar.header, feed.calendar.events, STAMP)
    assert strict_ics.faults(ics) == []
    top = strict_ics.components(ics)
    assert top.value("SOURCE") == f"{feed.address}calendar.ics"
    page = feed.pages["plan.html"].decode()
    for event in top.children:
        address, _, day = (event.value("URL") or "").partition("#")
        assert address == f"{feed.address}plan.html"
        assert re.search(rf'\bid="?{day}\b', page), day


def test_a_late_run_leads_to_its_own_day_and_not_to_that_of_utc() -> None:
    plan = samples.beginner()
    weeks = tuple(
        w._replace(
            days=tuple(
                d._replace(sessions=tuple(s._replace(start_minute=60) for s in d.sessions)) for d in w.days
            )
        )
        for w in plan.weeks
    )
    east = plan._replace(weeks=weeks, runner=plan.runner._replace(timezone="Asia/Tokyo"))
    first = feed_of(east, SITE, Settings(STAMP)).calendar.events[0]
    day = next(d.date for w in plan.weeks for d in w.days if d.sessions)
    assert isinstance(first.start, datetime)
    assert first.start.date() < day
    assert first.url is not None
    assert first.url.endswith(f"#{day}")


def test_the_busy_calendar_tells_when_and_nothing_else() -> None:
    for name in samples.ALL:
        feed = made(name)
        ics = write_calendar(feed.busy.header, feed.busy.events, STAMP)
        assert strict_ics.faults(ics, busy=True) == []
        text = ics.decode().replace("\r\n ", "")
        assert set(re.findall(r"\r\nSUMMARY:(.*)\r", text)) == {"Busy"}
        events = text.partition("BEGIN:VEVENT")[2]
        assert not re.search(r"DESCRIPTION|CATEGORIES|URL|VALARM", events)
        assert "DESCRIPTION" not in text
        plan = samples.ALL[name]()
        assert plan.title not in text
        # not a UID, a token or a word of the runner's own feed
        own = {e.uid for e in feed.calendar.events} | {feed.calendar.header.uid, feed.token}
        assert not [each for each in own if each in text]
        # but the same times
        busy = {(e.start, e.end) for e in feed.busy.events}
        rests = {s.uid for w in plan.weeks for d in w.days for s in d.sessions if s.kind == "rest"}
        assert busy == {(e.start, e.end) for e in feed.calendar.events if e.uid not in rests}
        assert len(busy) == len(feed.busy.events)


def at_seven(plan: Plan) -> Plan:
    """The plan with hours on Tuesdays."""
    weeks = tuple(
        w._replace(
            days=tuple(
                d._replace(sessions=tuple(s._replace(start_minute=420) for s in d.sessions))
                if d.date.weekday() == 1
                else d
                for d in w.days
            )
        )
        for w in plan.weeks
    )
    return plan._replace(weeks=weeks, runner=plan.runner._replace(timezone="Europe/Lisbon"))


def test_hours_are_taken_and_days_are_not() -> None:
    """Nobody at home plans over the hour of a run; a whole day would hide everything else of it."""
    feed = feed_of(at_seven(samples.half_km()), SITE, Settings(STAMP))
    ics = write_calendar(feed.busy.header, feed.busy.events, STAMP)
    assert strict_ics.faults(ics, busy=True) == []
    seen = {
        ("\r\nDTSTART:" in event, "\r\nTRANSP:OPAQUE\r\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\n" in event)
        for event in ics.decode().split("BEGIN:VEVENT")[1:]
    }
    assert seen == {(True, True), (False, False)}
    assert b"OPAQUE" not in write_calendar(feed.calendar.header, feed.calendar.events, STAMP)


def test_busy_uids_are_one_to_one() -> None:
    plan = samples.beginner()
    assert [e.uid for e in busy_events(plan, lambda uid: f"busy {uid}")] == [
        f"busy {s.uid}" for w in plan.weeks for d in w.days for s in d.sessions if s.kind != "rest"
    ]


def test_a_manifest_says_what_is_there() -> None:
    data = render_manifest("p", "c", {"a.ics": b"abc", "index.html": b""})
    assert json.loads(data)["files"] == {
        "a.ics": {"etag": f'"{sha256(b"abc").hexdigest()[:32]}"', "length": 3},
        "index.html": {"etag": etag(b""), "length": 0},
    }
    told = parse_manifest(data)
    assert told is not None
    assert told == ("p", "c", ("a.ics", "index.html"))


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b"\xff", b'{"format": 1, "kind": "feed", "proof": 1, "collection": "", "files": {}}',
     b'{"format": 1, "kind": "feed", "proof": "", "collection": "", "files": {"../../x": {}}}',
     b'{"format": 1, "kind": "feed", "proof": "", "collection": "", "files": ["a"]}',
     b'{"format": 2, "kind": "feed", "proof": "", "collection": "", "files": {}}'],
)  # fmt: skip
def test_what_is_no_manifest(data: bytes) -> None:
    assert parse_manifest(data) is None


# ---- the folder -------------------------------------------------------------------------------------------


@pytest.fixture
def club(half: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two runners and a feed key."""
    (half / "runplan.toml").write_text(
        'salt = "0123456789abcdef0123"\n[feed]\nurl = "https://runs.example.org/club"\n'
    )
    (half / "ben.runner").write_text((half / "ana.runner").read_text().replace("Ana Silva", "Ben"))
    monkeypatch.setenv("RUNPLAN_FEED_KEY", "k" * 64)
    return half


def addresses(out: str) -> dict[str, str]:
    """Tokens by name, from what a build prints."""
    return {name: address.split("/")[-2] for address, name in (line.split("  ") for line in out.splitlines())}


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_folder_for_a_static_host(cli: Cli, club: Path) -> None:
    code, out, err = cli("build", "--feed", "public")
    assert (code, err) == (0, "2 of 2 runners built, 12 files in public\n")
    ana, ben = Site(URL + "/", b"k" * 64), addresses(out)
    assert ben == {"Ana Silva": feed_token(ana, "ana"), "Ben": feed_token(ana, "ben")}
    assert out.splitlines()[0] == f"{URL}/{feed_token(ana, 'ana')}/  Ana Silva"
    names = sorted(tree(club / "public"))
    tops = ["_headers", ".nojekyll", "index.html", "robots.txt"]
    own = [
        f"{feed_token(ana, who)}/{n}"
        for who in ("ana", "ben")
        for n in ("calendar.ics", "index.html", "manifest.json", "plan.html")
    ]
    busy = [f"{busy_token(ana, who)}/{n}" for who in ("ana", "ben") for n in ("busy.ics", "manifest.json")]
    assert names == sorted(tops + own + busy)
    # nothing at a name that everybody knows says a name that nobody may know
    for top in tops:
        assert not TOKEN.search((club / "public" / top).read_text())
    # ETags are those of the files
    for name, data in tree(club / "public").items():
        folder, _, file = name.partition("/")
        if file and file != "manifest.json":
            listed = json.loads((club / "public" / folder / "manifest.json").read_bytes())["files"][file]
            assert listed == {"etag": etag(data), "length": len(data)}


def test_nobody_forbids_calendars_of_others_to_fetch_feeds(cli: Cli, club: Path) -> None:
    """Google's calendar asks robots.txt first; search engines are told by each page, and by the host where it can."""
    from urllib.robotparser import RobotFileParser

    cli("build", "--feed", "public")
    robots = RobotFileParser()
    robots.parse((club / "public/robots.txt").read_text().splitlines())
    assert robots.can_fetch("Google-Calendar-Importer", f"{URL}/abc/calendar.ics")
    assert "X-Robots-Tag: noindex" in (club / "public/_headers").read_text()
    assert 'content="noindex, nofollow"' in (club / "public/index.html").read_text()


def test_a_second_build_touches_no_file(cli: Cli, club: Path) -> None:
    cli("build", "--feed", "public", "--today", "2027-01-01")
    before = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in (club / "public").rglob("*") if p.is_file()}
    code, out, _ = cli("build", "--feed", "public", "--today", "2027-03-01")
    assert code == 0
    assert len(out.splitlines()) == 2
    assert {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in before} == before


def test_a_removed_session_leaves_the_feed_and_a_changed_one_counts(cli: Cli, club: Path) -> None:
    out = cli("build", "ana.runner", "--feed", "public", "--today", "2027-01-01").out
    path = club / "public" / addresses(out)["Ana Silva"] / "calendar.ics"
    before = path.read_bytes()
    text = (club / "half.plan").read_text()
    (club / "half.plan").write_text(text.replace("  thu     tempo 20 min @ T\n", ""))
    cli("build", "ana.runner", "--feed", "public", "--today", "2027-01-09")
    after = path.read_bytes()
    assert after.count(b"BEGIN:VEVENT") == before.count(b"BEGIN:VEVENT") - 3
    assert b"CANCELLED" not in after
    (club / "half.plan").write_text(text)
    cli("build", "ana.runner", "--feed", "public", "--today", "2027-01-10")
    tempos = [b for b in path.read_bytes().split(b"BEGIN:VEVENT") if b"\r\nSUMMARY:Tempo" in b]
    assert len(tempos) == 3
    assert all(b"\r\nSEQUENCE:1\r\n" in block for block in tempos)


def test_a_runner_who_left_has_no_feed_any_more(cli: Cli, club: Path) -> None:
    tokens = addresses(cli("build", "--feed", "public").out)
    (club / "public" / tokens["Ben"] / "photo.jpg").write_bytes(b"somebody's own")
    (club / "ben.runner").unlink()
    # whoever is not named in a build has not left
    (club / "cleo.runner").write_text((club / "ana.runner").read_text().replace("Ana Silva", "Cleo"))
    code, _, err = cli("build", "cleo.runner", "--feed", "public")
    assert code == 0
    assert err == "2 old folders removed from public: a runner left, or has another address\n"
    assert (club / "public" / tokens["Ana Silva"] / "calendar.ics").exists()
    assert [p.name for p in (club / "public" / tokens["Ben"]).iterdir()] == ["photo.jpg"]
    site = Site(URL + "/", b"k" * 64)
    assert not (club / "public" / busy_token(site, "ben")).exists()


def test_a_runner_with_a_mistake_keeps_the_feed(cli: Cli, club: Path) -> None:
    tokens = addresses(cli("build", "--feed", "public").out)
    before = tree(club / "public")
    (club / "ben.runner").write_text('runner "Ben"\n  follows "half.plan"\n  rce 2027-04-11\n')
    code, out, err = cli("build", "--feed", "public")
    assert code == 1
    assert addresses(out) == {"Ana Silva": tokens["Ana Silva"]}
    assert err.endswith("1 of 2 runners built, 6 files in public\n")
    assert tree(club / "public") == before


def test_another_key_removes_nothing_and_says_so(
    cli: Cli, club: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("build", "--feed", "public")
    before = tree(club / "public")
    monkeypatch.setenv("RUNPLAN_FEED_KEY", "other key, other key, other key, other")
    code, _, err = cli("build", "--feed", "public")
    assert code == 0
    assert "4 folders in public are of another feed key, and stay\n" in err
    assert before.items() <= tree(club / "public").items()


def test_a_renewed_address_takes_the_old_one_away(cli: Cli, club: Path) -> None:
    old = addresses(cli("build", "--feed", "public").out)
    with (club / "runplan.toml").open("a") as file:
        file.write("renewed = { ana = 1 }\n")
    code, out, _ = cli("build", "--feed", "public")
    new = addresses(out)
    assert code == 0
    assert new["Ben"] == old["Ben"]
    assert new["Ana Silva"] != old["Ana Silva"]
    assert not (club / "public" / old["Ana Silva"]).exists()


def test_a_roster_has_feeds_too(cli: Cli, club: Path) -> None:
    header = "id,name,race,start,result,weekly\n"
    row = "{},{},2027-04-11 half marathon,2027-02-01,10 km in 47:30 on 2026-11-01,32 km\n"
    both = header + row.format("dora", "Dora") + row.format("eva", "Eva")
    (club / "squad.csv").write_text(both)
    cli("build", "--feed", "public")
    code, out, err = cli("build", "half.plan", "--roster", "squad.csv", "--feed", "public")
    assert code == 0, err
    tokens = addresses(out)
    assert list(tokens) == ["Dora", "Eva"]
    assert len([p for p in (club / "public").iterdir() if p.is_dir()]) == 8, (
        "those of the files are no roster's to remove"
    )
    (club / "squad.csv").write_text(header + row.format("dora", "Dora"))
    code, out, err = cli("build", "half.plan", "--roster", "squad.csv", "--feed", "public")
    assert "2 old folders removed" in err
    assert len([p for p in (club / "public").iterdir() if p.is_dir()]) == 6
    assert not (club / "public" / tokens["Eva"]).exists()


def test_a_key_is_made_once_and_is_for_nobody_else(
    cli: Cli, club: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RUNPLAN_FEED_KEY")
    first = cli("build", "--feed", "public")
    assert "the feed key is in .runplan/feed.key: keep a copy" in first.err
    key = club / ".runplan/feed.key"
    assert re.fullmatch(r"[0-9a-f]{64}\n", key.read_text())
    if os.name == "posix":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert (club / ".runplan/.gitignore").read_text() == "*\n"
    second = cli("build", "--feed", "public")
    assert (second.out, second.err) == (first.out, "2 of 2 runners built, 12 files in public\n")


def test_somebodys_own_files_at_the_top_stay(cli: Cli, club: Path) -> None:
    (club / "public").mkdir()
    (club / "public/index.html").write_text("<h1>Our club</h1>")
    (club / "public/robots.txt").write_text("# made by runplan, some version ago\n")
    assert cli("build", "--feed", "public").code == 0
    assert (club / "public/index.html").read_text() == "<h1>Our club</h1>"
    assert (club / "public/robots.txt").read_text().endswith("User-agent: *\nDisallow:\n")


def test_a_calendar_of_others_in_the_feeds_place_stays(cli: Cli, club: Path) -> None:
    tokens = addresses(cli("build", "--feed", "public").out)
    path = club / "public" / tokens["Ana Silva"] / "calendar.ics"
    path.write_text("notes")
    code, out, err = cli("build", "--feed", "public")
    assert (code, list(addresses(out))) == (1, ["Ben"])
    assert err.startswith(
        f"error[foreign-calendar]: `public/{tokens['Ana Silva']}/calendar.ics` is no calendar"
    )
    assert path.read_text() == "notes"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--url", URL), "error: `--url` goes with `--feed`\n"),
        (("--feed", "public", "--out", "x"), "error: `--feed` and `--out` exclude each other\n"),
        (("--feed", "public", "--to", "ics"), "error: `--feed` and `--to` exclude each other\n"),
        (("--feed", "-"), "error: invalid value for --feed: name a folder\n"),
    ],
)
def test_wrong_use_exits_2(cli: Cli, club: Path, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = cli("build", "ana.runner", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(said)


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (("--feed", "public", "--url", "http://e.org"), {}, "error[bad-feed-url]: `http://e.org` is no address that calendar"),
        (("--feed", "."), {}, "error[feed-holds-project]: `.` holds the project itself, and all of it would be published\n"),
        (("--feed", ".."), {}, "error[feed-holds-project]: "),
        (("--feed", "public"), {"RUNPLAN_FEED_KEY": ""}, "error[bad-feed-key]: the feed key in `RUNPLAN_FEED_KEY` is empty\n"),
        (("--feed", "public"), {"RUNPLAN_FEED_KEY": "short"}, "error[bad-feed-key]: the feed key in `RUNPLAN_FEED_KEY` is too short with 5 characters\n"),
    ],
)  # fmt: skip
def test_what_keeps_feeds_from_being_published(
    cli: Cli,
    club: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    environment: dict[str, str],
    said: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    code, out, err = cli("build", "ana.runner", *arguments)
    assert (code, out) == (1, "")
    assert err.startswith(said)
    assert not (club / "public").exists()


def test_without_an_address_or_the_extra_it_says_what_to_do(
    cli: Cli, club: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (club / "runplan.toml").write_text("")
    err = cli("build", "ana.runner", "--feed", "public").err
    assert err.startswith("error[feed-without-url]: a feed needs the address that its folder will have\n")
    monkeypatch.setitem(sys.modules, "segno", None)
    err = cli("build", "ana.runner", "--feed", "public", "--url", URL).err
    assert err.startswith(
        "error[feed-needs-extra]: to draw the QR codes of feeds, the package `segno` is missing\n"
    )
    assert "pip install 'runplan[feed]'" in err


def test_a_folder_that_cannot_be_written(cli: Cli, club: Path) -> None:
    (club / "public").write_text("a file")
    code, _, err = cli("build", "ana.runner", "--feed", "public")
    assert code == 2
    assert err.startswith(
        "error[unwritable-file]: `public` cannot be written: it is a file, and a folder is needed\n"
    )
    assert "--feed" in err


def test_two_runners_of_one_name_have_no_feed(cli: Cli, club: Path) -> None:
    (club / "team").mkdir()
    (club / "team/ana.runner").write_text(
        (club / "ana.runner").read_text().replace("half.plan", "../half.plan")
    )
    code, out, err = cli("build", "--feed", "public")
    assert (code, list(addresses(out))) == (1, ["Ben"])
    assert "would both be written to `the feed of ana`" in err


def test_builds_at_once_leave_whole_feeds(cli: Cli, club: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(Path(runplan.__file__).parent.parent)}
    command = [sys.executable, "-m", "runplan", "build", "--feed", "public"]
    running = [
        subprocess.Popen(command, cwd=club, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(4)
    ]
    assert [process.wait() for process in running] == [0] * 4
    together = tree(club / "public")
    cli("build", "--feed", "alone")
    assert together.keys() == tree(club / "alone").keys()
    assert all(is_sealed(data) for name, data in together.items() if name.endswith(".ics"))
