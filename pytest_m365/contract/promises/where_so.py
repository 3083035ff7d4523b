"""What is promised of tenants that are not as most are: a protocol is off, or an application lacks something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pytest_m365.contract.asking.doors import enter
from pytest_m365.contract.promise import Ask, Table
from pytest_m365.contract.promises import settings
from pytest_m365.contract.promises.answers import NO, NOT_CONNECTED, TRACE, send_as_denied
from pytest_m365.contract.promises.ews_sign_in import NO_JWT
from pytest_m365.contract.promises.settings import WHO, WHOSE, Who
from pytest_m365.contract.setting import Setting
from pytest_m365.contract.terms import Kind, Known, NotAsked

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker

EWS, IMAP, POP3, SMTP = Table("EWS"), Table("IMAP"), Table("POP3"), Table("SMTP")
TABLES = (EWS, IMAP, POP3, SMTP)

_IPS: Known = ("I", "IPS")
_NO_RECORD: Known = ("U", "no record")
_FORBIDDEN = "403\n(empty body)"


def _entered(
    table: Table, name: str, says: str, known: Known, needs: Setting | None, who: Who, expected: str, rows: str
) -> None:
    """Add what a door says to the run's user or application."""
    kind: Kind | None = "http" if expected[:3] in ("401", "403") else None

    def perform(asker: Asker) -> Sequence[str]:
        said = enter(asker, table.protocol, asker.token_of(who, table.protocol))
        return _without_send_as(said) if needs is settings.NO_MAILBOX_PERMISSION and table is SMTP else said

    table.add(
        name, says, known, Ask(f"sign in with {WHOSE[who]}", perform), expected, kind=kind, rows=rows, needs=needs
    )


def _without_send_as(said: Sequence[str]) -> Sequence[str]:
    """Return what SMTP has refused: it opens to whoever may send as the mailbox, which shows nowhere else.

    Raises:
        NotAsked: it opened.
    """
    if said[0].startswith("235"):
        raise NotAsked("there is a right to send as this mailbox")
    return said


# --- a protocol is off -----------------------------------------------------------------------------------------------

_KIND: dict[Who, str] = {"user": "delegated", "app": "app-only"}
_HOW: dict[Who, str] = {"user": "", "app": "-app-only"}
for _who in WHO:
    _is_app = _who == "app"
    _kind = _KIND[_who]
    _entered(
        IMAP,
        f"off{_HOW[_who]}",
        "where it is off, IMAP accepts the sign-in and opens no mailbox",
        ("I", "FairEmail") if _is_app else ("T*", "FairEmail, imapsync"),
        settings.imap_off(_who),
        _who,
        NOT_CONNECTED,
        f"imap-off-{_kind}-",
    )
    _entered(
        POP3,
        f"off{_HOW[_who]}",
        "where it is off, POP3 refuses like a bad token",
        _NO_RECORD,
        settings.pop3_off(_who),
        _who,
        NO["POP3"],
        f"pop-off-{_kind}-",
    )
    _entered(
        EWS,
        f"off{_HOW[_who]}",
        "where it is off, EWS is 403, and nothing else is said",
        ("T*", "scream"),
        settings.ews_off(_who),
        _who,
        _FORBIDDEN,
        f"ews-off-{_kind}-",
    )
    _entered(
        EWS,
        f"not-listed{_HOW[_who]}",
        "an application that is not on EWS's list gets 403, and nothing else is said",
        ("I", "PS-ORG"),
        settings.not_listed(_who),
        _who,
        _FORBIDDEN,
        # What the mailbox's own switch is does not show where it opens.
        f"ews-org-true-mailbox-null-not-listed-{_kind}- ews-org-true-mailbox-true-not-listed-{_kind}-",
    )
    for _what, _user_known, _rows in (
        ("Tenant", ("T", "logs, PS-TR"), ("tenant-off-mailbox-empty",)),
        # Neither does the tenant's behind the mailbox's.
        ("Mailbox", ("T*", "logs, PS-CAS"), ("tenant-on-mailbox-off", "tenant-off-mailbox-off")),
    ):
        _entered(
            SMTP,
            f"off-for-{_what.lower()}{_HOW[_who]}",
            f"where authenticated SMTP is off for the {_what.lower()}, the refusal says so",
            ("I", "logs, PS-CAS") if _is_app else _user_known,  # type: ignore[arg-type]
            settings.smtp_off(_who, _what),  # type: ignore[arg-type]
            _who,
            f"535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the {_what}. Visit "
            f"https://aka.ms/smtp_auth_disabled for more information. {TRACE}",
            " ".join(f"smtp-{row}-{_kind}-" for row in _rows),
        )
EWS.add(
    "off-garbage",
    "where EWS is off, a text that is no token is 401 all the same",
    ("I", "EWSINS"),
    Ask("GetFolder with a text that is no token", lambda asker: enter(asker, "EWS", "no.token.at-all")),
    NO_JWT,
    kind="http",
    rows="ews-gone-garbage-",
    needs=settings.ews_off("user"),
)

# --- the application lacks something ---------------------------------------------------------------------------------

for _table, _known in ((EWS, ("T*", "exchangelib")), (IMAP, ("T*", "logs")), (POP3, _IPS), (SMTP, ("D", "IPS, logs"))):
    _entered(
        _table,
        "wrong-role",
        "an application without the protocol's role is refused",
        _known,  # type: ignore[arg-type]
        settings.without_role(_table.protocol),
        "app",
        _FORBIDDEN if _table is EWS else NO[_table.protocol],
        "permissions-app-only-wrong-role-",
    )
for _table in (IMAP, POP3):
    for _door, _setting in (("smtp", settings.ROLE_FOR_SMTP), ("ews-scope", settings.ROLE_FOR_EWS)):
        _entered(
            _table,
            f"role-for-{_door.partition('-')[0]}",
            f"a role that Exchange has assigned for {_door.partition('-')[0].upper()} does not open {_table.protocol}",
            _IPS,
            _setting,
            "app",
            NO[_table.protocol],
            f"rbac-{_door}-rbac-",
        )
_entered(
    IMAP,
    "no-role",
    "an application without any role is refused like a bad token",
    _IPS,
    settings.NO_ROLES,
    "app",
    NO["IMAP"],
    "permissions-app-only-no-role-",
)
_entered(
    EWS,
    "role-assigned",
    "a role that Exchange has assigned opens EWS to an application whose token has none",
    ("I", "EWSOAUTH"),
    settings.ROLE_FOR_EWS,
    "app",
    "200 NoError",
    "rbac-ews-scope-rbac-",
)
for _table in (POP3, SMTP):
    _entered(
        _table,
        "no-mailbox-permission",
        "an application without permission on the mailbox is refused like a bad token",
        _NO_RECORD,
        settings.NO_MAILBOX_PERMISSION,
        "app",
        NO[_table.protocol],
        "no-permission-app-only-no-mailbox-permission-",
    )

# --- another mailbox -------------------------------------------------------------------------------------------------


def _of_other(door: str) -> Ask:
    def perform(asker: Asker) -> Sequence[str]:
        said = enter(asker, door, asker.token_of("user", door), asker.other)
        return _without_send_as(said) if door == "SMTP" else said

    return Ask("sign in to it with the user's token", perform)


for _table in (POP3, SMTP):
    _table.add(
        "other-mailbox",
        "a mailbox on which the user has no right is refused like a bad token",
        _NO_RECORD,
        _of_other(_table.protocol),
        NO[_table.protocol],
        # Whether somebody signs in to it does not show.
        rows="no-permission-other-user- no-permission-shared-mailbox-",
        needs=settings.NO_RIGHT_ON_OTHER,
    )


@SMTP.asked(
    "other-full-access",
    ("I", "logs, Notifuse"),
    "send from it to the test's own address, with the user's token",
    *send_as_denied("<user>", "<address>"),
    rows="full-access-other-user- shared-full-access-shared-mailbox-",
    needs=settings.FULL_ACCESS_ON_OTHER,
)
def _full_access(asker: Asker) -> Sequence[str]:
    """FullAccess on a mailbox lets nobody send as it."""
    smtp = asker.new_smtp()
    said = smtp.sign_in(asker.other, asker.user_token("SMTP.Send"))
    if not said[-1].startswith("235"):
        return said
    return _sent_as_other(asker, smtp.submit(asker.other, asker.mailbox.address, _from_other(asker)))


@SMTP.asked(
    "other-sender-app-only",
    ("I", "logs"),
    "send from it to the test's own address, signed in to the run's mailbox with the application's token",
    *send_as_denied("<user>", "<address>"),
    rows="sender-not-allowed-app-only-other-sender-",
    needs=settings.APP_WITHOUT_RIGHT_ON_OTHER,
)
def _other_sender(asker: Asker) -> Sequence[str]:
    """An application that may send as one mailbox does not send as another."""
    smtp = asker.new_smtp()
    said = smtp.sign_in(asker.user, asker.app_token())
    if not said[-1].startswith("235"):
        raise NotAsked(f"SMTP does not let the application in: {said[-1]}")
    return _sent_as_other(asker, smtp.submit(asker.other, asker.mailbox.address, _from_other(asker)))


def _from_other(asker: Asker) -> str:
    return asker.text().replace(f"From: {asker.user}", f"From: {asker.other}")


def _sent_as_other(asker: Asker, said: list[str]) -> list[str]:
    if said[0].startswith("250"):
        raise NotAsked("there is a right to send as the second mailbox")
    return said
