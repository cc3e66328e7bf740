"""Wording for problems of `runplan publish`: found by `publish` and `cli`."""

from runplan.diagnostics.wording.code import Code, error, warning

CODES: dict[str, Code] = {
    # ---- before anything is asked
    "publish-needs-extra": error(
        "to publish, the package `{what}` is missing", help="install it with `pip install 'runplan[publish]'`"
    ),
    "password-in-project": error(
        "`{key}` in the project's file holds a password",
        help="take it out, and if the file was ever shared change it; `runplan publish --help` says where it goes",
    ),
    "bad-publish-setting": error("`{key}` {what}"),
    "no-caldav-password": error(
        "there is no password for `{user}` at `{host}`",
        help="put it into the keyring with `keyring set {service} {user}`, or into {variable}",
    ),
    "calendar-of-several": error(
        "`{first}` and `{second}` would both go into the calendar `{name}`",
        help="give each runner a calendar: `{{name}}` and `{{id}}` in its name stand for the runner's",
    ),
    # ---- what the server says
    "caldav-unreachable": error("`{host}` cannot be reached: {why}"),
    "caldav-login-failed": error("`{host}` does not let `{user}` in: {why}"),
    "no-caldav": error("there is no CalDAV at `{url}`: {why}"),
    "which-calendar": error("`{user}` has {what} called `{name}`"),
    # ---- what became of it
    "publish-unfinished": error("`{name}` is not what the plan says: {what}", help="{way}"),
    "event-not-ours": warning(
        "in `{name}` {what} that runplan did not make",
        help="delete in the calendar what was imported there by hand, or publish into a calendar of its own",
    ),
}
