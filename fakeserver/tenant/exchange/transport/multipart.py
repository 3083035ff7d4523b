"""The parts of reports that the service itself writes."""

from collections.abc import Sequence


def multipart(subtype: bytes, boundary: bytes, parts: Sequence[bytes]) -> bytes:
    """Return the rest of a header behind its other fields, and parts, each with a header of its own."""
    inner = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return b'Content-Type: multipart/%b;\r\n\tboundary="%b"\r\n\r\n%b--%b--\r\n' % (subtype, boundary, inner, boundary)


def text_alternatives(text: str, page: str, name: bytes) -> bytes:
    """Return a part with words for people, as text and as HTML.

    Args:
        name: what makes its boundary differ from that of others.
    """
    alternatives = [
        b"Content-Type: text/%b; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n%b"
        % (subtype, content.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8", "replace"))
        for subtype, content in ((b"plain", text), (b"html", page))
    ]
    return multipart(b"alternative", b"=_words_" + name, alternatives)
