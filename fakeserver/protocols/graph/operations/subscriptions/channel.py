"""One address of a client, to which everything that waits is sent: one POST at a time, again where it fails.

Source: learn.microsoft.com/graph/change-notifications-delivery-webhooks: an answer other than 2xx is as good as none;
it is tried for about four hours, and then what waits is dropped. Assumption: when it is tried again within these.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from fakeserver.protocols.graph.operations.subscriptions.notifications import HEADERS
from fakeserver.protocols.http.calls import Calls
from fakeserver.tenant.alarm import Alarm
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import Post, Posted

#: Seconds by the tenant's clock: before the first retry, each further one after twice the time; and in all.
FIRST_RETRY: Final = 10.0
TRIED_FOR: Final = 4 * 3600.0
#: Seconds after a restore in which all parts of the tenant are put back.
_RESTORED: Final = 1.0


class Parcel(NamedTuple):
    """What is sent at once."""

    url: str
    body: bytes
    #: called when the client has it
    delivered: Callable[[], None]


class Channel:
    """Sends to one address. Use it with the tenant's lock held.

    Args:
        pack: returns what is to be sent now; None: nothing.
        give_up: called when nobody has taken it for too long.
        note: writes what became of a call into the journal.
    """

    def __init__(
        self,
        tenant: Tenant,
        post: Post,
        pack: Callable[[], Parcel | None],
        give_up: Callable[[], None],
        note: Callable[[str, str], None],
    ) -> None:
        self._clock = tenant.clock
        self._calls = Calls(tenant, post, lambda answer: 200 <= answer.status < 300)
        self._alarm = Alarm(tenant.clock, tenant.later, self._send)
        self._pack = pack
        self._give_up = give_up
        self._note = note
        #: when nobody took it for the first time, and after how many seconds it was tried again last; None: all is well
        self._failing: tuple[float, float] | None = None

    def send(self) -> None:
        """Send what waits, as soon as what is on its way has arrived."""
        if not self._calls.is_calling and self._failing is None:
            self._send()

    def begin_anew(self) -> None:
        """Let what is on its way, and every failure, count for nothing."""
        self.stop()
        self._alarm.set(_RESTORED)

    def stop(self) -> None:
        """Send nothing more, until somebody asks for it."""
        self._failing = None
        self._calls.forget()
        self._alarm.cancel()

    def _send(self) -> None:
        if self._calls.is_calling:
            return
        parcel = self._pack()
        if parcel is None:
            self._failing = None
            return
        self._calls.call(
            parcel.url, HEADERS, parcel.body, lambda answer, is_taken: self._answered(parcel, answer, is_taken)
        )

    def _answered(self, parcel: Parcel, answer: Posted, is_taken: bool) -> None:
        if is_taken:
            self._failing = None
            self._note(parcel.url, f"HTTP {answer.status}")
            parcel.delivered()
            self._send()
            return
        self._failed(parcel.url, answer.problem or f"HTTP {answer.status}")

    def _failed(self, url: str, problem: str) -> None:
        now = self._clock.time()
        since, waited = self._failing or (now, FIRST_RETRY / 2)
        wait = waited * 2
        if now + wait > since + TRIED_FOR:
            self._failing = None
            self._note(url, f"{problem}; given up")
            self._give_up()
            return
        self._failing = since, wait
        self._alarm.set(wait)
        self._note(url, f"{problem}; again in {wait:.0f} seconds")
