"""One call of an operation: what was asked, and the parts of the fake that its address names."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from fakeserver.protocols.control.host import Host
from fakeserver.protocols.control.ids import from_url
from fakeserver.protocols.control.problems import NotThere
from fakeserver.suggestion import did_you_mean
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import IdMalformed, ItemNotFound, MailboxNotFound
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import HttpRequest

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Call:
    """One call. What its address names is looked up once; each raises `NotThere` where there is no such thing."""

    host: Host
    request: HttpRequest
    #: what stands in the places of the path's names
    values: dict[str, str]
    #: scheme, host and port, as the caller has them; no final slash
    base_url: str

    @property
    def cloud(self) -> Cloud:
        """All tenants."""
        return self.host.cloud

    @cached_property
    def tenant(self) -> Tenant:
        """The tenant that the address names by its id or a domain."""
        named = self.values["tenant"]
        found = self.cloud.resolve(named)
        if found is None:
            known = [tenant.domain for tenant in self.cloud.tenants]
            there = f"there are {', '.join(known)}" if known else "there is none"
            raise NotThere(f"no tenant {named!r}; {there}{did_you_mean(named, known)}")
        return found

    @cached_property
    def user(self) -> User:
        """The account that the address names."""
        return self._found(lambda: self.tenant.user(self.values["user"]))

    @cached_property
    def app(self) -> Application:
        """The application that the address names by its client id or name."""
        return self._found(lambda: self.tenant.applications.find(self.values["app"]))

    @cached_property
    def mailbox(self) -> Mailbox:
        """The mailbox that the address names."""
        named = self.values["mailbox"]
        try:
            return self.tenant.mailbox(named)
        except (ValueError, MailboxNotFound) as error:
            known = [box.address for box in self.tenant.mailboxes.all]
            near = did_you_mean(named, [address.partition("@")[0] for address in known])
            raise NotThere(f"no mailbox {named!r}; there are {', '.join(known) or 'none'}{near}") from error

    @cached_property
    def item(self) -> Item:
        """The item that the address names by its id."""
        named = self.values["message"]
        try:
            return self.mailbox.items.by_id(from_url(named))
        except (ItemNotFound, IdMalformed) as error:
            short = named if len(named) < 40 else f"{named[:20]}...{named[-12:]}"
            raise NotThere(
                f"{self.mailbox.address} has no message {short!r}; one that moves gets another id"
            ) from error

    @staticmethod
    def _found(look: Callable[[], T]) -> T:
        try:
            return look()
        except (ValueError, LookupError) as error:
            raise NotThere(str(error)) from error
