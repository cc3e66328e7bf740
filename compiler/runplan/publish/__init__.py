"""`runplan publish`: a runner's calendar on a CalDAV server is made to be what the plan says.

    Plan ─ emit.ics.events ─▶ Events ┐
    server ─ server.look ─▶ Stored   ┴─ changes.plan_changes ─▶ Changes ─ apply.apply_changes ─▶ Outcome

`stored` and `changes` are pure; only `server` and `password` touch the world, and `apply` through `server`.
`docs/decisions/publish.md` says what was weighed.
"""
