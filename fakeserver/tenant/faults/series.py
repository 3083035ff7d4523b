"""Several faults in one: in an order that the test gives, or mixed by chance."""

from collections.abc import Sequence
from typing import Any, TypeAlias, Unpack

from fakeserver.tenant.faults.fault import Where
from fakeserver.tenant.faults.kinds import kind_called
from fakeserver.tenant.faults.order import Order
from fakeserver.tenant.places import Place

#: A kind by its name, or with its settings; "ok": it goes well.
Part: TypeAlias = str | tuple[str, dict[str, Any]]

#: What happens everywhere, and once.
_USUAL = ("throttle", "drop", "lose_answer", "unavailable")
#: of a request's to meet one of a mix
_PROBABILITY = 0.2
#: What has parts itself.
_LISTS = ("answer", "mix")


def answer(place: Place, parts: Sequence[Part], operation: str = "", **where: Unpack[Where]) -> Order:
    """One request after the other meets what a list has for it, to its end; once.

    With ``times`` it is so many requests: the list ends before, or begins anew.

    Args:
        parts: names of kinds, ``("throttle", {"retry_after": 1})``, or ``"ok"`` for a request that goes well.
    """
    series = _series(parts, place, operation)
    # To its end, however long that takes and however likely each step of it is.
    where.setdefault("times", len(series))
    return Order(place, operation, where, times=None, settings={"parts": series})


def mix(place: Place, operation: str = "", *, parts: Sequence[Part] = _USUAL, **where: Unpack[Where]) -> Order:
    """Requests meet, by chance, one of several faults; until it is cancelled. The same seed gives the same faults.

    Without ``probability`` a fifth of the requests meet one.

    Args:
        parts: as in ``answer``; each is as likely as the others.
    """
    series = _series(parts, place, operation)
    where.setdefault("probability", _PROBABILITY)
    return Order(place, operation, where, times=None, settings={"parts": series}, by_chance=True)


def _series(parts: Sequence[Part], place: Place, operation: str) -> tuple[tuple[str, dict[str, Any]] | None, ...]:
    if isinstance(parts, str) or not parts:
        raise ValueError(f"parts takes at least one, in a list, not {parts!r}")
    return tuple(_part(part, place, operation) for part in parts)


def _part(part: Part, place: Place, operation: str) -> tuple[str, dict[str, Any]] | None:
    """Return a kind and its settings, defaults included; None for what goes well."""
    kind, settings = (part, dict[str, Any]()) if isinstance(part, str) else _pair(part)
    if kind == "ok" and not settings:
        return None
    known = kind_called(kind)
    if kind in _LISTS or "operation" not in known.settings:
        raise ValueError(f"{kind!r} cannot stand in a list of parts: order it by itself, faults.{kind}(...)")
    order = known.order((place, operation), settings)
    for name in order.where:
        raise TypeError(f"{name} of {kind!r} is of the whole list: give it beside parts")
    if order.operations and not operation:
        raise ValueError(
            f"{kind!r} concerns {', '.join(order.operations)}: name the operation beside parts, operation=..."
        )
    # Whether it can happen there.
    _ = order.named
    return kind, dict(order.settings)


def _pair(part: object) -> tuple[str, dict[str, Any]]:
    match part:
        case (str() as kind, dict() as settings):
            return kind, settings
    raise TypeError(f'a part is the name of a kind, or a pair ("throttle", {{"retry_after": 1}}), not {part!r}')
