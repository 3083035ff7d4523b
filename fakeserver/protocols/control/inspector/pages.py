"""Serves the inspector's files. They hold nothing of any tenant: what the page shows, it asks the control API for."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from fakeserver.wire import HttpRequest, HttpResponse

#: The inspector's address; its files are below it.
ADDRESS: Final = "/_fake/"
_FOLDER: Final = Path(__file__).parent
_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
#: The page takes its own files alone, speaks with its own server alone, and stands in no other page.
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
#: What a message's HTML is shown on, which inherits this: its own styles, and pictures that came with it. No script,
#: no form, no frame, nothing from elsewhere.
_PAPER_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
_PAPER: Final = "paper.html"
_COMMON: Final = [
    ("Cache-Control", "no-cache"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
]


class _File(NamedTuple):
    content_type: str
    content: bytes
    #: with its quotation marks
    etag: str


def is_page(path: str) -> bool:
    """Say whether a path is the inspector's: one of its files, or what leads to the page."""
    return path == ADDRESS.rstrip("/") or (path.startswith(ADDRESS) and path[len(ADDRESS) :] in _files())


def answer(request: HttpRequest) -> HttpResponse:
    """Answer a request for the page or one of its files.

    Returns:
        The file; 304 where the client has it; 405 for what is no reading; 404 for a name that is none of them. HEAD is
        answered as GET is: the listener leaves the body out.
    """
    if request.method not in ("GET", "HEAD"):
        return _plain(405, f"{ADDRESS} is only read: GET, HEAD", ("Allow", "GET, HEAD"))
    if request.path == ADDRESS.rstrip("/"):
        return HttpResponse(308, [("Location", ADDRESS), *_COMMON])
    name = request.path.removeprefix(ADDRESS)
    file = _files().get(name)
    if file is None:
        return _plain(404, f"The inspector has no file {name[:100]!r}; it is at {ADDRESS}")
    fields = [("ETag", file.etag), *_COMMON, *_frames(name)]
    if file.etag in request.headers.get("If-None-Match"):
        return HttpResponse(304, fields)
    return HttpResponse(200, [("Content-Type", file.content_type), *fields], file.content)


@cache
def _files() -> dict[str, _File]:
    """Return what is served, by the path below the inspector's; the page itself has the empty one."""
    found = {}
    for path in sorted(_FOLDER.iterdir()):
        if content_type := _TYPES.get(path.suffix):
            content = path.read_bytes()
            found[path.name] = _File(content_type, content, f'"{hashlib.sha256(content).hexdigest()[:20]}"')
    return {"": found["index.html"], **found}


def _frames(name: str) -> list[tuple[str, str]]:
    if name == _PAPER:
        return [("Content-Security-Policy", _PAPER_POLICY), ("X-Frame-Options", "SAMEORIGIN")]
    return [("Content-Security-Policy", _POLICY), ("X-Frame-Options", "DENY")]


def _plain(status: int, sentence: str, *fields: tuple[str, str]) -> HttpResponse:
    return HttpResponse(status, [("Content-Type", "text/plain; charset=utf-8"), *fields, *_COMMON], sentence.encode())
