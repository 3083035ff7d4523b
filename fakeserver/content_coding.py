"""The content codings of HTTP requests (RFC 9110 section 8.4.1), which services undo and not listeners.

A few octets can unpack to a thousand times as many. So a service unpacks only for a caller that it has let in, or to a
few at most.
"""

import zlib
from dataclasses import replace

from fakeserver.steps import Pace, Steps
from fakeserver.wire import HttpRequest

#: Content-Encoding -> the coding, which has several names. A body in any other is passed on as it came.
CODINGS = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate", "br": "br", "zstd": "zstd"}

#: Packed octets that are read at a time, and octets that come out of them at a time.
_READ = 64 * 1024
_PIECE = 1024 * 1024


class BodyTooLargeError(ValueError):
    """A body is beyond the limit, packed or unpacked."""


def unpacked(request: HttpRequest, limit: int) -> Steps[HttpRequest]:
    """Return a request with its body unpacked; one whose body is in no coding as it is.

    Raises:
        BodyTooLargeError, ValueError: as for `unpack`.
    """
    if request.coding:
        return replace(request, body=(yield from unpack(request.body, request.coding, limit)), coding="")
    if len(request.body) > limit:
        raise BodyTooLargeError
    return request


def unpack(body: bytes, coding: str, limit: int) -> Steps[bytes]:
    """Return a body without its content coding: gzip, or deflate with or without zlib's frame.

    Raises:
        BodyTooLargeError: it has more octets than the limit, or would have.
        ValueError: it is broken, or in a coding that is not read (br, zstd).
    """
    if coding == "gzip":
        window = 16 + zlib.MAX_WBITS
    elif coding == "deflate":
        # Some clients send the bare stream, as the RFC notes; a frame's first octet has 8 in its low half.
        window = zlib.MAX_WBITS if body[:1] and body[0] & 0x0F == 8 else -zlib.MAX_WBITS
    else:
        raise ValueError(f"the content coding {coding!r} is not read")
    if len(body) > limit:
        raise BodyTooLargeError
    pieces, size, at, pace = [], 0, 0, Pace()
    inflater = zlib.decompressobj(window)
    while not inflater.eof:
        packed = inflater.unconsumed_tail
        if not packed:
            packed = body[at : at + _READ]
            at += _READ
        try:
            piece = inflater.decompress(packed, min(_PIECE, limit + 1))
        except zlib.error as error:
            raise ValueError(str(error)) from error
        size += len(piece)
        if size > limit:
            raise BodyTooLargeError
        if not piece and not packed:
            raise ValueError("the packed body ends too early")
        pieces.append(piece)
        if pace.is_over():
            yield
    return b"".join(pieces)
