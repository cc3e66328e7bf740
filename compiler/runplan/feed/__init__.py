"""A runner's calendar as a feed: a folder of files for any static host, under a name that nobody can guess.

    names.py     the addresses: tokens from the project's feed key, and the address that they stand under
    feed.py      a `Plan` becomes the files of its folder
    pages.py     the page that a runner subscribes on, its QR code, and what stands at the top of the folder
    settings.py  what the project's file says of feeds
    manifest.py  what is in a folder, with an ETag each, and whether we made it

Pure functions of values; `cli/feed.py` reads and writes.
"""
