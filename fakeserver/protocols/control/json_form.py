"""JSON as the API writes it: dataclasses as objects, moments in ISO 8601, octets in base64."""

from collections.abc import Mapping, Set
from enum import Enum
from typing import Any

import msgspec


def _plain(value: Any) -> Any:
    """Return what stands in JSON for a value that JSON does not know; a switch's object shows its fields."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Set):
        return sorted(value)
    if isinstance(value, Enum):
        return value.value
    return str(value)


_ENCODER = msgspec.json.Encoder(enc_hook=_plain)


def encoded(value: object) -> bytes:
    """Return a value as JSON, UTF-8."""
    return _ENCODER.encode(value)
