"""The pictures of people: octets, given as such or as the path of a file."""

from hashlib import sha256
from pathlib import Path
from typing import Final

#: What the formats of pictures begin with -> content type; any other is taken for a JPEG.
_BEGINNINGS: Final = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF8": "image/gif",
    b"BM": "image/bmp",
    b"II*\0": "image/tiff",
    b"MM\0*": "image/tiff",
}

#: Of If-None-Match: whatever there is. Source: RFC 9110 section 13.1.2.
ANY_TAG: Final = "*"


def picture(given: object) -> bytes | None:
    """Return a picture's octets; None where there is none.

    Args:
        given: octets, a path, or None.

    Raises:
        ValueError: it is none of these, empty, or a file that cannot be read.
    """
    if given is None:
        return None
    if isinstance(given, str | Path):
        try:
            given = Path(given).read_bytes()
        except OSError as problem:
            raise ValueError(f"the photo {str(given)!r} cannot be read: {problem.strerror}") from problem
    if not isinstance(given, bytes):
        raise ValueError(f"a photo is bytes, or the path of a file, not {type(given).__name__}")
    if not given:
        raise ValueError("a photo has at least one byte; None takes it away")
    return given


def is_picture(octets: bytes) -> bool:
    """Say whether octets begin as a picture does."""
    return octets.startswith(tuple(_BEGINNINGS))


def content_type(octets: bytes) -> str:
    """Return the content type of a picture."""
    return next((name for start, name in _BEGINNINGS.items() if octets.startswith(start)), "image/jpeg")


def entity_tag(octets: bytes) -> str:
    """Return what names this very picture, for ETag and If-None-Match."""
    return f'"{sha256(octets).hexdigest()[:32]}"'
