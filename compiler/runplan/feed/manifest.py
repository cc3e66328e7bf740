"""The manifest of a feed's folder: what is in it, with an ETag each, and a proof that we made it.

It stands inside the folder, whose name is a secret: a list of all folders at a place that everybody knows would give
them all away.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256

from runplan.record import Record

NAME = "manifest.json"
FORMAT = 1


class Manifest(Record):
    """`files` are the names beside it; `proof` and `collection` are as in `names.py`."""

    proof: str
    collection: str
    files: tuple[str, ...]


def etag(data: bytes) -> str:
    """The strong ETag of a file, with its quotes."""
    return f'"{sha256(data).hexdigest()[:32]}"'


def render_manifest(proof: str, collection: str, files: Mapping[str, bytes]) -> bytes:
    """The manifest of a folder that holds `files`."""
    listed = {name: {"etag": etag(data), "length": len(data)} for name, data in sorted(files.items())}
    document = {
        "format": FORMAT,
        "kind": "feed",
        "proof": proof,
        "collection": collection,
        "files": listed,
    }
    return (json.dumps(document, indent=2) + "\n").encode()


def parse_manifest(data: bytes) -> Manifest | None:
    """What a manifest says; None for anything else."""
    try:
        document = json.loads(data)
        if (document["format"], document["kind"]) != (FORMAT, "feed"):
            return None
        proof, of, files = document["proof"], document["collection"], document["files"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    plain = isinstance(files, dict) and not any("/" in n or "\\" in n or n.startswith("..") for n in files)
    if not (isinstance(proof, str) and isinstance(of, str) and plain):
        return None
    return Manifest(proof, of, tuple(files))
