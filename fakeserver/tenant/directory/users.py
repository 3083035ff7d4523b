"""Users: people, guests and the accounts behind shared mailboxes, with the switches an admin sets on each.

A switch is thrown by assignment (``user.imap = False``); the door notices at the next request. A misspelt name is
an `AttributeError` that suggests the right one.
"""

from typing import Literal

from fakeserver.suggestion import suggestion
from fakeserver.tenant.directory.authentication_policy import AuthenticationPolicy
from fakeserver.tenant.directory.user_switches import ROWS, USER_ROWS
from fakeserver.tenant.watched import Watched

UserKind = Literal["member", "guest", "shared"]


class User(Watched):
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
            ValueError: a switch doesn't take the value; the text lists what it takes.
        """
        given, _, surname = display_name.partition(" ")
        values = self.__dict__
        values["generation"] = 0
        values["object_id"] = object_id
        values["upn"] = upn
        values["password"] = password
        values["display_name"] = display_name
        values["given_name"] = given
        values["surname"] = surname
        values["aliases"] = list(aliases)
        values["kind"] = kind
        values["has_mailbox"] = has_mailbox
        values["puid"] = puid
        values["sid"] = sid
        values.update(_DEFAULTS)
        for name, value in switches.items():
            if name not in USER_SWITCHES:
                raise TypeError(f"a user has no switch {name!r}{suggestion(name, USER_SWITCHES)}")
            values[name] = USER_ROWS[name].check(value) if name in USER_ROWS else value

    #: Entra's id of the account, a GUID
    object_id: str
    #: the sign-in name (userPrincipalName)
    upn: str
    #: None: the account cannot sign in with a password (shared mailboxes, passwordless users)
    password: str | None
    display_name: str
    given_name: str
    surname: str
    #: further addresses of the mailbox (proxyAddresses with a small smtp:); `People.add_alias` tells the mailbox too
    aliases: list[str]
    kind: UserKind
    #: whether an Exchange mailbox belongs to the account; False is a user without a licence for one
    has_mailbox: bool
    #: the passport-era id that delegated tokens carry, 16 hex digits
    puid: str
    #: the security identifier, for ExchangeImpersonation by SID
    sid: str

    # Entra ID
    #: AccountEnabled; False refuses the sign-in (AADSTS50057) and tokens that were issued before
    enabled: bool
    #: seconds since the epoch before which issued grants are worthless (signInSessionsValidFromDateTime)
    tokens_valid_from: float
    #: seconds since the epoch: sign-ins with an older password are worthless in public clients
    password_changed_at: float
    #: wrong passwords since the last good one (smart lockout)
    failures: int
    #: seconds since the epoch until which smart lockout refuses every password; None: not locked
    locked_until: float | None
    password_expired: bool
    must_change_password: bool
    #: what multi-factor authentication asks: nothing, a second factor, or to enrol for one first
    mfa: Literal["none", "required", "enrol"]

    #: holds a directory role that may consent for everybody (Global Administrator)
    admin: bool

    # Exchange Online; what each means and takes: user_switches.py
    imap: bool
    pop: bool
    ews: bool | None
    smtp_auth: bool | None
    authentication_policy: AuthenticationPolicy | None
    licence: str | None
    mailbox_state: Literal["active", "soft_deleted", "not_provisioned", "moved"]
    moved_to: str | None
    ews_application_access_policy: Literal["EnforceAllowList", "EnforceBlockList"] | None
    ews_allow_list: tuple[str, ...] | None
    ews_block_list: tuple[str, ...] | None
    ews_allow_outlook: bool | None
    ews_allow_mac_outlook: bool | None
    ews_allow_entourage: bool | None

    def _checked(self, name: str, value: object) -> object:
        row = USER_ROWS.get(name)
        return value if row is None else row.check(value)

    @property
    def address(self) -> str:
        """The primary SMTP address: the sign-in name, as Microsoft 365 makes it."""
        return self.upn

    @property
    def addresses(self) -> list[str]:
        """Every SMTP address, the primary one first."""
        return [self.upn, *self.aliases]

    @property
    def is_guest(self) -> bool:
        """Whether the account's home is another tenant."""
        return self.kind == "guest"

    @property
    def sessions_from(self) -> float:
        """Seconds since the epoch: what is newer outlives both a revocation and a new password."""
        return max(self.tokens_valid_from, self.password_changed_at)

    def __repr__(self) -> str:
        return f"<User {self.upn}{'' if self.kind == 'member' else f' ({self.kind})'}>"


#: A new mailbox's values in Exchange Online. That tests can send all the same is the tenant's doing
#: (policies.smtp_auth), so that a test can switch it off for everybody.
_DEFAULTS = {row.name: row.default for row in ROWS}

#: What `User(...)` and so `Tenant.add_user(...)`, markers and configuration files take as switches.
USER_SWITCHES = frozenset(_DEFAULTS) | {"given_name", "surname"}
