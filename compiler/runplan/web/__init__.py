"""Feeds over HTTP, from the memory of one process: what `runplan serve` answers.

    shelf.py        what there is to read: a mapping of paths to finished answers; nothing else can be asked for
    answer.py       a request and a shelf become an answer
    conditional.py  whether the reader has the newest state already
    live.py         the page of a preview, which is read anew when it changes
    limits.py       how much one reader may ask for
    server.py       connections: h11 reads and writes HTTP, asyncio the sockets

All but the last are pure functions of values. A shelf never changes: a new state is a new shelf in the place of the old one, so an
answer is of one state from its first octet to its last. `cli/serve.py` fills the shelves; nobody else imports this package.
"""
