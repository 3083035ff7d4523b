"""The text of an id: base64 over its octets, or over their run lengths, behind an octet that says which.

Source: [MS-OXWSITEMID].
"""

import re
from base64 import b64encode
from typing import Final

_RUN: Final = re.compile(rb"(.)\1{1,256}", re.DOTALL)
#: octets of the payload, however few they are compressed to
_MAX_LENGTH: Final = 1024


def id_text(payload: bytes) -> str:
    """Return a payload as the text of an id, with run lengths where that makes it shorter."""
    shorter = compressed(payload) if len(payload) <= _MAX_LENGTH else payload
    if len(shorter) < len(payload):
        return b64encode(b"\1" + shorter).decode("ascii")
    return b64encode(b"\0" + payload).decode("ascii")


def compressed(payload: bytes) -> bytes:
    """Return octets with each run as its octet, once more, and how often it goes on."""
    return _RUN.sub(lambda run: run[1] * 2 + bytes([len(run[0]) - 2]), payload)


def expanded(raw: bytes) -> bytes:
    """Undo the compression that the first octet names: two equal octets are followed by how often they go on."""
    if raw[0] == 0:
        return raw[1:]
    if raw[0] != 1:
        raise ValueError("unknown compression")
    out = bytearray()
    at = 1
    while at < len(raw):
        out.append(raw[at])
        if at + 1 < len(raw) and raw[at + 1] == raw[at]:
            out += raw[at : at + 1] * (raw[at + 2] + 1)
            at += 2
        at += 1
        if len(out) > _MAX_LENGTH:
            raise ValueError("too long")
    return bytes(out)
