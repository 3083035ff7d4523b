"""JSON that all readers read alike: I-JSON (RFC 7493)."""

import json
from typing import Any

#: Numbers of fewer characters are held by a double, whatever their digits.
_CERTAINLY_HELD = 308


class MemberTwice(ValueError):
    """A member stands twice in an object: readers take the first, the last or both (RFC 8259 section 4)."""


def loads(octets: bytes) -> Any:
    """Return what JSON says.

    Raises:
        MemberTwice: a name stands twice in an object.
        ValueError: it is no JSON in UTF-8, is nested too deeply, or has half of a surrogate pair, `NaN`, `Infinity` or
            a number that no double holds; the text begins with "not JSON".
    """
    try:
        value = json.loads(
            octets.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_real,
            parse_constant=_constant,
        )
        if b"\\u" in octets:
            # Half of a surrogate pair is no character (section 2.1), and cannot be encoded later on.
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except MemberTwice:
        raise
    except UnicodeEncodeError:
        raise ValueError("not JSON that can be read: it has half of a surrogate pair, which is no character") from None
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None
    except RecursionError:
        raise ValueError("not JSON that can be read: it is nested too deeply") from None
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise MemberTwice(f"the member {twice[:100]!r} stands twice")
    return members


def _integer(digits: str) -> int:
    if len(digits) > _CERTAINLY_HELD:
        _real(digits)
    return int(digits)


def _real(digits: str) -> float:
    number = float(digits)
    if abs(number) == float("inf"):
        raise ValueError(f"no double holds the number {digits[:20]}...")
    return number


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")
