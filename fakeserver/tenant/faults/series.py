"""Several faults in one: in an order that the test gives, or mixed by chance."""

from collections.abc import Sequence
from typing import Any, TypeAlias, Unpack

from fakeserver.tenant.faults.fault import Where
from fakeserver.tenant.faults.orders import Order, Orders, fault
from fakeserver.tenant.places import Place

#: A kind by its name, or with its settings; "ok": it goes well.
Part: TypeAlias = str | tuple[str, dict[str, Any]]

#: What happens everywhere, and once.
_USUAL = ("throttle", "drop", "lose_answer", "unavailable")
#: of a request's to meet one of a mix
_PROBABILITY = 0.2


class SeriesFaults(Orders):
    """Faults that are made of others."""

    @fault
    def answer(self, place: Place, parts: Sequence[Part], operation: str = "", **where: Unpack[Where]) -> Order:
        """One request after the other meets what a list has for it, to its end; once.

        Args:
            parts: names of kinds, ``("throttle", {"retry_after": 1})``, or ``"ok"`` for a request that goes well.
        """
        series = tuple(self._part(part, place, operation) for part in parts)
        if not series:
            raise ValueError("parts takes at least one")
        return Order(place, operation, where, times=len(series), settings={"parts": series})

    @fault
    def mix(
        self,
        place: Place,
        operation: str = "",
        *,
        parts: Sequence[Part] = _USUAL,
        **where: Unpack[Where],
    ) -> Order:
        """Requests meet, by chance, one of several faults; until it is cancelled. The same seed gives the same faults.

        Without ``probability`` a fifth of the requests meet one.

        Args:
            parts: as in ``answer``; each is as likely as the others.
        """
        series = tuple(self._part(part, place, operation) for part in parts)
        where.setdefault("probability", _PROBABILITY)
        return Order(place, operation, where, times=None, settings={"parts": series}, by_chance=True)

    def _part(self, part: Part, place: Place, operation: str) -> tuple[str, dict[str, Any]] | None:
        """Return a kind and its settings, defaults included; None for what goes well."""
        kind, settings = (part, dict[str, Any]()) if isinstance(part, str) else part
        if kind == "ok":
            return None
        order = self.order(kind, place, operation, settings)
        # Whether it can happen there.
        _ = order.named
        return kind, dict(order.settings)
