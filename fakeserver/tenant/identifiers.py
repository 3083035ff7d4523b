"""Names, ids and secrets as Entra ID makes them up, from the tenant's own source of randomness."""

import re
import string
from random import Random

from fakeserver.jws import base64url

_SECRET_CHARACTERS = string.ascii_letters + string.digits + "~._-"
#: The random bits of a version 4 GUID, and its version and variant bits.
_GUID_MASK = ~(0xF << 76 | 0b11 << 62)
_VERSION_4 = 0x4 << 76 | 0b10 << 62
_DOMAIN = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}", re.IGNORECASE)
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
#: Before the @: a dot-atom (RFC 5322 section 3.2.3), of any letters (RFC 6531).
_LOCAL_PART = re.compile(r"[^\s\x00-\x1f\x7f\"(),:;<>@\[\\\].]+(\.[^\s\x00-\x1f\x7f\"(),:;<>@\[\\\].]+)*")
_WORDS = tuple(
    """Amber Birch Cedar Cloud Coral Delta Ember Falcon Field Forest Garnet Harbor Hazel Heron Island Ivory Jasper
    Juniper Lagoon Lark Linen Maple Marble Meadow Misty Ocean Olive Orchid Otter Pebble Pine Prairie Quartz Raven
    Ridge River Saffron Sage Sierra Silver Slate Sparrow Spruce Summit Thistle Timber Topaz Tundra Valley Willow
    """.split()
)


def new_guid(random: Random) -> str:
    """Return a version 4 GUID in lower case, with hyphens."""
    # RFC 9562 section 5.4. Every token has several: made by hand it costs a third of `uuid.UUID`.
    digits = f"{random.getrandbits(128) & _GUID_MASK | _VERSION_4:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def new_password(random: Random) -> str:
    """Return a password that meets Entra ID's complexity rule and can be read aloud, e.g. ``Heron-Maple-4821``."""
    return f"{random.choice(_WORDS)}-{random.choice(_WORDS)}-{random.randrange(1000, 10000)}"


def new_secret(random: Random) -> str:
    """Return a client secret in the shape of Entra ID's: 40 characters with ``8Q~`` at the fourth place."""
    head = "".join(random.choices(string.ascii_letters + string.digits, k=3))
    return f"{head}8Q~{''.join(random.choices(_SECRET_CHARACTERS, k=34))}"


def new_opaque(random: Random, octets: int) -> str:
    """Return base64url text without padding: what stands in a claim or a code that only the service reads."""
    return base64url(random.randbytes(octets))


def is_guid(text: str) -> bool:
    """Say whether a text is a GUID with hyphens and without braces."""
    return _GUID.fullmatch(text) is not None


def is_domain(text: str) -> bool:
    """Say whether a text may be a domain's name in DNS."""
    return _DOMAIN.fullmatch(text) is not None


def is_local_part(text: str) -> bool:
    """Say whether a text may stand before the @ of an address."""
    return _LOCAL_PART.fullmatch(text) is not None
