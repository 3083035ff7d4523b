"""Requests that were read before: a program that polls sends the same octets again and again."""

from typing import Final

from fakeserver.protocols.ews.soap import envelope
from fakeserver.protocols.ews.soap.envelope import Envelope
from fakeserver.steps import Steps

#: Requests that are kept, and the octets of the longest: those that list much, or bring an item, hardly come again.
_MAX_KEPT: Final = 32
_LONGEST: Final = 4096


class KnownRequests:
    """The requests that came last, as they were read, whoever sent them. Wrong ones are not kept.

    Operations read the elements of a request and never change them: the next one gets the same.
    """

    def __init__(self) -> None:
        self._kept: dict[bytes, Envelope] = {}

    def read(self, request: bytes) -> Steps[Envelope]:
        """Return a request as `envelope.read` does, whose errors it raises."""
        known = self._kept.pop(request, None)
        if known is None:
            known = yield from envelope.read(request)
            if len(request) > _LONGEST:
                return known
            if len(self._kept) >= _MAX_KEPT:
                del self._kept[next(iter(self._kept))]
        # The one that was asked for last is the last to go.
        self._kept[request] = known
        return known
