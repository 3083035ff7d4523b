"""Faults on demand: `Tenant.faults`, with a method for each kind of fault.

A fault happens once, or until it is cancelled where it is a state; each method says which. All of them take `Where` by
name: ``user``, ``app``, ``nth``, ``times``, ``for_``, ``probability``, ``seed``. How a kind is carried out is in the
file of its name in `fakeserver/edge/faults`.
"""

from typing import Unpack

from fakeserver.suggestion import no_new_names, suggestion
from fakeserver.tenant.faults.fault import Fault, Where
from fakeserver.tenant.faults.orders import Order, Orders, fault
from fakeserver.tenant.places import Place

#: of SMTP's replies to who asks for too much
_CODES = (421, 432, 451, 452, 454)


@no_new_names
class Faults(Orders):
    """What is to go wrong: ``tenant.faults.throttle("ews", times=2, retry_after=3)``."""

    def add(self, kind: str, /, *args: object, **settings: object) -> Fault:
        """Order a fault by the name of its kind, with the arguments of the method of that name.

        Raises:
            ValueError: there is no such kind; the text suggests one.
        """
        if kind not in kinds():
            raise ValueError(f"there is no fault {kind!r}{suggestion(kind, kinds())}")
        ordered: Fault = getattr(self, kind)(*args, **settings)
        return ordered

    # --- the service has too much to do

    @fault
    def throttle(
        self,
        place: Place,
        operation: str = "",
        *,
        retry_after: float = 5,
        code: int = 0,
        closes: bool = False,
        as_text: bool = False,
        **where: Unpack[Where],
    ) -> Order:
        """The service is busy and asks the program to wait; once.

        Args:
            retry_after: seconds that it asks for, in the protocol's own way.
            code: SMTP's reply code, 421, 432, 451, 452 or 454; 0: the one that comes at this command.
            closes: IMAP's ``BAD`` with a BYE behind it, instead of ``NO``.
            as_text: Entra ID's answer is a text of two words, as it was seen, instead of JSON.
        """
        _only(place, "smtp", code=code)
        if code not in (0, *_CODES):
            raise ValueError(f"code takes {', '.join(map(str, _CODES))}, not {code!r}")
        _only(place, "imap", closes=closes)
        _only(place, "oauth token devicecode keys discovery authorize", as_text=as_text)
        settings = {"retry_after": retry_after, "code": code, "closes": closes, "as_text": as_text}
        return Order(place, operation, where, times=1, settings=tuple(settings.items()))

    # --- the connection

    @fault
    def drop(
        self,
        place: Place,
        operation: str = "",
        *,
        before: str = "",
        within: str = "",
        after: str = "",
        reset: bool = False,
        **where: Unpack[Where],
    ) -> Order:
        """The connection ends; once. Without ``before``, ``within`` or ``after``: before anything is done.

        Args:
            before: the operation that is not performed, and gets no answer.
            within: the operation that is performed, and whose answer ends in its middle.
            after: the operation that is performed and answered.
            reset: by a TCP RST, instead of a FIN.
        """
        moments = {"before": before, "within": within, "after": after}
        named = [(moment, name) for moment, name in moments.items() if name]
        if len(named) + bool(operation) > 1:
            raise TypeError("faults.drop takes one operation: before, within or after")
        moment, operation = named[0] if named else ("before", operation)
        return Order(place, operation, where, times=1, settings=(("when", moment), ("reset", reset)))

    @fault
    def slow(self, place: Place, operation: str = "", *, seconds: float = 1, **where: Unpack[Where]) -> Order:
        """Answers come late, by real time; until it is cancelled."""
        if seconds <= 0:
            raise ValueError(f"seconds takes a positive time, not {seconds!r}")
        return Order(place, operation, where, times=None, settings=(("seconds", seconds),))


def _only(place: str, places: str, **settings: object) -> None:
    """Refuse a setting where it means nothing.

    Raises:
        TypeError
    """
    for name, value in settings.items():
        if value and place not in places.split():
            raise TypeError(f"{name} is for {places}, not for {place!r}")


def kinds() -> list[str]:
    """Return the name of every kind."""
    return [name for name in dir(Faults) if hasattr(getattr(Faults, name), "is_kind")]
