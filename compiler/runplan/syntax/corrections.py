"""What coaches write where the language has another way to say it, and how the line is put right.

Each is only a proposal: `mistakes.py` takes it if the corrected line can be read. Patterns see the line without
its comment and with blank strings, so that nobody's words are touched.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple, TypeAlias

from runplan.template.kinds import ALIASES, KINDS
from runplan.template.names import LINE_WORDS, MOVERS


class Edit(NamedTuple):
    """Replaces the characters from `start` to `end` (from 0) by `text`; `code` and `facts` are what is said of it.

    `mark` is what to underline, if not what is replaced. A `guess` is no known slip: at most one of them makes a
    line right, and only if it brings no word that nobody knows.
    """

    start: int
    end: int
    text: str
    code: str
    facts: dict[str, object]
    mark: tuple[int, int] | None = None
    guess: bool = False


_STRING = re.compile(r'"(?:\\.|[^"\\])*"')
_MASK = "\x01"
# No slip of the pen, and too long for patterns that go back and forth.
_MONSTER = re.compile(r"[0-9.,:]{40}|[a-z-]{80}|[ \t]{200}")
_UNIT = r"(?:km|mi|min|m|s|h)"
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
# A thing that can be compared, in a condition, a need or an expectation.
_FACT = (
    r"(?<![\w-])((?:if|and|or|not|needs)[ \t]+\(?(?:days|weekly|peak|longest|goal)"
    r"|(?:peak|week)[ \t]+volume|longest[ \t]+run|[a-z]+[ \t]+(?:share|days|sessions)|ramp)[ \t]+"
)
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_COUNTS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
# Days of a week with so many runs.
_WEEKS_OF = {
    2: "wed sun", 3: "tue thu sun", 4: "mon wed fri sun", 5: "mon tue thu fri sun", 6: "mon-thu sat sun", 7: "mon-sun",
}  # fmt: skip
_KIND = "|".join(sorted([*KINDS, *ALIASES], key=lambda word: (-len(word), word)))

Make: TypeAlias = "str | Callable[[re.Match[str]], str | None]"


def blank(line: str) -> str:
    """The line with every string's text masked and without its comment; columns stay."""
    masked = _STRING.sub(lambda m: '"' + _MASK * (len(m.group()) - 2) + '"', line)
    return masked.partition("#")[0].rstrip()


def classics(line: str) -> Iterator[Edit]:
    """Every known slip in `line`, the likeliest cures first."""
    masked = blank(line)
    if _MONSTER.search(masked):
        return
    for pattern, code, make in _classics():
        for match in pattern.finditer(masked):
            text = match.expand(make) if isinstance(make, str) else make(match)
            if text is None or text == match.group():
                continue
            edit = _edit(match, code, text)
            if _MASK in edit.text:
                strings = _STRING.findall(line, match.start(), match.end())
                edit = edit._replace(text=_unmask(edit.text, strings))
                edit.facts.update(
                    {k: _unmask(v, strings) for k, v in edit.facts.items() if isinstance(v, str)}
                )
            yield edit
    yield from _unquoted(line, masked)
    yield from _time_zone(line)
    yield from _late_marks(line, masked)


def _unmask(text: str, strings: list[str]) -> str:
    """The blank strings of `text` with their own words again."""
    left = iter(strings)
    return re.sub(f'"{_MASK}+"', lambda match: next(left, match.group()), text)


def inner_quotes(line: str) -> Iterator[Edit]:
    """`note "He said "go" now"`: quotes inside a text."""
    first, last = line.find('"'), line.rfind('"')
    if line.count('"') >= 4:
        inner = re.sub(r'(?<!\\)"', r'\\"', line[first + 1 : last])
        yield Edit(first + 1, last, inner, "inner-quote", {}, (first, last + 1))


def _edit(match: re.Match[str], code: str, text: str) -> Edit:
    """The replacement as an edit, with what is said of it."""
    start, end = match.span()
    first, _, second = text.partition("\x02")
    text = text.replace("\x02", " ")
    name, right = match.group().strip(), text.strip()
    facts: dict[str, object] = {"found": name, "right": right}
    # A missing word is underlined where it belongs: after the last word of what was found.
    last = (start + match.group().rindex(name.split()[-1]), end) if name else None
    mark = None
    match code:
        case "written-differently" if not right:
            code = "not-needed"
        case "wrong-order":
            facts = {"first": first.strip(" ,"), "second": second.strip(" ,")}
        case "bad-date-form":
            code, facts = "bad-date", {"date": name, "why": "a date is written year-month-day"}
        case "bad-number":
            facts = {"number": name}
        case "missing-colon":
            found = name.rstrip(";,.=- ")
            code, facts = "missing-sign", {"what": "a colon", "where": f"after `{found}`"}
        case "missing-plus":
            code, facts, mark = (
                "missing-sign",
                {"what": "`+` or `-`", "where": f"before `{name.lstrip(', ')}`"},
                last,
            )
        case "missing-percent":
            code, facts, mark = "missing-sign", {"what": "`%`", "where": f"after `{name.split()[-1]}`"}, last
        case "missing-weeks":
            code, facts, mark = (
                "missing-sign",
                {"what": "`weeks`", "where": f"after `{name.split()[-1]}`"},
                last,
            )
        case "missing-with":
            code, facts = "missing-sign", {"what": "`with`", "where": f"before `{name}`"}
        case "missing-brace":
            code, facts = "missing-sign", {"what": "a closing brace `}`", "where": f"after `{name}`"}
        case "missing-date-of-result":
            code, facts, mark = (
                "missing-sign",
                {"what": "the day", "where": f"after `{name.split()[-1]}`"},
                last,
            )
        case "days-by-number":
            code, facts, mark = (
                "misplaced-word",
                {
                    "found": f"`{name.split()[1]}`",
                    "wanted": "the weekdays on which a run is possible come first",
                },
                (start + match.start(2) - match.start(), end),
            )
        case "range-at-an-end":
            code, facts = (
                "misplaced-word",
                {"found": f"`{name}`", "wanted": "a range cannot be an end of `->`, only one number"},
            )
        case "missing-ladder":
            code, facts = "missing-sign", {"what": "`ladder`", "where": "before a bracket of rungs"}
        case "missing-sign-of-offset":
            code, facts = (
                "missing-sign",
                {"what": "`+` (slower) or `-` (faster)", "where": "before the seconds"},
            )
        case "missing-unit-of-offset":
            code, facts = "missing-unit", {"number": name}
    return Edit(start, end, text, code, facts, mark)


def _unquoted(line: str, masked: str) -> Iterator[Edit]:
    """Text that wants quotes: the rest of a line, or of its first word."""
    match = re.match(
        r"[ \t]*(?:[^\"#:]*:[ \t]*)?(?:plan|runner|use|follows|note)[ \t]+(?P<text>[^\" \t].*)$", masked
    )
    if match:
        start, end = match.span("text")
        text = line[start:end].strip("'“”‘’ ")
        if '"' not in text:
            yield Edit(start, end, f'"{text}"', "missing-quotes", {"found": line[start:end]})
    match = re.search(r'"[ \t]+extends[ \t]+(?P<text>[^" \t]+)[ \t]*$', masked)
    if match:
        start, end = match.span("text")
        yield Edit(start, end, f'"{line[start:end]}"', "missing-quotes", {"found": line[start:end]})
    match = re.match(r"[ \t]*(?P<word>phase|workout|routine)[ \t]+(?P<title>\"\x01+\")", masked)
    if match:
        start, end = match.span("title")
        name = re.sub(r"[^a-z0-9]+", "-", line[start + 1 : end - 1].lower()).strip("-")
        if name and name[0].isalpha():
            text = f"{name} {line[start:end]}"
            yield Edit(start, end, text, "missing-name", {"section": match["word"], "found": line[start:end]})


def _time_zone(line: str) -> Iterator[Edit]:
    """A time zone in quotes, or in small letters."""
    match = re.match(
        r"[ \t]*timezone[ \t]+(?P<zone>\"?(?P<name>[A-Za-z_]+(?:/[A-Za-z_]+)+)\"?)[ \t]*(?:#.*)?$", line
    )
    if not match:
        match = re.match(
            r"[ \t]*timezone[ \t]+(?P<zone>\"?(?P<name>[A-Za-z_]+(?:/[A-Za-z_]+)*/[A-Za-z_]+(?:[ \t]+[A-Za-z_]+)+)\"?)[ \t]*(?:#.*)?$",
            line,
        )
    if match:
        name = "_".join(match["name"].split())
        right = "/".join("_".join(p[:1].upper() + p[1:] for p in part.split("_")) for part in name.split("/"))
        if right != match["zone"]:
            facts: dict[str, object] = {"found": match["zone"], "right": right}
            yield Edit(*match.span("zone"), right, "written-differently", facts)


def _late_marks(line: str, masked: str) -> Iterator[Edit]:
    """`tue easy 8 km key, 4 x 20 s strides`: a mark that does not come last."""
    marks = rf"(?:key|optional|am|pm|back-to-back|\"{_MASK}*\")"
    for match in re.finditer(
        rf"[ \t]+(?P<mark>{marks})(?P<rest>(?:,| +(?!if )[a-z@]).*?)(?P<end>[ \t]+if .*)?$", masked
    ):
        rest = line[match.start("rest") : match.end("rest")]
        mark = line[match.start("mark") : match.end("mark")]
        text = f"{rest} {mark}"
        facts: dict[str, object] = {"first": rest.strip(" ,"), "second": mark}
        yield Edit(match.start(), match.end("rest"), text, "wrong-order", facts)


def _date(year: str, month: str, day: str) -> str | None:
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _named_month(match: re.Match[str]) -> str | None:
    return _date(match["y"], str(_MONTHS.index(match["m"][:3].lower()) + 1), match["d"])


def _minutes(minutes: int) -> str:
    """A time of so many minutes as a clock shows it."""
    return f"{minutes}:00" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02d}:00"


def _phase(match: re.Match[str]) -> str | None:
    """`taper 2 weeks`: a phase whose header lacks its word."""
    return None if match[2] in LINE_WORDS - {"peak"} else f"{match[1]}phase {match[2]}"


def _two_words(match: re.Match[str]) -> str | None:
    """`3 x glute bridge 12`: an exercise of two words."""
    if {match[2], match[3]} & (
        KINDS.keys() | ALIASES.keys() | MOVERS | LINE_WORDS | {"reps", "km", "mi", "min"}
    ):
        return None
    return f"{match[1]}{match[2]}-{match[3]}"


def _slashed(match: re.Match[str]) -> str | None:
    """`9/3/2027` may be in March or in September: only where one of them is no month the date is clear."""
    first, second = int(match["a"]), int(match["b"])
    if first > 12:
        return _date(match["y"], match["b"], match["a"])
    return _date(match["y"], match["a"], match["b"]) if second > 12 else None


def _count(match: re.Match[str]) -> str:
    return f"{_COUNTS.index(match['n'].lower()) + 1}"


def _lower(match: re.Match[str]) -> str:
    return match.group().lower()


def _hours(match: re.Match[str]) -> str | None:
    minutes = int(match["m"])
    return f"{int(match['h'])}h{minutes:02d}" if minutes < 60 else None


def _o_clock(match: re.Match[str]) -> str | None:
    hour = int(match["h"]) % 12 + (12 if match["half"].lower() == "pm" else 0)
    minute = int(match["m"] or 0)
    if 12 < int(match["h"]) < 24 and match["m"] and match["half"].lower() == "pm":
        return f"pm {match['h']}:{match['m']}"
    return f"{hour:02d}:{minute:02d}" if int(match["h"]) <= 12 and minute < 60 else None


_PACES = {
    "mp": "M", "marathon pace": "marathon", "marathon-pace": "marathon", "hmp": "half", "half pace": "half",
    "half marathon pace": "half", "lt": "T", "threshold": "T", "threshold pace": "T", "tempo": "T", "tempo pace": "T",
    "easy": "E", "easy pace": "E", "goal pace": "goal", "goal-pace": "goal", "race pace": "goal", "race-pace": "goal",
    "interval": "I", "interval pace": "I", "vo2max": "I", "rep": "R", "repetition pace": "R", "maximum": "max",
    "5k pace": "5k", "10k pace": "10k", "3k pace": "3k", "mile pace": "mile", "15k pace": "15k",
}  # fmt: skip


def _pace(match: re.Match[str]) -> str | None:
    found = _PACES.get(match["p"].lower())
    return f"@ {found}" if found else None


def _pace_letter(match: re.Match[str]) -> str:
    return f"@ {match['z'].upper()}"


@cache
def _classics() -> list[tuple[re.Pattern[str], str, Make]]:
    """Pattern, code, replacement. Compiled when the first mistake is met."""
    return [(re.compile(pattern), code, make) for pattern, code, make in _TABLE]


_SAY = "written-differently"
_TABLE: list[tuple[str, str, Make]] = [
    # ---- a first word in two, or one that means another
    (r"^([ \t]*)week(?=[ \t]+[0-9.]+[ \t]*(?:km|mi|h|min)(?![\w-])[ \t]*(?:if[ \t].*)?$)", _SAY, r"\1weekly"),
    (r"^([ \t]*)(?:the[ \t]+)?rest[ \t]+of[ \t]+(?:the[ \t]+)?week(?=[ \t]+[a-z])", _SAY, r"\1other"),
    (r"(?i)^([ \t]*)(?:hr[ \t_-]*max|max[ \t_-]*hr)[ \t:=]+(?=[0-9])", _SAY, r"\1hrmax "),
    (r"(?i)^([ \t]*)(?:hr[ \t_-]*rest|rest(?:ing)?[ \t_-]*hr)[ \t:=]+(?=[0-9])", _SAY, r"\1hrrest "),
    (r"^([ \t]*)(warm|cool)[ \t-]*(up|down)(?=[ \t])", _SAY, r"\1\2\3"),
    (r"^([ \t]*)([a-z][a-z0-9-]*)(?=[ \t]+[0-9]+(?:[ \t]*-[ \t]*[0-9]+)?[ \t]+weeks?[ \t]*$)", _SAY, _phase),
    (r"^([ \t]*goal[ \t]+)([0-9]+)[ \t]*(?:min|mins|minutes?|')$", _SAY, lambda m: f"{m[1]}{_minutes(int(m[2]))}"),
    (r"^([ \t]*days[ \t]+)([2-7])(?:[ \t]+(?:a|per)[ \t]+week|[ \t]+days)?$", "days-by-number",
     lambda m: f"{m[1]}{_WEEKS_OF[int(m[2])]} at most {m[2]}"),
    (r"^[ \t]*result[ \t]+[^:]+[ \t](?:in|@)[ \t]+(?P<t>[0-9]+(?::[0-9]{2}){1,2})$", "missing-date-of-result",
     lambda m: f"{m.group()} on 2027-01-10"),
    (r"^([ \t]*[0-9]+[ \t]*x[ \t]+)([a-z]+)[ \t]+([a-z]+)(?=[ \t]+[0-9])", _SAY, _two_words),
    # ---- lists and ranges
    (r"\[[ \t]*[0-9.]+(?:[ \t]*,[ \t]*[0-9.]+)+[ \t]*\]", _SAY, lambda m: re.sub(r"[ \t]*,[ \t]*", " ", m.group())),
    (rf"(?P<a>{_NUMBER})\.\.(?P<b>{_NUMBER})(?P<u>[ \t]*{_UNIT})?(?=[ \t]*->)", "range-at-an-end", r"\g<a>\g<u>"),
    (rf"(?<=->)(?P<s>[ \t]*)(?P<a>{_NUMBER})\.\.(?P<b>{_NUMBER})", "range-at-an-end", r"\g<s>\g<b>"),
    (r"@[ \t]*(3|5|10|15)[ \t]*km(?:[ \t]+(?:race[ \t]+)?pace)?(?![\w-])", _SAY, r"@ \1k"),
    # ---- the whole line
    (r"^[ \t]*(?:[-*•][ \t]+|\d+[.)][ \t]+)", _SAY, ""),
    (r"^[ \t]*//+", _SAY, "#"),
    (r"[ \t]//.*$", _SAY, ""),
    (r"(?<=[\w\")%])[.;!]+$", "not-needed", ""),
    # ---- days
    (r"(?i)(?<![\w-])(mon|tue|wed|thu|fri|sat|sun)(?:s|rs|nes|urs|ur|day|sday|nesday|rsday|ursday|urday)s?\.?(?![\w-])",
     _SAY, lambda m: m[1].lower()),
    (r"(?<![\w-])(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|MON|TUE|WED|THU|FRI|SAT|SUN)(?![\w])", "capital-letter", _lower),
    (rf"(?<![\w-])({_DAY})\.(?=[ ,\t]|$)", _SAY, r"\1"),
    (rf"(?<![\w-])({_DAY})[ \t]*(?:\.\.+|to|until|till|through|thru)[ \t]*({_DAY})(?![\w-])", _SAY, r"\1-\2"),
    (rf"(?<![\w-])({_DAY})[ \t]*(?:and|&|/|\+|;)[ \t]*({_DAY})(?![\w-])", _SAY, r"\1, \2"),
    (rf"(?<={_DAY})[ \t]*[:=|;/][ \t]*(?=[a-z+])", "not-needed", " "),
    (rf"(?<={_DAY})[ \t]+-[ \t]+(?!{_DAY})(?=[a-z])", "not-needed", " "),
    (rf"^([ \t]*)(?:on|every|each)[ \t]+(?={_DAY})", _SAY, r"\1"),
    (r"(?<![\w-])(?:daily|every day|everyday|all days)(?![\w-])", _SAY, "mon-sun"),
    (r"(?<![\w-])(?:weekdays)(?![\w-])", _SAY, "mon-fri"),
    (r"(?<![\w-])(?:weekends?)(?![\w-])", _SAY, "sat, sun"),
    # ---- the order of a line's parts
    (r"^([ \t]*)if[ \t]+([^:,]+?)[ \t]*[:,][ \t]*(.+)$", "wrong-order", lambda m: f"{m[1]}{m[3]}\x02if {m[2]}"),
    (r"^([ \t]*phase[ \t]+[a-z][a-z0-9-]*)[ \t]+([0-9.]+[ \t]+weeks?)[ \t]+(\"\x01*\")", "wrong-order",
     lambda m: f"{m[1]} {m[3]}\x02{m[2]}"),
    (r"^([ \t]*)(longest)[ \t]+run(?=[ \t]+[0-9])", _SAY, r"\1\2"),
    (r"^([ \t]*)(weekly|peak|longest)[ \t]+(?:mileage|distance|kilometres|km|miles)(?=[ \t]+[0-9])", _SAY, r"\1\2"),
    (r"^([ \t]*)weekly[ \t]+volume(?=[ \t]+[0-9])", _SAY, r"\1weekly"),
    (r"^([ \t]*(?:volume|weekly|peak)[ \t]+[0-9.]+[ \t]*(?:km|mi|h|min))[ \t]*(?:/|per|a|each|every)[ \t]*(?:week|wk)(?![\w-])", _SAY, r"\1"),
    (r"^([ \t]*goal)[ \t]+(?:sub|under|below|in|<)[ \t-]*(?=[0-9])", _SAY, r"\1 "),
    (r"^([ \t]*limit[ \t]+[a-z, -]+?)[ \t]+(?:at[ \t]+most|max|to)[ \t]+(?=[0-9])", _SAY, r"\1 "),
    (r"(?<![\w-])w/[ \t]*(?=[0-9a-z])", _SAY, "with "),
    # ---- the session
    (r"(?<![\w-])(easy|long|recovery|tempo|steady|progression|medium-long)[ \t]+(?:run|jog)(?=[ ,\t]|$)", _SAY, r"\1"),
    (r"(?<![\w-])(?:rest|off)[ \t]+day(?![\w-])", _SAY, "rest"),
    (r"(?<![\w-])day[ \t]+off(?![\w-])", _SAY, "rest"),
    (r"(?<![\w-])medium[ \t]+long(?![\w-])", _SAY, "medium-long"),
    (r"(?<![\w-])time[ \t]+trial(?![\w-])", _SAY, "time-trial"),
    (r"(?<![\w-])hill[ \t]+(sprints|repeats|reps)(?![\w-])", _SAY, r"hill-\1"),
    (r"(?<![\w-])(?:run/walk|walk/run|run[ \t]+walk)(?![\w-])", _SAY, "run-walk"),
    (r"(?<![\w-])back[ \t]+to[ \t]+back(?![\w-])", _SAY, "back-to-back"),
    (r"(?<![\w-])(?:cross[ \t]+train(?:ing)?)(?![\w-])", _SAY, "cross"),
    (rf"(?<=[\w\"])[ \t]*/[ \t]*(?=(?:{_KIND})(?![\w-]))", _SAY, " or "),
    (rf"(?P<a>(?:{_NUMBER}|\[[^\]]*\]|\{{[a-z-]+\}})(?:[ \t]*(?:\.\.|->)[ \t]*{_NUMBER})?[ \t]*{_UNIT})[ \t]+(?P<k>{_KIND})(?![\w-])",
     "wrong-order", lambda m: f"{m['k']}\x02{m['a']}"),
    (rf"(?P<a>{_NUMBER}[ \t]*x[ \t]*(?:\([^()]*\)|{_NUMBER}[ \t]*{_UNIT}))[ \t]+(?P<k>{_KIND})(?![\w-])",
     "wrong-order", lambda m: f"{m['k']}\x02{m['a']}"),
    (rf"(?<=with )strides[ \t]*[x*×]?[ \t]*(?P<n>{_NUMBER})(?:[ \t]*x[ \t]*(?P<a>{_NUMBER}[ \t]*{_UNIT}))?",
     _SAY, lambda m: f"{m['n']} x {m['a'] or '20 s'} strides"),
    (rf",[ \t]*strides[ \t]+(?P<n>{_NUMBER})[ \t]*x[ \t]*(?P<a>{_NUMBER}[ \t]*{_UNIT})", _SAY, r" with \g<n> x \g<a> strides"),
    (rf",[ \t]*(?P<a>{_NUMBER}[ \t]*x[ \t]*{_NUMBER}[ \t]*{_UNIT}[ \t]*strides)[ \t]+with$", "wrong-order",
     lambda m: f" with\x02{m['a']}"),
    (r"(?<=with )strides$", _SAY, "6 x 20 s strides"),
    (rf"(?P<a>{_NUMBER}[ \t]*{_UNIT}(?:[ \t]+[a-z]+)?)[ \t]*x[ \t]*(?P<n>[0-9]+)(?![\w.])", _SAY, r"\g<n> x \g<a>"),
    (rf"(?P<n>{_NUMBER}[ \t]*x)[ \t]*(?P<a>{_NUMBER}[ \t]*{_UNIT}(?:[ \t]*@[^(,)]*)?)[ \t]*\((?P<b>[^()]*)\)", _SAY,
     lambda m: f"{m['n']} ({m['a'].strip()}, {m['b']})"),
    (rf"(?P<n>{_NUMBER}[ \t]*x)[ \t]*(?P<a>{_NUMBER}[ \t]*{_UNIT})[ \t]*/[ \t]*(?P<b>{_NUMBER}[ \t]*{_UNIT}(?:[ \t]+[a-z]+)?)",
     _SAY, r"\g<n> (\g<a>, \g<b>)"),
    (rf"(?P<n>{_NUMBER}[ \t]*x)[ \t]*(?P<a>{_NUMBER}[ \t]*{_UNIT}(?:[ \t]*@[ \t]*[^(, ]+)?)[ \t]*,?[ \t]*(?P<m>jog|walk|rest|float|r)[ \t]*[= \t][ \t]*(?P<b>{_NUMBER}[ \t]*{_UNIT})(?![\w-])",
     _SAY, lambda m: f"{m['n']} ({m['a'].strip()}, {m['b']} {'rest' if m['m'] == 'r' else m['m']})"),
    (rf"(?P<m>jog|walk|run|rest|easy|float|steady)[ \t]+(?P<a>{_NUMBER}[ \t]*{_UNIT})(?=[ \t]*(?:[,)]|$))", "wrong-order",
     lambda m: f"{m['a']}\x02{m['m']}"),
    (rf"(?<![\w-])(?:of|do)[ \t]+(?={_NUMBER}[ \t]*{_UNIT})", "not-needed", ""),
    (r"[ \t]*\(with[ \t]+", _SAY, " with "),
    (r"(?<=with )(?P<n>[0-9]+)[ \t]*x?[ \t]*strides(?![\w-])", _SAY, r"\g<n> x 20 s strides"),
    (r"(?<![\w-])strides[ \t]*x[ \t]*(?P<n>[0-9]+)$", _SAY, r"strides \g<n> x 20 s"),
    (rf"(?<!with )(?<![\w-])(?P<w>last|first)[ \t]+(?={_NUMBER}[ \t]*{_UNIT}(?![\w-]))", "missing-with", r"with \g<w> "),
    (r"\((?=[0-9.]+(?:[ \t]+[0-9.]+)+[ \t]*(?:km|mi|min|m|s|h)(?![\w-]))", "missing-ladder", "ladder ("),
    (r"(?<![\w{}])n(?=[ \t]*x(?![\w]))", _SAY, "{n}"),
    (r"^([ \t]*(?:workout|routine)[ \t]+[a-z][a-z0-9-]*)[ \t]+\(", _SAY, r"\1("),
    (rf"(?<![\w-])(?!(?:{_KIND}|x|for|if|and|or|not|with|ladder)[ \t])([a-z][a-z0-9-]*)[ \t]+\((?=[^()]*\))", _SAY, r"\1("),
    (r",[ \t]*(?P<g>[+-][^,@]*?(?:a[ \t]+week|weeks))[ \t]+(?P<p>@[ \t]*[^ \t,]+)", "wrong-order",
     lambda m: f" {m['p']},\x02{m['g']}"),
    (rf"(?P<c>climb[ \t]+{_NUMBER}[ \t]*m)[ \t]+(?P<a>at[ \t]+(?:most|least)[ \t]+{_NUMBER}[ \t]*{_UNIT})(?![\w-])",
     "wrong-order", lambda m: f"{m['a']}\x02{m['c']}"),
    # ---- repetitions and ranges
    (r"(?<=[0-9\]])[ \t]*(?:[*×X]|by|times)[ \t]*(?=[0-9(])", _SAY, " x "),
    (r"(?<=[0-9])[ \t]*(?:-[ \t]+>|=>|--+>|>)[ \t]*(?=[0-9])", _SAY, " -> "),
    (rf"(?P<a>{_NUMBER})[ \t]*(?P<u>{_UNIT})[ \t]*(?P<s>->|\.\.|-|to|–)[ \t]*(?P<b>{_NUMBER})[ \t]*(?P=u)(?![\w-])", _SAY,
     lambda m: f"{m['a']} -> {m['b']} {m['u']}" if m["s"] in ("->", "to") else f"{m['a']}..{m['b']} {m['u']}"),
    (r"(?P<w>week|weeks|run|day)[ \t]+(?P<a>[0-9]+)[ \t]*(?:\.\.+|to|until|through)[ \t]*(?P<b>[0-9]+)(?![\w.])", _SAY,
     lambda m: f"{'weeks' if m['w'] == 'week' else m['w']} {m['a']}-{m['b']}"),
    (r"(?P<w>week|weeks|run|day)[ \t]+(?P<a>[0-9]+)[ \t]*(?:and|&|\+)[ \t]*(?P<b>[0-9]+)(?![\w.])", _SAY,
     lambda m: f"{'weeks' if m['w'] == 'week' else m['w']} {m['a']}, {m['b']}"),
    (rf"(?P<a>{_DATE})[ \t]*(?:-|to|until|till|and|\.\.\.|[ \t])[ \t]*(?P<b>{_DATE})", _SAY, r"\g<a>..\g<b>"),
    (rf"(?P<a>{_DATE})[ \t]*(?:-|and|\.\.\.|[ \t]|->|=>|on)[ \t]*(?P<b>{_DATE})", _SAY, r"\g<a> to \g<b>"),
    (rf"(?P<a>{_DATE})[ \t]*(?:-|to|and|for|[ \t])[ \t]*(?P<b>{_DATE})", _SAY, r"\g<a> with \g<b>"),
    (r"(?P<a>(?P<y>[0-9]{4}-)(?P<m>[0-9]{2}-)[0-9]{2})[ \t]*(?:\.\.+|-|to)[ \t]*(?P<b>[0-9]{2})(?![0-9-])", _SAY, r"\g<a>..\g<y>\g<m>\g<b>"),
    (r"(?P<a>[0-9]+:[0-9]{2})[ \t]*(?:-|to)[ \t]*(?P<b>[0-9]+:[0-9]{2})", _SAY, r"\g<a>..\g<b>"),
    (rf"(?<![\w.:-])(?P<a>{_NUMBER})[ \t]*-[ \t]*(?P<b>{_NUMBER})(?=[ \t]*(?:{_UNIT}(?![\w-])|%|x|weeks))", _SAY,
     r"\g<a>..\g<b>"),
    (rf"(?<![\w.:-])(?P<a>{_NUMBER})[ \t]*(?:to|until)[ \t]*(?P<b>{_NUMBER})(?=[ \t]*(?:{_UNIT}(?![\w-])|%|x))", _SAY,
     r"\g<a> -> \g<b>"),
    (rf"(?<![\w.:-])(?P<a>{_NUMBER})[ \t]*(?:to|until|-)[ \t]*(?P<b>{_NUMBER})(?=[ \t]*weeks)", _SAY, r"\g<a>..\g<b>"),
    (r"(?<=[0-9])[ \t]*\.\.\.[ \t]*(?=[0-9])", _SAY, ".."),
    # ---- caps
    (r"(?<![\w-])(?:at[ \t]+max(?:imum)?|atmost|at-most|at[ \t]+the[ \t]+most|up[ \t]+to|no[ \t]+more[ \t]+than|not[ \t]+more[ \t]+than|max(?:imum)?\.?)(?=[ \t]+[0-9{\[])",
     _SAY, "at most"),
    (r"(?<![\w-])(?:at[ \t]+min(?:imum)?|atleast|at-least|at[ \t]+the[ \t]+least|no[ \t]+less[ \t]+than|not[ \t]+less[ \t]+than|minimum|min\.?)(?=[ \t]+[0-9{\[])",
     _SAY, "at least"),
    # ---- comparisons
    (r"=[ \t]*>(?=[ \t]*[0-9])", _SAY, ">="),
    (r"=[ \t]*<(?=[ \t]*[0-9])", _SAY, "<="),
    (r"[<>][ \t]+=(?=[ \t]*[0-9])", _SAY, lambda m: f"{m.group()[0]}="),
    (r"==+", _SAY, "="),
    (r"(?<![\w-])([EMTIR])[ \t]*>=?[ \t]*(?=[0-9]+:)", _SAY, r"\1 slower than "),
    (r"(?<![\w-])([EMTIR])[ \t]*<=?[ \t]*(?=[0-9]+:)", _SAY, r"\1 faster than "),
    (rf"(?<![\w-])between[ \t]+(?P<a>{_NUMBER})[ \t]*(?:and|to)[ \t]*(?P<b>{_NUMBER})", _SAY, r"in \g<a>..\g<b>"),
    (r"(?<=[ (])!(?=[ \t]*[a-z(])", _SAY, "not "),
    (r"(?<=[a-z0-9)])[ \t]*&&?[ \t]*(?=[a-z(!])", _SAY, " and "),
    (r"(?<=[a-z0-9)])[ \t]*\|\|?[ \t]*(?=[a-z(!])", _SAY, " or "),
    (rf"{_FACT}(?:at[ \t]+most|not[ \t]+more[ \t]+than|no[ \t]+more[ \t]+than|max)(?=[ \t]+[0-9])", _SAY, r"\1 <="),
    (rf"{_FACT}(?:at[ \t]+least|not[ \t]+less[ \t]+than|no[ \t]+less[ \t]+than|min)(?=[ \t]+[0-9])", _SAY, r"\1 >="),
    (rf"{_FACT}(?:is[ \t]+)?(?:less[ \t]+than|under|below|fewer[ \t]+than)(?=[ \t]+[0-9])", _SAY, r"\1 <"),
    (rf"{_FACT}(?:is[ \t]+)?(?:more[ \t]+than|over|above|greater[ \t]+than)(?=[ \t]+[0-9])", _SAY, r"\1 >"),
    (r"(?P<a>slower|faster)(?=[ \t]+[0-9])", _SAY, r"\g<a> than"),
    (r"(?<![\w-])(?:unless)(?![\w-])", _SAY, "if not"),
    (r"(?<![\w-])(?:when)(?![\w-])", _SAY, "if"),
    # ---- decimals, units
    (r"(?<![0-9,])[0-9]+,[0-9]{1,2}(?=[ \t]*(?:km|mi|m|min|s|h|%|kg)(?![\w-]))", "bad-number", lambda m: m.group().replace(",", ".")),
    (r"(?<![0-9.])[0-9]{1,3}(?:,[0-9]{3})+(?=[ \t]*(?:km|m|mi)(?![\w-]))", "bad-number", lambda m: m.group().replace(",", "")),
    (r"(?<![\w.])\.(?=[0-9])", "bad-number", "0."),
    (r"(?<=[0-9])\.(?=[ \t]*(?:km|mi|m|min|s|h)(?![\w-]))", "bad-number", ""),
    (r"(?P<h>[0-9]+)[ \t]*(?:h|hr|hrs|hours?)[ \t]*(?:and[ \t]+)?(?P<m>[0-9]+)[ \t]*(?:min|mins|minutes?|m)?(?![\w-])", _SAY, _hours),
    (r"(?P<h>[0-9]+)[ \t]*(?:min|mins|minutes?|')[ \t]*(?:and[ \t]+)?(?P<m>[0-9]{1,2})[ \t]*(?:s|sec|secs|seconds?)(?![\w-])", _SAY,
     lambda m: f"{m['h']}:{int(m['m']):02d}"),
    (r"(?<=[0-9\]}])([ \t]*)-?(?:minutes?|mins?|mns?|MIN|Min)(?![\w-])", _SAY, " min"),
    (r"(?<=[0-9])'(?![\w'])", _SAY, " min"),
    (r"(?<=[0-9\]}])([ \t]*)-?(?:seconds?|secs?|S)(?![\w-])", _SAY, " s"),
    (r"(?<=[0-9\]}])([ \t]*)-?(?:hours?|hrs?|H)(?![\w-])", _SAY, " h"),
    (r"(?<=[0-9\]}])([ \t]*)-?(?:kilomet(?:er|re)s?|kms|k|K|KM|Km|kM|KMs|Kms|kilos?)(?![\w-])", _SAY, " km"),
    (r"(?<=[0-9\]}])([ \t]*)-?(?:miles?|mis|MI|Mi|mls?)(?![\w-])", _SAY, " mi"),
    (r"(?<=[0-9\]}])([ \t]*)-?(?:met(?:er|re)s?|mtrs?|mt|M)(?![\w-])", _SAY, " m"),
    (r"(?<=[0-9\]}])([ \t]*)-?(?:repetitions?|times|rounds?|sets?)(?![\w-])", _SAY, " reps"),
    (r"(?<=[0-9\]}])([ \t]*)(?:kgs|kilograms?|KG|Kg)(?![\w-])", _SAY, " kg"),
    (r"(?<=[0-9\]}])[ \t]*(?:percent|per[ \t]+cent|pct)(?![\w-])", _SAY, "%"),
    (r"(?<=units)[ \t]+(?:kilomet(?:er|re)s?|kms|metric|k|KM)(?![\w-])", _SAY, " km"),
    (r"(?<=units)[ \t]+(?:miles?|imperial|MI)(?![\w-])", _SAY, " mi"),
    (r"(?<=[0-9])[ \t]+(?=1/2(?![0-9]))1/2", _SAY, ".5"),
    (r"(?<![0-9])1/2(?=[ \t]*(?:km|mi|h)(?![\w-]))", _SAY, "0.5"),
    # ---- paces
    (r"(?P<t>[0-9]+:[0-9]{2})[ \t]*(?:min(?:utes?)?)?[ \t]*(?:/|per|a)[ \t]*(?:1[ \t]*)?(?P<u>km|mi|kilomet(?:er|re)|mile|k)(?![\w-])",
     _SAY, lambda m: f"{m['t']}/{'mi' if m['u'][0] == 'm' else 'km'}"),
    (r"(?<![\w.:])(?P<a>[0-9]{1,2})[.'](?P<b>[0-5][0-9])\"?[ \t]*(?:min)?[ \t]*/[ \t]*(?P<u>km|mi)(?![\w-])", _SAY, r"\g<a>:\g<b>/\g<u>"),
    (r"(?<![\w-])(?:at|in|with|=)[ \t]+(?=(?:[EMTIR]|Z[1-9])(?![\w]))", _SAY, "@ "),
    (r"(?<![\w-])(?:at|in)[ \t]+(?=[0-9]+:[0-9]{2}[^ ]*/)", _SAY, "@ "),
    (r"(?<![\w-])(?:at|in)[ \t]+(?=(?:goal|half|marathon|mile|[0-9]+k|RPE|max)(?![\w]))", _SAY, "@ "),
    (r"(?:(?<![\w-])(?:at|in)[ \t]+|@[ \t]*)(?P<p>[A-Za-z0-9]+(?:[ -](?:marathon[ -])?pace)?)(?![\w-])", _SAY, _pace),
    (r"@[ \t]*(?P<z>[emtir]|z[1-9])(?:[ \t]+pace)?(?![\w-])", "capital-letter", _pace_letter),
    (r"(?<=[EMTIRk1-9])[ \t-]+(?:pace|zone)(?![\w-])", "not-needed", ""),
    (r"(?i)@[ \t]*(?:zone|hr)[ \t]*([1-9])(?![\w-])", _SAY, r"@ Z\1"),
    (r"(?<![\w-])(?:rpe|Rpe)(?=[ \t]*[0-9\[])", "capital-letter", "RPE"),
    (r"(?<=@)[ \t]*(?:effort)[ \t]+(?=[0-9])", _SAY, " RPE "),
    (r"(?i)(?<=%)[ \t]*(?:of[ \t]+)?(?:hrmax|maxhr|hr[ \t]+max|max[ \t]+hr|mhr|hr)(?![\w-])", _SAY, " HRmax"),
    (r"(?i)(?<=%)[ \t]*(?:of[ \t]+)?(?:lthr|lt|threshold[ \t]+hr)(?![\w-])", _SAY, " LTHR"),
    (r"(?P<h>HRmax|LTHR)[ \t]+(?P<p>[0-9]+(?:\.\.[0-9]+)?[ \t]*%)", "wrong-order", lambda m: f"{m['p']}\x02{m['h']}"),
    (r"(?<![0-9])(?P<s>[+-])[ \t]*(?P<n>[0-9]+)[ \t]*(?:sec|secs|seconds)(?=[ \t]*/)", _SAY, r"\g<s>\g<n> s"),
    (r"(?<![0-9])(?P<s>[+-])[ \t]*(?P<n>[0-9]+)[ \t]*s?(?:[ \t]+(?:per|a)[ \t]+(?P<u>km|mi))", _SAY, r"\g<s>\g<n> s/\g<u>"),
    (r"(?<![0-9])(?P<s>[+-])[ \t]*(?P<n>[0-9]+)(?:[ \t]*s)?(?=[ \t]*(?:[,)+]|key|optional|if|\"|$))", "missing-unit-of-offset", r"\g<s>\g<n> s/km"),
    (r"(?P<p>goal|half|marathon|mile|[0-9]+k|[EMTIR])[ \t]+(?P<n>[0-9]+[ \t]*s[ \t]*/)", "missing-sign-of-offset", r"\g<p> +\g<n>"),
    (r"(?P<n>[0-9]+)[ \t]*s?[ \t]*(?P<u>/[ \t]*(?:km|mi))[ \t]+(?P<w>slower|faster)[ \t]+than[ \t]+(?P<p>goal|half|marathon|[0-9]+k|[EMTIR])", _SAY,
     lambda m: f"{m['p']} {'+' if m['w'] == 'slower' else '-'}{m['n']} s{m['u']}"),
    (r"->[ \t]*(?P<n>[0-9]+)[ \t]*s[ \t]*/", "missing-sign-of-offset", r"-> +\g<n> s/"),
    # ---- growth and cutbacks
    (r"(?P<a>[+-]?[0-9.]+[ \t]*(?:%|km|mi|min|h))[ \t]*(?:every[ \t]+week|each[ \t]+week|per[ \t]+week|/[ \t]*(?:week|wk)|weekly|a[ \t]+wk|a[ \t]+weak|every[ \t]+weeks?)(?![\w-])",
     _SAY, r"\g<a> a week"),
    (r"(?P<c>,[ \t]*)(?P<a>[0-9.]+[ \t]*(?:%|km|mi|min|h))[ \t]+(?=a[ \t]+week|every[ \t]+[0-9])", "missing-plus", r"\g<c>+\g<a> "),
    (r"(?P<c>,[ \t]*)(?:up|plus|growth|increase|grow(?:ing)?|add(?:ing)?)(?:[ \t]+by)?[ \t]+(?=[0-9])", _SAY, r"\g<c>+"),
    (r"(?<![\w-])(?:every[ \t]+second|every[ \t]+other)[ \t]+week(?![\w-])", _SAY, "every 2 weeks"),
    (r"(?<![\w-])every[ \t]+third[ \t]+week(?![\w-])", _SAY, "every 3 weeks"),
    (r"(?<![\w-])every[ \t]+(?:fourth|4th)[ \t]+week(?![\w-])", _SAY, "every 4 weeks"),
    (r"(?<![\w-])(?:deload|recovery[ \t]+week|down[ \t]+week|cut-back|cut[ \t]+back|cutbacks)(?=[ \t:])", _SAY, "cutback"),
    (r"(?P<a>cutback[ \t]+[0-9.]+)(?=[ \t]+every)", "missing-percent", r"\g<a>%"),
    (r"(?<=%)[ \t]+(?:of[ \t]+)?(?:the[ \t]+)?(?:weekly|total|volume|mileage|week's|weeks)(?:[ \t]+(?:volume|mileage|total))?(?![\w-])", _SAY, " of week"),
    (r"(?<=%)[ \t]+(?:of[ \t]+)?(?:the[ \t]+)?(?:peak|max)(?:imum)?[ \t]*(?:volume|week|mileage)?(?![\w-])", _SAY, " of peak"),
    (r"(?<=%)[ \t]+(?:of[ \t]+)?(?:the[ \t]+)?long[ \t]+run(?![\w-])", _SAY, " of long"),
    (r"(?<=[a-z])([ \t]+[0-9.]+[ \t]*%)(?=[ \t]+at[ \t]+(?:most|least)[ \t])", _SAY, r"\1 of week"),
    # ---- selectors
    (r"(?i)(?<![\w-])(?P<n>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?=[ \t]*(?:weeks?|days?|x|:|km|mi|min|,|$))", _SAY, _count),
    (r"(?i)(?<=day )(?P<n>one|two|three|four|five|six|seven|eight|nine|ten)(?![\w-])", _SAY, _count),
    (rf"(?<![\w.])(?P<l>{_NUMBER}(?:,[ \t]+{_NUMBER})+)(?=[ \t]*(?:{_UNIT}|x|%)(?![\w-]))", _SAY,
     lambda m: f"[{m['l'].replace(',', '')}]"),
    (r"^([ \t]*)(odd|even|cutback)[ \t]+week(?=[ \t]*:)", _SAY, r"\1\2 weeks"),
    (r"^([ \t]*)last[ \t]+weeks(?=[ \t]*:)", _SAY, r"\1last week"),
    (r"^([ \t]*)(?:final)[ \t]+(?=week|[0-9])", _SAY, r"\1last "),
    (r"(?<![\w-])last[ \t]+([0-9]+)[ \t]+week(?=[ \t]*:)", _SAY, r"last \1 weeks"),
    (r"^([ \t]*)first[ \t]+week(?=[ \t]*:)", _SAY, r"\1week 1"),
    (r"^([ \t]*)first[ \t]+([0-9]+)[ \t]+weeks?(?=[ \t]*:)", _SAY, lambda m: f"{m[1]}weeks 1-{m[2]}"),
    (r"([0-9]+[ \t]+(?:weeks?|days?))[ \t]+(?:before(?:[ \t]+(?:the[ \t]+)?race)?|to[ \t]+go|to[ \t]+race|prior|early|until[ \t]+race)(?=[ \t]*:)", _SAY, r"\1 out"),
    (r"([0-9]+[ \t]+days?)[ \t]+(?:later|post|after[ \t]+(?:the[ \t]+)?race)(?=[ \t]*:)", _SAY, r"\1 after"),
    (r"race(?:-day|day)(?=[ \t]*:)", _SAY, "race day"),
    (r"^([ \t]*)race[ \t]+week(?=[ \t]*:)", _SAY, r"\g<1>0 weeks out"),
    (r"^([ \t]*)(?:the[ \t]+)?day[ \t]+before(?:[ \t]+(?:the[ \t]+)?race)?(?=[ \t]*:)", _SAY, r"\g<1>1 day out"),
    (r"^([ \t]*)(?:the[ \t]+)?day[ \t]+after(?:[ \t]+(?:the[ \t]+)?race)?(?=[ \t]*:)", _SAY, r"\g<1>1 day after"),
    (r"^([ \t]*)(weeks?[ \t]+[0-9][0-9, -]*)[ \t]+(?:of|in)[ \t]+([a-z][a-z0-9-]*)(?=[ \t]*:)", _SAY, r"\1in \3 \2"),
    (r"^([ \t]*in[ \t]+[a-z][a-z0-9-]*)[ \t]*:[ \t]*(weeks?[ \t]+[0-9][0-9, -]*|(?:odd|even|cutback)[ \t]+weeks|last[ \t]+week)(?=[ \t]*:)", _SAY, r"\1 \2"),
    (r"^([ \t]*)weeks?[ \t]+([0-9]+)[ \t]*(?:,|and|&)[ \t]*weeks?[ \t]+([0-9]+)(?=[ \t]*:)", _SAY, r"\1weeks \2, \3"),
    (r"^([ \t]*)in[ \t]+(weeks?[ \t])", _SAY, r"\1\2"),
    (r"^([ \t]*)in[ \t]+([a-z][a-z0-9-]*)[ \t]+([0-9]+)(?=[ \t]*:)", _SAY, r"\1in \2 week \3"),
    (r"^([ \t]*)(?!(?:from|after|until|before|since|race|phase|in|by|to)[ \t])([a-z][a-z0-9-]*)[ \t]+(weeks?[ \t]+[0-9][0-9, -]*)(?=:)", _SAY, r"\1in \2 \3"),
    (r"^([ \t]*)(?:phase|during)[ \t]+([a-z][a-z0-9-]*)(?=[ \t]*:)", _SAY, r"\1in \2"),
    (r"^([ \t]*)(?:on|date)[ \t]+(?=[0-9]{4}-)", _SAY, r"\1"),
    (r"^([ \t]*)(?:since|after|starting|beginning)[ \t]+(?=[0-9]{4}-)", _SAY, r"\1from "),
    (r"^([ \t]*)w(?:k|eek)?[ \t]*([0-9]+)(?=[ \t]*:)", _SAY, r"\1week \2"),
    (r"^([ \t]*)(?P<s>(?:in[ \t]+[a-z][a-z0-9-]*[ \t]+)?weeks?[ \t]+[0-9]+(?:[ \t]*[-,][ \t]*[0-9]+)*|(?:odd|even|cutback)[ \t]+weeks|last[ \t]+(?:[0-9]+[ \t]+weeks|week)|[0-9]+[ \t]+(?:weeks?|days?)[ \t]+(?:out|after)|race[ \t]+day|every[ \t]+[0-9]+[ \t]+weeks|" + _DATE + r")[ \t]*[;,.=-]?[ \t]+(?=[a-z+])",
     "missing-colon", r"\1\g<s>: "),
    # ---- dates and times
    (r"(?<![\w-])(?P<d>[0-9]{1,2})\.[ \t]*(?P<m>[0-9]{1,2})\.[ \t]*(?P<y>[0-9]{4})(?![\w-])", "bad-date-form", lambda m: _date(m["y"], m["m"], m["d"])),
    (r"(?<![\w-])(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})(?![\w-])", "bad-date-form", lambda m: _date(m["y"], m["m"], m["d"])),
    (r"(?<![\w-])(?P<a>[0-9]{1,2})[/-](?P<b>[0-9]{1,2})[/-](?P<y>[0-9]{4})(?![\w-])", "bad-date-form", _slashed),
    (r"(?i)(?<![\w-])(?P<d>[0-9]{1,2})(?:st|nd|rd|th|\.)?[ \t-]+(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?[ \t-]+(?P<y>[0-9]{4})(?![\w-])",
     "bad-date-form", _named_month),
    (r"(?i)(?<![\w-])(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[ \t]+(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?,?[ \t]+(?P<y>[0-9]{4})(?![\w-])",
     "bad-date-form", _named_month),
    (r"(?i)(?<![\w:])(?P<h>[0-9]{1,2})(?:[:.](?P<m>[0-9]{2}))?[ \t]*(?P<half>am|pm)(?![\w-])", _SAY, _o_clock),
    (r"(?<![\w.:])(?P<h>[0-9]{1,2})[.h](?P<m>[0-5][0-9])(?![\w.])", _SAY, r"\g<h>:\g<m>"),
    (r"^([ \t]*)at[ \t]+([0-9]{1,2})$", _SAY, lambda m: f"{m[1]}at {int(m[2]):02d}:00" if int(m[2]) < 24 else None),
    # ---- races, paces of a race
    (r"(?i)(?<![\w-])half[ \t]*[-_]?[ \t]*marathon(?![\w-])", _SAY, "half marathon"),
    (r"(?<![\w-])(?:full[ \t-]+marathon|FM)(?![\w-])", _SAY, "marathon"),
    (r"(?<![\w-])(?:HM|hm)(?![\w-])", _SAY, "half marathon"),
    (r"(?<![\w.])([0-9]+)[ \t]*K(?![\w-])", "capital-letter", r"\1k"),
    (r"(?<![\w.])([0-9]+)[ \t]+k(?![\w-])", _SAY, r"\1 km"),
    # ---- a runner's lines
    (r"(?<![\w-])weekly(?=[ \t]+volume)", _SAY, "week"),
    (r"(?<=[0-9a-z])[ \t]*(?:per[ \t]+(?:leg|arm|hand|foot)|(?:each|a|on[ \t]+each)[ \t]+(?:side|leg|arm)|/[ \t]*side)(?![\w-])", _SAY, " per side"),
    (r"\{[ \t]*([a-z][a-z0-9-]*)(?=[ \t]*x(?![\w])|[ \t]+[a-z0-9(]|$)", "missing-brace", r"{\1}"),
    (r"\{[ \t]*([A-Za-z][A-Za-z0-9-]*)[ \t]*\}", "capital-letter", _lower),
    (r"^([ \t]*)(weeks?[ \t]+[0-9][0-9, -]*|(?:odd|even|cutback)[ \t]+weeks|last[ \t]+week)[ \t]*:[ \t]*in[ \t]+([a-z][a-z0-9-]*)(?=[ \t]*:)",
     _SAY, r"\1in \3 \2"),
    (r"^([ \t]*)([^:]*[^:, \t])[ \t]+(?:in|on|during)[ \t]+(weeks?[ \t]+[0-9][0-9, -]*|(?:odd|even|cutback)[ \t]+weeks|(?:the[ \t]+)?last[ \t]+week)[ \t]*$",
     "wrong-order", lambda m: f"{m[1]}{m[3].strip()}:\x02{m[2]}"),
    (r"^([ \t]*)([^:]*[^:, \t])[ \t]+(?:in|during)[ \t]+([a-z][a-z0-9-]*)[ \t]*$", "wrong-order",
     lambda m: f"{m[1]}in {m[3]}:\x02{m[2]}"),
    (r"(?<=[0-9])[ \t]*bpm(?![\w-])", "not-needed", ""),
    (r"^([ \t]*)(?:tz|time-zone|time[ \t]+zone)(?=[ \t])", _SAY, r"\1timezone"),
    (r"^([ \t]*)(?:recent|pb|pr|time)(?=[ \t]+(?:[0-9]|half|marathon|mile))", _SAY, r"\1result"),
    (r"^([ \t]*)(?:sick|illness)(?=[ \t]+[0-9])", _SAY, r"\1ill"),
    (r"^([ \t]*)(?:injury)(?=[ \t]+[0-9])", _SAY, r"\1injured"),
    (r"^([ \t]*)(?:vacation|holidays?|off|travel)(?=[ \t]+[0-9]{4})", _SAY, r"\1away"),
    (r"^([ \t]*)skip[ \t]+([0-9][^ \t]*)$", _SAY, r"\1\2: rest"),
    (r"^([ \t]*)repeat[ \t]+week[ \t]+([0-9]+)[ \t]+of[ \t]+([a-z][a-z0-9-]*)", _SAY, r"\1repeat \3 week \2"),
    (r"^([ \t]*)repeat[ \t]+([a-z][a-z0-9-]*)[ \t]+([0-9]+)[ \t]*$", _SAY, r"\1repeat \2 week \3"),
    (r"^([ \t]*)(move|swap)([ \t]+)(\w+(?:-[0-9-]+)?)[ \t]+(?:->|=>|and|with|to|for|on|onto|[ \t])[ \t]*(?=[a-z0-9])", _SAY,
     lambda m: f"{m[1]}{m[2]} {m[4]} {'to' if m[2] == 'move' else 'with'} "),
    (r"^([ \t]*)cycle[ \t]+(?:of[ \t]+)?([0-9]+)(?:[ \t]+days?)?", _SAY, r"\1cycle \2 days"),
    (r"^([ \t]*)shortest(?=[ \t]+[0-9])", _SAY, r"\1shortest run"),
    (r"^([ \t]*)rule[ \t]+([a-z-]+)[ \t]+(?:max[ \t]+|<=?[ \t]*)?(?=[0-9])", _SAY, r"\1rule \2 at most "),
    (r"^([ \t]*)needs[ \t]+(weekly|peak|longest|days)[ \t]+(?=[0-9])", _SAY, r"\1needs \2 >= "),
    (r"^([ \t]*)(?:ranges)[ \t]+(?:avg|average|mean|mid)(?![\w-])", _SAY, r"\1ranges middle"),
    (r"^([ \t]*)(?:expects|expected|expectations?|goals)[ \t]*:?$", _SAY, r"\1expect"),
    (r"^([ \t]*)(?:import|include)(?=[ \t]+\")", _SAY, r"\1use"),
    (r"^([ \t]*)(?:athlete|name)(?=[ \t]+\")", _SAY, r"\1runner"),
    (r"^([ \t]*)(?:mileage)(?=[ \t])", _SAY, r"\1volume"),
    (r"^([ \t]*)(?:block|section|stage|cycle)(?=[ \t]+[a-z])", _SAY, r"\1phase"),
    (r"^([ \t]*phase[ \t]+[a-z][a-z0-9-]*(?:[ \t]+\"\x01*\")?)[ \t]*[,:(][ \t]*([0-9.]+[ \t]+weeks?)[ \t]*\)?[ \t]*:?", _SAY, r"\1 \2"),
    (r"^([ \t]*phase[ \t]+[a-z][a-z0-9-]*(?:[ \t]+\"\x01*\")?[ \t]+[0-9.]+)(?:[ \t]*w(?:ks?)?|[ \t]+wks?)(?![\w-])", _SAY, r"\1 weeks"),
    (r"^([ \t]*phase[ \t]+[a-z][a-z0-9-]*(?:[ \t]+\"\x01*\")?[ \t]+[0-9.]+)[ \t]*$", "missing-weeks", r"\1 weeks"),
    (r"^([ \t]*(?:plan|phase|race|workout|routine|expect|runner|use)(?:[ \t].*)?)[ \t]*:$", _SAY, r"\1"),
    (r"^([ \t]*phase[ \t]+[a-z][a-z0-9-]*)[ \t]+after[ \t]+([a-z][a-z0-9-]*)[ \t]+([0-9.]+[ \t]+weeks?)", "wrong-order",
     lambda m: f"{m[1]} {m[3]}\x02after {m[2]}"),
]  # fmt: skip
