"""Users: people, guests and the accounts behind shared mailboxes and rooms, with the switches an admin sets on each.

A switch is set by assignment (``user.imap = False``); the door notices at the next request. A misspelt name is an
`AttributeError` that suggests the right one.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Literal

from fakeserver.listed import listed
from fakeserver.suggestion import suggestion
from fakeserver.tenant.directory.pictures import picture
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.refusals import MailboxNotFound
from fakeserver.tenant.switches.user_switches import UserSwitches
from fakeserver.tenant.windows_zones import zone_named

UserKind = Literal["member", "guest", "shared", "room", "public_folders"]


class User(UserSwitches):
    """One account of the directory."""

    def __init__(
        self,
        object_id: str,
        upn: str,
        password: str | None,
        *,
        display_name: str,
        aliases: tuple[str, ...] = (),
        kind: UserKind = "member",
        has_mailbox: bool = True,
        puid: str = "",
        sid: str = "",
        **switches: object,
    ) -> None:
        """Make an account; ``switches`` are the attributes below, by name.

        Raises:
            TypeError: a switch has no such name; the text suggests the right one.
            ValueError: a switch doesn't take the value; the text lists what it takes. A photo is no such picture.
        """
        given, _, surname = display_name.partition(" ")
        values = self.__dict__
        values["object_id"] = object_id
        values["upn"] = upn
        values["password"] = password
        values["display_name"] = display_name
        values["given_name"] = given
        values["surname"] = surname
        values["aliases"] = tuple(aliases)
        values["when_readdressed"] = None
        values["find_mailbox"] = None
        values["kind"] = kind
        values["has_mailbox"] = has_mailbox
        values["puid"] = puid
        values["sid"] = sid
        values["photo"] = None
        for name, value in switches.items():
            if name not in USER_SWITCHES:
                raise TypeError(f"{self.holder} has no switch {name!r}{suggestion(name, sorted(USER_SWITCHES))}")
            values[name] = self._checked(name, value)

    #: Entra's id of the account, a GUID
    object_id: str
    #: None: the account cannot sign in with a password (shared mailboxes, passwordless users)
    password: str | None
    display_name: str
    given_name: str
    surname: str
    kind: UserKind
    #: whether an Exchange mailbox belongs to the account; False is a user without a licence for one
    has_mailbox: bool
    #: `puid` in delegated tokens, 16 hex digits
    puid: str
    #: the security identifier, for ExchangeImpersonation by SID
    sid: str
    #: the picture that others see: octets; a path may be assigned as well
    photo: bytes | None
    #: the directory's: takes the user, and all addresses before and after a change of aliases
    when_readdressed: Callable[["User", list[str], list[str]], None] | None

    #: the tenant's: takes the primary address; None where nobody knows the mailbox
    find_mailbox: Callable[[str], Mailbox | None] | None

    @property
    def mailbox(self) -> Mailbox:
        """The account's mailbox; that of a shared mailbox's account is the shared one.

        Raises:
            MailboxNotFound: it has none; a note says why.
        """
        found = None if self.find_mailbox is None else self.find_mailbox(self.address)
        if found is not None:
            return found
        refusal = MailboxNotFound(self.address)
        why = "was removed" if self.has_mailbox else "a guest has none" if self.is_guest else "mailbox=False"
        refusal.add_note(f"{self!r} has no mailbox: {why}")
        raise refusal

    def _checked(self, name: str, value: object) -> object:
        return picture(value) if name == "photo" else super()._checked(name, value)

    @property
    def upn(self) -> str:
        """The sign-in name (userPrincipalName); ``tenant.people.rename_user`` changes it."""
        upn: str = self.__dict__["upn"]
        return upn

    if not TYPE_CHECKING:
        # Type checkers know that it cannot be assigned.
        @upn.setter
        def upn(self, name: object) -> None:
            raise AttributeError(f"a user is renamed by tenant.people.rename_user({self.upn!r}, {name!r})")

    def rename(self, upn: str) -> None:
        """Take another sign-in name, and so primary address; the one before becomes an alias."""
        self._readdress(upn, tuple(address for address in self.addresses if address.lower() != upn.lower()))
        self.touch()

    @property
    def aliases(self) -> tuple[str, ...]:
        """Further addresses of the mailbox (proxyAddresses with a small smtp:), changed by assignment of new ones."""
        aliases: tuple[str, ...] = self.__dict__["aliases"]
        return aliases

    @aliases.setter
    def aliases(self, addresses: Iterable[str]) -> None:
        # A tuple, so that every change is an assignment, which the directory learns of.
        self._readdress(self.upn, tuple(listed("aliases", addresses)))

    def _readdress(self, upn: str, aliases: tuple[str, ...]) -> None:
        before = self.addresses
        self.__dict__.update(upn=upn, aliases=aliases)
        if self.when_readdressed is not None:
            self.when_readdressed(self, before, self.addresses)

    @property
    def address(self) -> str:
        """The primary SMTP address: the sign-in name, as Microsoft 365 makes it."""
        return self.upn

    @property
    def addresses(self) -> list[str]:
        """Every SMTP address, the primary one first."""
        return [self.upn, *self.aliases]

    @property
    def zone(self) -> tzinfo:
        """The mailbox's time zone."""
        return zone_named(self.time_zone) or UTC

    @property
    def working_zone(self) -> tzinfo:
        """The time zone of the working hours."""
        own = "" if self.working_hours is None else self.working_hours.time_zone
        return zone_named(own or self.time_zone) or UTC

    @property
    def is_guest(self) -> bool:
        """Whether the account's home is another tenant."""
        return self.kind == "guest"

    @property
    def is_room(self) -> bool:
        """Whether it is the account of a room's mailbox, which answers meeting requests by itself."""
        return self.kind == "room"

    @property
    def is_listed(self) -> bool:
        """Whether address lists show it: all but the account of the public folders' mailbox."""
        return self.kind != "public_folders"

    @property
    def is_person(self) -> bool:
        """Whether somebody signs in to it: it is no account of a shared mailbox, a room or the public folders."""
        return self.kind in ("member", "guest")

    @property
    def sessions_from(self) -> float:
        """Seconds since the epoch: what is newer outlives both a revocation and a new password."""
        return max(self.tokens_valid_from, self.password_changed_at)

    def __repr__(self) -> str:
        return f"<User {self.upn}{'' if self.kind == 'member' else f' ({self.kind})'}>"


#: What `User(...)` and so `Tenant.add_user(...)`, markers and configuration files take as switches.
USER_SWITCHES = frozenset(UserSwitches.rows) | {"given_name", "surname", "photo"}
