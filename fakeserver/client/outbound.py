"""Mail that has left a remote tenant."""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Unpack, overload

from fakeserver.client.differences import Remote
from fakeserver.client.link import Link
from fakeserver.client.values import moment
from fakeserver.client.waiting import waited
from fakeserver.tenant.exchange.transport.outbound import OutboundMessage
from fakeserver.tenant.exchange.wanted import Mark

if TYPE_CHECKING:
    from fakeserver.tenant.exchange.wanted import Which


class RemoteOutbound(Remote, Sequence[OutboundMessage]):
    """What has left the tenant, oldest first: a sequence, asked for anew each time, that one can wait at."""

    local = "Outbound"

    def __init__(self, link: Link) -> None:
        self._link = link

    def described(self) -> list[dict[str, Any]]:
        """Return what has left as the API describes it, oldest first, without the messages themselves."""
        return self._all()

    def clear(self) -> None:
        """Forget what has left."""
        self._link.delete("outbound")

    def mark(self) -> Mark:
        """Return this moment, for ``wait_for(since=...)``."""
        return Mark("outbound", self._link.get("outbound", "mark")["mark"])

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        timeout: float | None = None,
        **which: "Unpack[Which[OutboundMessage]]",
    ) -> OutboundMessage: ...

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        timeout: float | None = None,
        *,
        count: int,
        **which: "Unpack[Which[OutboundMessage]]",
    ) -> list[OutboundMessage]: ...

    @overload
    def wait_for(
        self,
        subject: str | None = None,
        *,
        none_within: float,
        **which: "Unpack[Which[OutboundMessage]]",
    ) -> None: ...

    def wait_for(
        self,
        subject: str | None = None,
        timeout: float | None = None,
        *,
        count: int | None = None,
        none_within: float | None = None,
        **which: "Unpack[Which[OutboundMessage]]",
    ) -> OutboundMessage | list[OutboundMessage] | None:
        """Return a message that leaves the tenant; arguments and errors are those of `Outbound.wait_for`.

        Raises:
            TypeError: a predicate, which is a function and does not go over the wire.
        """
        path = ("outbound", "wait")
        found = waited(
            self._link,
            path,
            owner="Outbound",
            place="outbound",
            subject=subject,
            timeout=timeout,
            count=count,
            none_within=none_within,
            which=which,
        )
        if none_within is not None:
            return None
        messages = [self._message(facts) for facts in found]
        return messages if count is not None else messages[0]

    @overload
    def __getitem__(self, which: int) -> OutboundMessage: ...

    @overload
    def __getitem__(self, which: slice) -> list[OutboundMessage]: ...

    def __getitem__(self, which: int | slice) -> OutboundMessage | list[OutboundMessage]:
        chosen = self._all()[which]
        return [self._message(each) for each in chosen] if isinstance(chosen, list) else self._message(chosen)

    def __iter__(self) -> Iterator[OutboundMessage]:
        return iter(self[:])

    def __len__(self) -> int:
        return len(self._all())

    def __eq__(self, other: object) -> bool:
        return other == self[:] if isinstance(other, list) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def _all(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._link.get("outbound")["messages"]
        return sorted(found, key=itemgetter("number"))

    def _message(self, facts: dict[str, Any]) -> OutboundMessage:
        return OutboundMessage(
            sender=facts["sender"],
            recipients=tuple(facts["recipients"]),
            mime=self._link.octets("outbound", facts["number"], "mime"),
            sent_at=moment(facts["sent_at"]),
            protocol=facts["protocol"],
            number=facts["number"],
        )

    def __repr__(self) -> str:
        return repr(self[:])
