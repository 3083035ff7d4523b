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
    """Return a value as JSON, UTF-8; half of a surrogate pair, which clients may send, is U+FFFD."""
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        return _ENCODER.encode(_of_characters(msgspec.to_builtins(value, enc_hook=_plain)))


def _of_characters(value: Any) -> Any:
    """Return plain objects in whose texts all are characters."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list | tuple):
        return [_of_characters(one) for one in value]
    if isinstance(value, dict):
        return {_of_characters(key): _of_characters(one) for key, one in value.items()}
    return value
