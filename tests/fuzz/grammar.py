"""Input that almost follows a grammar: alternatives are drawn, and then octets are changed here and there."""

import re
from collections.abc import Mapping, Sequence
from random import Random

#: By name, the alternatives of a rule; ``<name>`` in one of them is drawn from that rule.
Rules = Mapping[str, Sequence[bytes]]

_NAME = re.compile(rb"<([a-z-]+)>")
#: Rules within rules; deeper ones give nothing, so that what refers to itself ends.
_MAX_DEPTH = 12

#: What readers of every kind have stumbled over.
ODD = (
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n", b"\r\n", b"\r\n\r\n", b"\t", b'"', b"\\", b"\\\\", b"(", b")",
    b"[", b"]", b"{", b"}", b"<", b">", b"&", b"%", b"*", b":", b";", b",", b"=", b"'", b"@", b"--",
    b"=?utf-8?b?", b"?=", b"0", b"-1", b"4294967296", b"9" * 25, b"1" * 4301,
    "\u0663".encode(), "\u0130".encode(), b"\xed\xa0\x80",
    b"(" * 300, b"[" * 300, b"<a>" * 300, b"A" * 600, b" " * 300, b"&" * 300, b"%00",
    b"%u0000", b"\x85", b"\xc2\xa0",
)  # fmt: skip


def drawn(rules: Rules, name: str, random: Random, depth: int = 0) -> bytes:
    """Return a text that a rule makes."""
    if depth > _MAX_DEPTH:
        return b""
    alternative = random.choice(rules[name])
    return _NAME.sub(lambda match: drawn(rules, match[1].decode(), random, depth + 1), alternative)


def changed(octets: bytes, random: Random, odds: float = 0.4) -> bytes:
    """Return octets with some changes, or as they are."""
    while random.random() < odds:
        start = random.randrange(len(octets) + 1)
        end = min(len(octets), start + random.choice((0, 1, 2, 5, 20)))
        middle = random.choice(
            (
                b"",
                random.choice(ODD),
                octets[start:end] * random.choice((2, 3, 50)),
                random.randbytes(random.randrange(1, 6)),
                octets[start:end].swapcase(),
            )
        )
        octets = octets[:start] + middle + octets[end:]
    return octets
