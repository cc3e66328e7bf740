"""Wording for problems of feeds: found by `feed` and the command line."""

from runplan.diagnostics.wording.code import Code, error

CODES: dict[str, Code] = {
    "feed-without-url": error(
        "a feed needs the address that its folder will have",
        help='add `--url https://...`, or `[feed]` with `url = "https://..."` to `runplan.toml`',
    ),
    "bad-feed-url": error(
        "`{url}` is no address that calendar programs can fetch feeds from",
        help="it is the folder's: `https://example.org/calendars/`, without `?`, `#` or a user's name",
    ),
    "bad-feed-setting": error("in the project file, {what}", help="{way}"),
    "bad-feed-key": error(
        "the feed key in `{where}` is {what}",
        help="put back the old one, which keeps every runner's address; a new one is text of {least} characters or more",
    ),
    "feed-holds-project": error(
        "`{path}` holds the project itself, and all of it would be published",
        help="choose a folder of its own: `--feed public`",
    ),
    "feed-needs-extra": error(
        "to draw the QR codes of feeds, the package `{what}` is missing",
        help="`pip install 'runplan[feed]'` brings it",
    ),
    "serve-needs-extra": error(
        "to serve feeds, the package `{what}` is missing",
        help="`pip install 'runplan[serve]'` brings it",
    ),
    "cannot-listen": error("`{place}` cannot be listened on: {why}"),
}
