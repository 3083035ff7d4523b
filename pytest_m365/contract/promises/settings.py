"""The settings that promises are about, and how each shows to a client.

A door that is shut to a token with its permission, while others open the same mailbox, is off. Where no door opens
nothing shows, since the mailbox may have no licence, be gone or not be there yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Literal, TypeAlias

from pytest_m365.contract.asking.doors import is_open, said_at
from pytest_m365.contract.asking.permissions import PERMISSIONS, permissions_in, permits
from pytest_m365.contract.setting import Setting

if TYPE_CHECKING:
    from fakeserver.tenant.directory.users import User
    from pytest_m365.contract.asking.asker import Asker
    from pytest_m365.fake import FakeTarget

Who: TypeAlias = Literal["user", "app"]
WHO: tuple[Who, ...] = ("user", "app")
WHOSE: dict[Who, str] = {"user": "a user's token", "app": "an application's token"}
_LINES = ("IMAP", "POP3", "SMTP")
#: doors that a permission on the mailbox opens to an application; SMTP opens to the right to send as it, too
_BY_FULL_ACCESS = ("IMAP", "POP3")
_ELSEWHERE = "11111111-2222-3333-4444-555555555555"
_OFF_FOR = "SmtpClientAuthentication is disabled for the {}"
#: what SMTP says to a bad token, and so of anything that it doesn't name
_UNNAMED = "535 5.7.3 "


def opens(asker: Asker, door: str, who: Who, user: str = "") -> bool:
    """Say whether a door opens the mailbox."""
    return is_open(said_at(asker, door, who, user))


def is_shut(asker: Asker, door: str, who: Who) -> bool:
    """Say whether a door is shut to a token that has its permission."""
    return permits(asker.token_of(who, door), door) and not opens(asker, door, who)


def _others_open(asker: Asker, door: str, who: Who) -> bool:
    # Not EWS: it opens to an application that has no permission on the mailbox.
    by_the_same = _BY_FULL_ACCESS if who == "app" and door in _BY_FULL_ACCESS else _LINES
    return any(opens(asker, other, who) for other in by_the_same if other != door)


def off(door: str, who: Who, sets: Callable[[FakeTarget], object]) -> Setting:
    """Return that a door of the mailbox is off."""
    return Setting(
        f"{door} is off, and another protocol opens the mailbox",
        sets,
        lambda asker: is_shut(asker, door, who) and _others_open(asker, door, who),
    )


def imap_off(who: Who) -> Setting:
    """Return that IMAP is off for the mailbox."""
    return off("IMAP", who, lambda target: target.user.set(imap=False))


def pop3_off(who: Who) -> Setting:
    """Return that POP3 is off for the mailbox."""
    return off("POP3", who, lambda target: target.user.set(pop=False))


def ews_off(who: Who) -> Setting:
    """Return that EWS is off; whether for the mailbox, the organization or the application does not show."""
    return off("EWS", who, lambda target: target.tenant.policies.set(ews_enabled=False))


def smtp_off(who: Who, for_what: Literal["Tenant", "Mailbox"]) -> Setting:
    """Return that authenticated SMTP is off, for the tenant or for the mailbox."""
    (other,) = {"Tenant", "Mailbox"} - {for_what}

    def sets(target: FakeTarget) -> None:
        if for_what == "Tenant":
            target.tenant.policies.set(smtp_auth=False)
        else:
            target.user.set(smtp_auth=False)

    def shows(asker: Asker) -> bool:
        said = " ".join(said_at(asker, "SMTP", who))
        is_other = _UNNAMED in said or _OFF_FOR.format(other) in said
        return is_shut(asker, "SMTP", who) and _others_open(asker, "SMTP", who) and not is_other

    return Setting(f"SMTP is off for the {for_what.lower()}, and another protocol opens the mailbox", sets, shows)


def not_listed(who: Who) -> Setting:
    """Return that EWS is open to one of the run's two applications, and not to the one that signs in."""
    other: Who = "app" if who == "user" else "user"

    def sets(target: FakeTarget) -> None:
        target.tenant.policies.set(ews_enabled=True, ews_allowed_app_ids=(_ELSEWHERE,))

    def shows(asker: Asker) -> bool:
        return is_shut(asker, "EWS", who) and opens(asker, "EWS", other)

    return Setting("EWS is open to the other one of the two applications alone", sets, shows)


# --- the application that acts by itself -----------------------------------------------------------------------------


def _registered(
    roles: Iterable[str] = (), *rights: str, role: str = "", exchange: bool = True
) -> Callable[[FakeTarget], object]:
    """Return what puts another application in the place of the one that acts by itself.

    Args:
        rights: what it may do with the user's mailbox.
        role: of Exchange's own.
    """

    def sets(target: FakeTarget) -> None:
        app = target.tenant.register_app("Contract", application=tuple(roles), exchange=exchange)
        for right in rights:
            target.tenant.rights.add_mailbox_permission(target.user, app, right)
        if role:
            target.tenant.rights.assign_role(app, role)
        target.daemon_app = app

    return sets


_ROLES = [role for _, role in PERMISSIONS.values()]


def without_role(door: str) -> Setting:
    """Return that the application has roles, and not the one of a door."""
    others = [role for role in _ROLES if role != PERMISSIONS[door][1]]
    return Setting(
        f"the application has roles, and none for {door}",
        _registered(others, "FullAccess", "SendAs"),
        lambda asker: bool(found := permissions_in(asker.app_token())) and found.isdisjoint(PERMISSIONS[door]),
    )


NO_ROLES = Setting(
    "the application has no role at all",
    _registered((), "FullAccess", "SendAs"),
    lambda asker: (
        not permissions_in(asker.app_token()) and not any(opens(asker, door, "app") for door in ("SMTP", "EWS"))
    ),
)


def assigned(door: Literal["SMTP", "EWS"], role: str) -> Setting:
    """Return that the application has no role in its token, and one of Exchange's own that opens a door."""
    return Setting(
        f"the token has no role, and Exchange has assigned one for {door}",
        _registered(role=role),
        lambda asker: not permissions_in(asker.app_token()) and opens(asker, door, "app"),
    )


ROLE_FOR_SMTP = assigned("SMTP", "Application SMTP.SendAsApp")
ROLE_FOR_EWS = assigned("EWS", "Application EWS.AccessAsApp")


def _app_is_kept_out(asker: Asker, user: str = "") -> bool:
    said = said_at(asker, "IMAP", "app", user)
    # A good token, which is let in to no mailbox: what an unregistered application hears is another thing.
    return said[0].startswith("OK") and not is_open(said)


NO_MAILBOX_PERMISSION = Setting(
    "the application has the roles, and no permission on the mailbox",
    _registered(_ROLES),
    lambda asker: opens(asker, "IMAP", "user") and _app_is_kept_out(asker),
)

# --- another mailbox -------------------------------------------------------------------------------------------------


def _with_bob(target: FakeTarget) -> User:
    return target.tenant.add_user("bob")


NO_RIGHT_ON_OTHER = Setting(
    "there is a second mailbox, which IMAP does not open to the user",
    _with_bob,
    lambda asker: opens(asker, "IMAP", "user") and not opens(asker, "IMAP", "user", asker.other),
)
FULL_ACCESS_ON_OTHER = Setting(
    "there is a second mailbox, which IMAP opens to the user",
    lambda target: target.tenant.rights.add_mailbox_permission(_with_bob(target), target.user),
    lambda asker: opens(asker, "IMAP", "user", asker.other),
)
APP_WITHOUT_RIGHT_ON_OTHER = Setting(
    "there is a second mailbox, which IMAP does not open to the application",
    lambda target: (_with_bob(target), _registered(_ROLES, "FullAccess", "SendAs")(target)),
    lambda asker: opens(asker, "IMAP", "app") and _app_is_kept_out(asker, asker.other),
)

# --- signing in ------------------------------------------------------------------------------------------------------


def refused_as(code: int, ask: Callable[[Asker], list[str]], sets: Callable[[FakeTarget], object]) -> Setting:
    """Return that the sign-in service refuses a good credential, by the number of its answer."""
    return Setting(
        f"signing in is refused as AADSTS{code}",
        sets,
        lambda asker: any(line.startswith(f"AADSTS{code}:") for line in ask(asker)),
    )
