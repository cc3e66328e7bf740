"""A project's folder: its root, its salt, and its files, each read and parsed once.

Inside the compiler a file is known by its path from the root, with `/`: so the same project gives the same bytes
wherever it lies and wherever the command is given. `display` turns such a path into what the user would type.
"""

import os
import stat
from collections.abc import Mapping
from typing import TYPE_CHECKING

from runplan.diagnostics import Diagnostic, Label, Report
from runplan.diagnostics.report import listed
from runplan.syntax.nodes import Module
from runplan.syntax.parse import decode, parse_module
from runplan.syntax.span import Span

if TYPE_CHECKING:
    from runplan.feed.settings import FeedSettings
    from runplan.publish.settings import PublishSettings
    from runplan.review.rule import Rule

PROJECT_FILE = "runplan.toml"
ENDINGS = (".plan", ".runner")
LEAST_SALT = 16

_Read = tuple[str | None, tuple[Diagnostic, ...]]


class Project:
    """The files below one root. Remembers what it has read, so that a run sees each file in one state only."""

    def __init__(self, root: str, unsaved: Mapping[str, str] | None = None) -> None:
        """`unsaved` are texts that stand for those of files on the disk, by their keys."""
        self.root = root
        self._unsaved = unsaved or {}
        self.salt = ""
        self.rules: tuple[Rule, ...] = ()  # those from elsewhere
        self.publish: PublishSettings | None = None
        self._feed: object = {}
        self._rules: tuple[str, ...] = ()
        self.texts: dict[str, str] = {}
        self.used: set[str] = set()  # the files that were asked for since somebody emptied it
        self._modules: dict[str, tuple[Module | None, tuple[Diagnostic, ...]]] = {}
        self.problems = self._read_settings()

    # ---- paths

    def key(self, path: str) -> str:
        """The path from the root of a file that the user named."""
        return os.path.relpath(os.path.abspath(path), self.root).replace(os.sep, "/")

    def path(self, key: str) -> str:
        """Where the file `key` lies on the disk."""
        return os.path.normpath(os.path.join(self.root, key))

    def display(self, key: str) -> str:
        """The file `key` as the user would type it here."""
        return display_path(self.path(key))

    def shown(self, diagnostic: Diagnostic) -> Diagnostic:
        """`diagnostic` with its places as the user would type them."""
        return diagnostic._replace(
            at=self._shown_at(diagnostic.at),
            labels=tuple(Label(self._shown_at(label.at), label.text) for label in diagnostic.labels),
            fix=diagnostic.fix and diagnostic.fix._replace(at=self._shown_at(diagnostic.fix.at)),
        )

    def _shown_at(self, at: Span) -> Span:
        return at._replace(file=self.display(at.file)) if at.file else at

    # ---- reading

    def open(self, key: str, report: Report) -> Module | None:
        """The module of a file that the user named; None where it cannot be read, which is reported."""
        report.extend(self.problems)
        found, problems = self._module(key)
        report.extend(problems)
        return found

    def load(self, path: str, at: Span, report: Report) -> Module | None:
        """The module that `path` names in the file `at.file`: see `runplan.template.load.Load`."""
        key = self._named(path, at, report)
        if key is None:
            return None
        module, problems = self._module(key)
        # What is wrong with the file as a whole is said where it is named, what is wrong inside it there.
        for problem in problems:
            report.add(problem if problem.at.line else problem._replace(at=at))
        return module

    def keep_text(self, key: str) -> None:
        """Has the text of a file ready for those who quote from it."""
        if key not in self.texts and os.path.isfile(self.path(key)):
            self._read(key, Report())

    def _module(self, key: str) -> tuple[Module | None, tuple[Diagnostic, ...]]:
        self.used.add(key)
        if key not in self._modules:
            report = Report()
            text = self._read(key, report)
            module = None if text is None else parse_module(text, key, report)
            self._modules[key] = module, tuple(report)
        return self._modules[key]

    def _read(self, key: str, report: Report) -> str | None:
        if key in self._unsaved:
            self.texts[key] = self._unsaved[key]
            return self._unsaved[key]
        data = read_bytes(self.path(key), key, report)
        if data is None:
            return None
        text = decode(data, key, report)
        self.texts[key] = data.decode("utf-8-sig", "replace") if text is None else text
        return text

    # ---- paths in files

    def _named(self, path: str, at: Span, report: Report) -> str | None:
        """The key of the file that `path`, written at `at`, names; None where there is none, which is reported."""
        folder = os.path.dirname(at.file)
        key = os.path.normpath(os.path.join(folder, path)).replace(os.sep, "/")
        if path.startswith(("/", "~")) or ":" in path or key == ".." or key.startswith("../"):
            report.say("leaves-project", at, path=path, way=self._way_in(path))
            return None
        right = self._right_case(key)
        if right is None:
            near = self._near(path, key, folder)
            if near:
                report.say("missing-file", at, path=path, near=near)
            else:
                report.say("missing-file", at, path=path)
            return None
        if right != key:
            report.say("wrong-case", at, path=path, right=_from(folder, right))
            return None
        # A link may lead anywhere, and a plan from elsewhere must not read what lies outside its project.
        real = os.path.realpath(self.path(key))
        if not _inside(real, os.path.realpath(self.root)):
            report.say(
                "leaves-project",
                at,
                path=path,
                way="the file is a link that leads out of the project's folder",
            )
            return None
        if os.path.isdir(real):
            report.say("folder-as-file", at, path=path, way=_way_into(self.path(key), path))
            return None
        if not key.endswith(ENDINGS):
            report.say("not-a-plan-file", at, path=path)
            return None
        return key

    def _way_in(self, path: str) -> str:
        if path.startswith(("/", "~")) or ":" in path:
            return "write the path from this file's folder: `parts/strength.plan`, `../plans/half.plan`"
        if not os.path.exists(os.path.join(self.root, PROJECT_FILE)):
            return f"put an empty file `{PROJECT_FILE}` into the folder that holds everything, to make it one project"
        return f"a project is the folder that holds `{PROJECT_FILE}`: copy the file into it"

    def _right_case(self, key: str) -> str | None:
        """`key` as the disk spells it; None if nothing of that name is there, whatever its capitals."""
        right: list[str] = []
        for part in key.split("/") if key != "." else ():
            names = _names(os.path.join(self.root, *right))
            if part not in names:
                folded = [n for n in names if n.casefold() == part.casefold()]
                if not folded:
                    return None
                part = folded[0]
            right.append(part)
        return "/".join(right) or "."

    def _near(self, path: str, key: str, folder: str) -> str | None:
        """What the author may have meant by `path`, if a file of much the same name is there."""
        if "\\" in path and self._right_case(os.path.normpath(key.replace("\\", "/"))):
            return path.replace("\\", "/")
        parent, name = os.path.split(key)
        for place in dict.fromkeys((parent, folder)):
            near = nearest_file(self.path(place), name)
            if near is not None:
                return _from(folder, f"{place}/{near}" if place else near)
        return None

    # ---- the project file

    def _read_settings(self) -> tuple[Diagnostic, ...]:
        report = Report()
        path = os.path.join(self.root, PROJECT_FILE)
        if not os.path.isfile(path):
            return ()
        at = Span(PROJECT_FILE, 0, 0, 0)
        data = read_bytes(path, PROJECT_FILE, report)
        text = None if data is None else decode(data, PROJECT_FILE, report)
        if text is not None:
            self.texts[PROJECT_FILE] = text
            settings = _parse_toml(text, at, report)
            self.salt = _parse_salt(settings, at, report)
            self._rules = _parse_rules(settings, at, report)
            self._feed = settings.get("feed", {})
            if self._feed:
                self._read_feed(report)
            if self._rules:
                from runplan.review.outside import load_rules

                self.rules = load_rules(self._rules, at, report)
            if "publish" in settings:
                from runplan.publish.settings import parse_settings

                self.publish = parse_settings(settings["publish"], at, report)
        return tuple(report)

    @property
    def feed(self) -> "FeedSettings":
        """What `[feed]` says."""
        return self._read_feed(Report())

    def _read_feed(self, report: Report) -> "FeedSettings":
        from runplan.feed.settings import parse_feed_settings

        return parse_feed_settings(self._feed, Span(PROJECT_FILE, 0, 0, 0), report)


def _parse_toml(text: str, at: Span, report: Report) -> dict[str, object]:
    """What the project's file says, its keys checked; nothing where that cannot be read, which is reported."""
    if all(not line.strip() or line.lstrip().startswith("#") for line in text.split("\n")):
        return {}
    import tomllib

    try:
        settings = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        import re

        where = re.search(r"line (\d+), column (\d+)", str(problem))
        if where:
            at = Span(at.file, int(where[1]), int(where[2]), int(where[2]) + 1)
        report.say("bad-project-file", at)
        return {}
    for key in settings:
        if key not in _KEYS:
            from runplan.publish.settings import is_secret

            if is_secret(key):
                report.say("password-in-project", at, key=key)
            else:
                report.say("unknown-project-key", at, key=key, way=f"it holds {listed(_KEYS, 'and')}")
    return settings


_KEYS = ("salt", "publish", "feed", "review")


def _parse_rules(settings: dict[str, object], at: Span, report: Report) -> tuple[str, ...]:
    """The names of the rules that `[review]` asks for."""
    review = settings.get("review", {})
    names = review.get("rules", []) if isinstance(review, dict) else None
    if not isinstance(review, dict) or review.keys() - {"rules"} or not isinstance(names, list):
        report.say("bad-review-settings", at)
        return ()
    if not all(isinstance(name, str) for name in names):
        report.say("bad-review-settings", at)
        return ()
    return tuple(names)


def _parse_salt(settings: dict[str, object], at: Span, report: Report) -> str:
    salt = settings.get("salt", "")
    if "salt" not in settings:
        return ""
    if not isinstance(salt, str):
        report.say("bad-salt", at, what="no text", least=LEAST_SALT)
        return ""
    if len(salt) < LEAST_SALT:
        report.say("bad-salt", at, what=f"too short with {len(salt)} characters", least=LEAST_SALT)
        return ""
    return salt


# ---- finding and reading -------------------------------------------------------------------------------------


def find_root(folder: str) -> str:
    """The folder with `runplan.toml` that holds `folder`, else the git root, else `folder` itself."""
    folder = os.path.abspath(folder)
    git = None
    here = folder
    while True:
        if os.path.isfile(os.path.join(here, PROJECT_FILE)):
            return here
        if git is None and os.path.exists(os.path.join(here, ".git")):
            git = here
        above = os.path.dirname(here)
        if above == here:
            return git or folder
        here = above


def display_path(path: str) -> str:
    """A path as the user would type it here: from the current folder, or whole where that is shorter. Always text:
    bytes of a name that are none become a replacement character."""
    whole = os.path.abspath(path)
    try:
        near = os.path.relpath(whole)
    except ValueError:  # another drive
        near = whole
    shown = near if not near.startswith("..") or len(near) <= len(whole) else whole
    return os.fsencode(shown).decode("utf-8", "replace").replace(os.sep, "/")


def read_bytes(path: str, name: str, report: Report) -> bytes | None:
    """The bytes of the file at `path`, which the user knows as `name`; None where it cannot be read."""
    at = Span(name, 0, 0, 0)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
        with open(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                report.say("unreadable-file", at, path=name, why="it is no ordinary file")
                return None
            return file.read(MOST_READ)
    except OSError as problem:
        report.say("unreadable-file", at, path=name, why=reason(problem))
        return None


MOST_READ = 16_000_001
"""One byte more than `decode` takes, so that it can say that a file is too long without our reading all of it."""


def reason(problem: OSError) -> str:
    """Why the system said no, in its words with a small letter."""
    text = problem.strerror or type(problem).__name__
    return text[:1].lower() + text[1:]


def nearest_file(folder: str, name: str) -> str | None:
    """The file of plans in `folder` whose name is most like `name`."""
    from difflib import get_close_matches

    names = [n for n in _names(folder) if n.endswith(ENDINGS)]
    for ending in ENDINGS:
        if name + ending in names:
            return name + ending
    near = get_close_matches(name, names, 1, 0.6)
    return near[0] if near else None


def _way_into(folder: str, path: str) -> str:
    """What to write instead of a folder."""
    names = [f"{path.rstrip('/')}/{n}" for n in _names(folder) if n.endswith(ENDINGS)]
    return f"it holds {listed(names[:3], 'and')}" if names else "name a file in it"


def _names(folder: str) -> tuple[str, ...]:
    try:
        return tuple(sorted(os.listdir(folder)))
    except OSError:
        return ()


def _from(folder: str, key: str) -> str:
    return os.path.relpath(key, folder or ".").replace(os.sep, "/")


def _inside(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)
