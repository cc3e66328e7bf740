"""Texts that have broken calendars before, and five hundred made of their pieces, always the same."""

import random

PIECES = (
    "BEGIN:VEVENT",
    "END:VEVENT",
    "END:VCALENDAR",
    "BEGIN:VALARM\r\nTRIGGER:-PT1M\r\nEND:VALARM",
    "\nDTSTART:20200101T000000Z",
    "\r\nRRULE:FREQ=DAILY",
    "\rATTACH:file:///etc/passwd",
    "\n SUMMARY:folded",
    "\n\tSUMMARY:folded",
    "\n",
    "\n\n\n",
    "\r\n",
    "\r",
    "\x0b",
    "\x0c",
    "\x85",
    "\u2028",
    "\u2029",
    "\x00",
    "\x07",
    "\x1b[31m",
    "\x7f",
    "\x9b",
    "\ufeff",
    "\ud800",
    "\udfff\ud83d",
    "\ufffe",
    "\U0010ffff",
    "\t",
    " ",
    "   ",
    "\u00a0",
    "\u3000",
    "\\",
    "\\\\",
    "\\\\\\",
    "\\;",
    "\\,",
    "\\:",
    ";",
    ",",
    ";;,,",
    ":",
    '"',
    '"quoted;text"',
    "^n^^^'",
    "%0D%0A",
    "&lt;br&gt;",
    "<b>bold</b>",
    "{{ 7 * 7 }}",
    "\U0001f3c3\u200d\u2640\ufe0f",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "\U0001f1f5\U0001f1f9",
    "e\u0301",
    "Z\u0351\u0352\u0353a\u0300\u0301\u0302l\u0330\u0331go",
    "\u05e8\u05d9\u05e6\u05d4 \u05e7\u05dc\u05d4",
    "\u202eright to left\u202c",
    "\u2067\u0627\u0644\u062c\u0631\u064a\u2069",
    "\u8d70\u308b\u8857\u9053",
    "\u200b",
    "caf\u00e9",
    "Ti\u1ebfn l\u00ean",
    "6 x 400 m @ I, 400 m jog; easy",
    "https://example.org/?a=1;b=2,3&c=%20#f",
    "x" * 74,
    "y" * 75,
    "\u00e9" * 37,
    "\U0001f3c3" * 19,
    "\\" * 73,
    "a very long walk " * 30,
)

CLASSICS = (
    "",
    " ",
    "\n",
    "\\",
    "n",
    "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\r\nDTSTART:20200101\r\nSUMMARY:evil",
    "\u2028END:VEVENT\u2028",
    "\x85BEGIN:VEVENT",
    "a\\\nb",
    "a\n\\b",
    "\\;\\,\\\\",
    "x" * 10_000,
    "\u00e9" * 10_000,
    "\U0001f600" * 5_000,
    "\\" * 5_001,
    ";,\n" * 3_000,
)


def texts(count: int = 500) -> list[str]:
    """The classics, every piece alone, and random compositions of one to eight pieces."""
    draw = random.Random(20270411)
    made = [*CLASSICS, *PIECES]
    while len(made) < count:
        made.append("".join(draw.choice(PIECES) for _ in range(draw.randint(1, 8))))
    return made[:count]


def has_backslash_n(text: str) -> bool:
    """A backslash before n or N: right in the file, yet a line break to readers that replace `\\n` first."""
    return "\\n" in text.lower()
