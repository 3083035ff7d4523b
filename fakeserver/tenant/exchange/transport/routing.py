"""Where each recipient of an envelope is: in a mailbox of the tenant, outside of it, or nowhere."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mailboxes import Mailboxes
from fakeserver.tenant.exchange.transport.envelope import Recipient
from fakeserver.tenant.exchange.transport.fates import Fate, recipient_not_found


@dataclass
class Routes:
    """The recipients of a message, each once."""

    inboxes: dict[Mailbox, Recipient] = field(default_factory=dict)
    outside: list[Recipient] = field(default_factory=list)
    failures: list[Fate] = field(default_factory=list)


class Router:
    """Finds the way to each recipient.

    Args:
        is_local: says whether a domain (in lower case) is the tenant's.
    """

    def __init__(self, mailboxes: Mailboxes, is_local: Callable[[str], bool]) -> None:
        self._mailboxes = mailboxes
        self._is_local = is_local

    def routes(self, recipients: Iterable[Recipient]) -> Routes:
        """Return where the recipients are; an address or a mailbox that stands twice is there once, for the first."""
        routes, named = Routes(), set[str]()
        for recipient in recipients:
            if recipient.address in named:
                continue
            named.add(recipient.address)
            if not self._is_local(recipient.address.rpartition("@")[2].lower()):
                routes.outside.append(recipient)
            elif (mailbox := self._mailboxes.recipient(recipient.address)) is not None:
                routes.inboxes.setdefault(mailbox, recipient)
            else:
                routes.failures.append(recipient_not_found(recipient))
        return routes
