"""Users of a remote tenant: their switches are read and set over there."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from fakeserver.client.differences import Remote, missing, not_over_the_wire
from fakeserver.client.link import Link
from fakeserver.client.mailbox import RemoteMailbox
from fakeserver.client.values import to_json
from fakeserver.listed import listed
from fakeserver.suggestion import suggestion
from fakeserver.tenant.switches.user_switches import UserSwitches

# Type checkers know the switches by the names of the user's own.
if TYPE_CHECKING:
    _Switches = UserSwitches
else:
    _Switches = object

#: what is set by assignment, beside the switches
_SET = ("password", "display_name", "given_name", "surname", "aliases")


class RemoteUser(Remote, _Switches):
    """One account: ``user.imap = False`` is set over there, and ``user.imap`` asks for it."""

    local = "User"
    #: every switch, by name
    switches = UserSwitches.rows

    def __init__(self, link: Link, facts: dict[str, Any]) -> None:
        self._link = link
        self._facts = facts

    # --- what stays what it was ----------------------------------------------------------------------------------

    @property
    def upn(self) -> str:
        """The sign-in name; ``tenant.people.rename_user`` changes it."""
        return str(self._facts["upn"])

    @property
    def address(self) -> str:
        """The primary SMTP address."""
        return str(self._facts["address"])

    @property
    def object_id(self) -> str:
        """Entra's id of the account, a GUID."""
        return str(self._facts["object_id"])

    @property
    def kind(self) -> str:
        """``member``, ``guest``, ``shared``, ``room`` or ``public_folders``."""
        return str(self._facts["kind"])

    @property
    def has_mailbox(self) -> bool:
        """Whether an Exchange mailbox belongs to the account."""
        return bool(self._facts["has_mailbox"])

    @property
    def is_person(self) -> bool:
        """Whether somebody signs in to it."""
        return self.kind in ("member", "guest")

    @property
    def is_guest(self) -> bool:
        """Whether the account's home is another tenant."""
        return self.kind == "guest"

    @property
    def is_room(self) -> bool:
        """Whether it is the account of a room's mailbox."""
        return self.kind == "room"

    @property
    def is_listed(self) -> bool:
        """Whether address lists show it."""
        return self.kind != "public_folders"

    @property
    def mailbox(self) -> RemoteMailbox:
        """The account's mailbox.

        Raises:
            MailboxNotFound: it has none.
        """
        if not self.has_mailbox:
            from fakeserver.tenant.refusals import MailboxNotFound

            refusal = MailboxNotFound(self.address)
            refusal.add_note(f"{self!r} has no mailbox: {'a guest has none' if self.is_guest else 'mailbox=False'}")
            raise refusal
        return RemoteMailbox(self._link, self.address, self.display_name)

    # --- what may change -----------------------------------------------------------------------------------------

    @property
    def password(self) -> str | None:
        """The password, as it was when this user was asked for or set here last; None: there is none."""
        password: str | None = self._facts.get("password")
        return password

    @password.setter
    def password(self, value: str | None) -> None:
        if value is None:
            # In the API null says that it is to stay as it is.
            raise not_over_the_wire("password=None", "make the tenant where the test runs")
        self._change(password=value)

    @property
    def display_name(self) -> str:
        """The name that others see."""
        return str(self._facts["display_name"])

    @display_name.setter
    def display_name(self, value: str) -> None:
        self._change(display_name=value)

    @property
    def given_name(self) -> str:
        """The first name."""
        return str(self._now().get("given_name", ""))

    @given_name.setter
    def given_name(self, value: str) -> None:
        self._change(given_name=value)

    @property
    def surname(self) -> str:
        """The family name."""
        return str(self._now().get("surname", ""))

    @surname.setter
    def surname(self, value: str) -> None:
        self._change(surname=value)

    @property
    def aliases(self) -> tuple[str, ...]:
        """Further addresses of the mailbox, changed by assignment of new ones."""
        return tuple(self._now()["aliases"])

    @aliases.setter
    def aliases(self, addresses: Iterable[str]) -> None:
        self._change(aliases=list(listed("aliases", addresses)))

    @property
    def addresses(self) -> list[str]:
        """Every SMTP address, the primary one first."""
        return [self.upn, *self.aliases]

    def set(self, **switches: object) -> None:
        """Set several switches at once.

        Raises:
            TypeError: there is no such switch; nothing is set then.
            ValueError: a switch doesn't take the value; nothing is set then, either.
        """
        for name in switches:
            if name not in UserSwitches.rows:
                raise TypeError(f"{UserSwitches.holder} has no switch {name!r}{suggestion(name, UserSwitches.rows)}")
        checked = {name: UserSwitches.rows[name].check(value) for name, value in switches.items()}
        self._change(**{name: to_json(name, value) for name, value in checked.items()})

    # --- inside --------------------------------------------------------------------------------------------------

    def _now(self) -> dict[str, Any]:
        """Return what the account is now; what is kept of it here is renewed."""
        self._learn(self._link.get("users", self.upn))
        return self._facts

    def _change(self, **values: object) -> None:
        self._learn(self._link.patch("users", self.upn, body=values))

    def _learn(self, facts: dict[str, Any]) -> None:
        self._facts.update(facts)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            row = UserSwitches.rows.get(name)
            if row is None:
                raise missing(self, self.local, name, UserSwitches.rows)
            return row.check(self._now()["switches"][name])

        def __setattr__(self, name: str, value: object) -> None:
            if name[0] == "_" or name in _SET:
                object.__setattr__(self, name, value)
            elif name == "upn":
                raise AttributeError(f"a user is renamed by tenant.people.rename_user({self.upn!r}, {value!r})")
            elif name not in UserSwitches.rows:
                raise missing(self, self.local, name, UserSwitches.rows)
            else:
                self.set(**{name: value})

    def __repr__(self) -> str:
        return f"<User {self.upn}{'' if self.kind == 'member' else f' ({self.kind})'}>"
