"""Accounts: people, shared mailboxes and rooms, with their switches."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from msgspec import UNSET, UnsetType

from fakeserver.config.adding import add
from fakeserver.config.tables import RoomTable, SharedMailboxTable, UserTable
from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.routing import operation
from fakeserver.tenant.directory.users import USER_SWITCHES, User


@dataclass
class UserView:
    """An account."""

    address: str
    upn: str
    object_id: str
    display_name: str
    given_name: str
    surname: str
    #: "member", "guest", "shared", "room" or "public_folders"
    kind: str
    aliases: list[str]
    password: str | None = field(repr=False)
    has_mailbox: bool
    #: every switch by its name; GET /switches says what each does
    switches: dict[str, Any]


@dataclass
class Users:
    """Every account, oldest first."""

    users: list[UserView]


@dataclass
class UserChanges:
    """What is to be changed; it takes every switch of a user as well."""

    upn: str | UnsetType = UNSET
    password: str | UnsetType = field(default=UNSET, repr=False)
    display_name: str | UnsetType = UNSET
    aliases: list[str] | UnsetType = UNSET

    further_keys: ClassVar[frozenset[str]] = USER_SWITCHES
    pictures: ClassVar[frozenset[str]] = frozenset({"photo"})
    switches: dict[str, Any] = field(default_factory=dict)


def user_view(user: User) -> UserView:
    """Return an account as the API shows it."""
    return UserView(
        user.address,
        user.upn,
        user.object_id,
        user.display_name,
        user.given_name,
        user.surname,
        user.kind,
        list(user.aliases),
        user.password,
        user.has_mailbox,
        {name: getattr(user, name) for name in user.rows},
    )


@operation("GET", "/tenants/{tenant}/users")
def list_users(call: Call) -> Users:
    """List the accounts, those of shared mailboxes and rooms too."""
    return Users([user_view(user) for user in call.tenant.users])


@operation("POST", "/tenants/{tenant}/users", status=201)
def create_user(call: Call, body: UserTable) -> UserView:
    """Add a user with a mailbox; without a password one is made up."""
    return _added(call, body)


@operation("POST", "/tenants/{tenant}/shared_mailboxes", status=201)
def create_shared_mailbox(call: Call, body: SharedMailboxTable) -> UserView:
    """Add a mailbox that nobody signs in to; without a list of members all users are."""
    return _added(call, body)


@operation("POST", "/tenants/{tenant}/rooms", status=201)
def create_room(call: Call, body: RoomTable) -> UserView:
    """Add a meeting room."""
    return _added(call, body)


@operation("GET", "/tenants/{tenant}/users/{user}")
def get_user(call: Call) -> UserView:
    """Look at an account."""
    return user_view(call.user)


@operation("PATCH", "/tenants/{tenant}/users/{user}")
def change_user(call: Call, body: UserChanges) -> UserView:
    """Change an account: its switches, which take effect at the next request, its names, or its password; all or none.

    A password that is set here ends the user's sessions, as where an admin resets it.
    """
    user, people, directory = call.user, call.tenant.people, call.tenant.directory
    # First what may be refused, so that all of it is done, or nothing.
    for name, value in body.switches.items():
        if name in user.rows:
            user.rows[name].check(value)
    upns = [] if body.upn is UNSET else [people.own_address(body.upn, user.kind)]
    aliases = [] if body.aliases is UNSET else [people.own_address(alias, user.kind) for alias in body.aliases]
    for address in (*upns, *aliases):
        if directory.user_by_address(address) is not user:
            directory.check_free(address)
    for name, value in body.switches.items():
        setattr(user, name, value)
    if body.display_name is not UNSET:
        user.display_name = body.display_name
    for upn in upns:
        people.rename_user(user, upn)
    if body.aliases is not UNSET:
        user.aliases = tuple(aliases)
    if body.password is not UNSET:
        call.tenant.sign_ins.reset_password(user, body.password)
    return user_view(user)


@operation("DELETE", "/tenants/{tenant}/users/{user}")
def delete_user(call: Call) -> None:
    """Delete an account with its mailbox."""
    call.tenant.people.remove_user(call.user)


@operation("POST", "/tenants/{tenant}/users/{user}/revoke")
def revoke_sessions(call: Call) -> None:
    """End every session of a user (Revoke-MgUserSignInSession)."""
    call.tenant.revoke(call.user)


def _added(call: Call, table: object) -> UserView:
    added = add(call.tenant, table)
    assert isinstance(added, User)
    return user_view(added)
