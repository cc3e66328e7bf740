"""Wording for problems of calendars of any origin: found by `calendar.lint`, by the letter of RFC 5545 and 7986."""

from runplan.diagnostics.wording.code import Code, error, info, warning

CODES: dict[str, Code] = {
    # ---- lines
    "ics-line-end": error(
        "a line does not end in CR and LF",
        "ends in something else",
        "write `\\r\\n` at the end of every line, and open the file without translation of line ends",
    ),
    "ics-last-line-end": error(
        "the last line has no end", "nothing follows", "write CR and LF behind it too"
    ),
    "ics-line-too-long": warning(
        "the line has {octets:,} octets, and 75 is the limit",
        "too long",
        "fold it: break the line, and begin the next one with a space",
    ),
    "ics-fold-in-character": error(
        "the line is folded inside a character",
        "half of it",
        "count octets when folding, and cut between characters",
    ),
    "ics-fold-in-escape": warning(
        "the line is folded between a backslash and what it belongs to",
        "cut here",
        "fold one octet earlier",
    ),
    "ics-empty-line": error(
        "there is an empty line", "nothing here", "take it out; a line break in a text is `\\n`"
    ),
    "ics-control-character": error(
        "there is a control character, the octet {octet}",
        "cannot be seen",
        "take it out; a line break in a text is `\\n`",
    ),
    "ics-odd-character": warning(
        "the character {character} is the end of a line to some programs, and nothing to others",
        "cannot be seen",
        "take it out; a line break in a text is `\\n`",
    ),
    "ics-not-utf8": error(
        "the octet {octet} is not text in UTF-8", "this octet", "save the calendar as UTF-8"
    ),
    "ics-byte-order-mark": error(
        "the file begins with a byte-order mark", "stands before `BEGIN`", "save it as UTF-8 without one"
    ),
    "ics-bad-line": error(
        "the line {what}",
        "no property",
        "a property is `NAME:value`; if this belongs to the text before it, that line break is written `\\n`",
    ),
    "ics-bad-parameter": error(
        "a parameter cannot be read: {why}",
        "this parameter",
        "it is `;NAME=value`, and the value stands in quotes if it holds `:`, `;` or `,`",
    ),
    # ---- structure
    "ics-too-long": error("the file is longer than {most} megabytes, and no calendar that programs read is"),
    "ics-no-calendar": error(
        "the file holds no calendar", "begins otherwise", "a calendar begins with a line `BEGIN:VCALENDAR`"
    ),
    "ics-outside-calendar": error(
        "the line stands outside of any calendar",
        "belongs to nothing",
        "everything stands between `BEGIN:VCALENDAR` and `END:VCALENDAR`",
    ),
    "ics-not-closed": error(
        "{where}, and {names} {are} not closed", "", "each `BEGIN` has an `END` of the same name"
    ),
    "ics-end-without-begin": error(
        "`END:{name}` closes nothing: {open}",
        "no such `BEGIN`",
        "each `END` has a `BEGIN` of the same name before it",
    ),
    "ics-misplaced-component": error("a `{name}` cannot stand in a `{component}`", "not here"),
    "ics-unknown-component": warning(
        "no standard knows a component `{name}`", "not known", "a name of your own begins with `X-`"
    ),
    "ics-no-component": error(
        "the calendar is empty", "holds no component", "it has at least one event, task or the like"
    ),
    "ics-several-calendars": warning(
        "a second calendar begins in the file",
        "begins here",
        "put all entries into one, or each calendar into its own file",
    ),
    "ics-property-after-component": error(
        "`{name}` of the `{component}` stands after a `{inner}`",
        "too late",
        "first come all properties, then what stands inside",
    ),
    # ---- properties
    "ics-property-missing": error("the `{component}` lacks {names}", "begins here"),
    "ics-property-twice": error("a `{component}` has one `{name}`, and this is another", "the second one"),
    "ics-property-misplaced": error("`{name}` is no property of a `{component}`", "not here"),
    "ics-unknown-property": warning(
        "no standard knows a property `{name}`", "not known", "a name of your own begins with `X-`"
    ),
    "ics-rules-twice": warning(
        "the `{component}` has two rules of repetition",
        "the second one",
        "make two series of it, each with its own UID",
    ),
    # ---- parameters
    "ics-unknown-parameter": warning(
        "no standard knows a parameter `{name}`", "not known", "a name of your own begins with `X-`"
    ),
    "ics-parameter-twice": error("there are two parameters `{name}`", "the second one"),
    "ics-parameter-misplaced": warning(
        "`{name}` says nothing about a `{property}`", "not here", "take it out"
    ),
    "ics-parameter-unquoted": error(
        "the value of `{name}` has to stand in quotes: {why}", "no quotes", 'write `{name}="..."`'
    ),
    # ---- types
    "ics-value-required": error(
        "`{name}` has to say the type of its value: {types}", "without `VALUE`", "write `{name};VALUE=...:`"
    ),
    "ics-value-not-allowed": error(
        "a `{name}` is never of the type `{type}`", "not this one", "it is {types}"
    ),
    "ics-value-mismatch": error(
        "`{value}` is of the type `{type}`, and this `{name}` is one of the type `{said}`",
        "of another type",
        "write `{name};VALUE={type}:{value}`, or a `{said}`",
    ),
    "ics-encoding": error(
        "`{name}` is of the type `{said}`, and its `ENCODING` is `{encoding}`",
        "do not go together",
        "a file inside the calendar is `;ENCODING=BASE64;VALUE=BINARY`, an address has neither",
    ),
    "ics-bad-date": error(
        "`{value}` is no {type}", "not in the calendar, or not on the clock", "such as `{example}`"
    ),
    "ics-bad-duration": error(
        "`{value}` is no duration", "cannot be read", "such as `PT1H30M`, `-PT15M`, `P1D` or `P2W`"
    ),
    "ics-bad-period": error(
        "`{value}` is no period: {why}",
        "cannot be read",
        "such as `20270411T083000Z/PT1H` or `.../20270411T093000Z`",
    ),
    "ics-bad-offset": error(
        "`{value}` is no difference to UTC",
        "cannot be read",
        "such as `+0100`, `-0330` or `+0000`; `-0000` is none",
    ),
    "ics-bad-number": error("`{value}` is not {type}", "cannot be read"),
    "ics-out-of-range": error("`{name}` goes from {least:,} to {most:,}", "beyond that"),
    "ics-bad-uri": error("the address cannot be used: {why}", "here"),
    "ics-bad-binary": error("the value is not in Base64", "cannot be read", "encode the file once more"),
    "ics-bad-color": error(
        "`{value}` is no name of a colour",
        "not known",
        "such as `seagreen`: the names of CSS, and no figures",
    ),
    "ics-wrong-word": error("`{value}` is nothing that `{name}` can be", "not one of them", "it is {words}"),
    "ics-unknown-word": warning("no standard knows `{value}` for `{name}`", "not known"),
    # ---- texts
    "ics-unescaped": error(
        "a `{sign}` in the text has no backslash", "ends the text for some programs", "write `\\{sign}`"
    ),
    "ics-bad-escape": error(
        "`{escape}` means nothing",
        "this backslash",
        "a backslash itself is `\\\\`; only `\\\\`, `\\;`, `\\,` and `\\n` mean something",
    ),
    "ics-backslash-n": warning(
        "a backslash stands before an n, and some programs make a line break of the two",
        "read in two ways",
        "use a slash",
    ),
    # ---- times
    "ics-floating": info(
        "the time belongs to no time zone, so it is another moment for everyone who travels",
        "local to whoever looks",
        "write it in UTC with a `Z`, or with a `TZID`",
    ),
    "ics-not-utc": error(
        "`{name}` has to be in UTC", "no UTC", "such as `20270411T083000Z`, without a `TZID`"
    ),
    "ics-utc-with-tzid": error(
        "the time is in UTC, and names the time zone `{zone}`", "one of the two", "drop the `Z` or the `TZID`"
    ),
    "ics-date-with-tzid": error("a day has no time zone", "a `TZID` for a day", "drop the `TZID`"),
    "ics-tzid-undefined": error(
        "the calendar does not say what the time zone `{zone}` is",
        "used here",
        "add its `VTIMEZONE`, or write the times in UTC",
    ),
    "ics-tzid-twice": error("the time zone `{zone}` is told twice", "the second one"),
    "ics-timezone-empty": error(
        "the time zone says no time", "begins here", "it has at least one `STANDARD` or `DAYLIGHT`"
    ),
    "ics-timezone-start": error(
        "`{name}` of a `{component}` is a local time", "has a zone", "drop the `Z` or the `TZID`"
    ),
    "ics-end-before-start": error(
        "the `{component}` ends {how} its start",
        "the end",
        "{way}; what takes no time has no `{name}`",
    ),
    "ics-end-type": error(
        "`{name}` is {end}, and `DTSTART` is {start}", "of another kind", "write both in the same way"
    ),
    "ics-end-and-duration": error(
        "there is a `DURATION` beside the `{end}`", "one too many", "keep one of the two"
    ),
    "ics-start-missing": error(
        "`{name}` counts from a `DTSTART`, and the `{component}` has none", "from when?"
    ),
    "ics-negative-duration": error("`{value}` is a duration below zero", "goes back", "take the minus out"),
    "ics-duration-of-day": error(
        "what begins on a day lasts for whole days, and `{value}` is none",
        "hours and minutes",
        "such as `P1D` or `P1W`",
    ),
    # ---- repetition
    "ics-bad-rule": error(
        "the rule cannot be followed: {why}", "this part", "such as `FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10`"
    ),
    "ics-until": error("`UNTIL` is to be {wanted}, and `{value}` is something else", "the end of the rule"),
    "ics-rule-misses-start": warning(
        "the rule has no room for its own start, whose `{part}` is `{own}`",
        "leaves out the start",
        "let `DTSTART` be the first time that the rule finds",
    ),
    "ics-exdate-type": warning(
        "the exceptions are {has}, and the series begins with {starts}, so they find nothing",
        "of another kind",
        "write them as `DTSTART` is written",
    ),
    "ics-recurrence-id-type": error(
        "`RECURRENCE-ID` is {by}, and the series begins with {start}",
        "of another kind",
        "write it as `DTSTART` is written",
    ),
    # ---- who is who, alarms
    "ics-uid-twice": error(
        "the UID `{uid}` is that of another entry already",
        "not the only one",
        "give each entry a UID of its own",
    ),
    "ics-method": warning(
        "`METHOD:{method}` makes a message of the calendar: some programs ask whether to accept it",
        "not for a file or a feed",
        "take it out, unless it is sent as an invitation",
    ),
    "ics-repeat-alone": error("an alarm with `{name}` needs a `{other}`", "only one of the two"),
    "ics-trigger-nowhere": error(
        "the alarm counts from {end} of the `{component}`, which has none", "from when?", "add {needed}"
    ),
}
