"""Switches of one mailbox: Set-CASMailbox."""

from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from tests.matrix import kinds
from tests.matrix.lines import fine
from tests.matrix.outcomes import Http, Imap, Pop3, Smtp
from tests.matrix.table import Circumstance, Family, line


def imap_off(alice: User) -> None:
    alice.imap = False


def pop_off(alice: User) -> None:
    alice.pop = False


def ews_off(alice: User) -> None:
    alice.ews = False


def all_off(alice: User) -> None:
    alice.imap = alice.pop = alice.ews = alice.smtp_auth = False


def owner_off(bob: User) -> None:
    bob.imap = bob.pop = bob.ews = bob.smtp_auth = False


FAMILY = Family(
    "Protocols that are off for a mailbox",
    "The token is good; the mailbox does not open. IMAP says so only after it has accepted the sign-in.",
    (
        Circumstance(
            "imap-off",
            "IMAP is off for the mailbox",
            imap_off,
            (
                fine(kinds.DELEGATED, IMAP=Imap.NOT_CONNECTED("T*", "FairEmail, imapsync"), Token=None),
                fine(kinds.APP_ONLY, IMAP=Imap.NOT_CONNECTED("I", "FairEmail"), Token=None),
            ),
            really="Set-CASMailbox alice@contoso.com -ImapEnabled $false",
        ),
        Circumstance(
            "pop-off",
            "POP3 is off for the mailbox",
            pop_off,
            (
                fine(kinds.DELEGATED, POP3=Pop3.NO("U", "no record"), Token=None),
                fine(kinds.APP_ONLY, POP3=Pop3.NO("U", "no record"), Token=None),
            ),
            really="Set-CASMailbox alice@contoso.com -PopEnabled $false",
        ),
        Circumstance(
            "ews-off",
            "EWS is off for the mailbox",
            ews_off,
            (
                fine(kinds.DELEGATED, EWS=Http.FORBIDDEN("T*", "scream"), Token=None),
                fine(kinds.APP_ONLY, EWS=Http.FORBIDDEN("T*", "scream"), Token=None),
            ),
            really="Set-CASMailbox alice@contoso.com -EwsEnabled $false",
        ),
        Circumstance(
            "all-off",
            "Every protocol is off for the mailbox",
            all_off,
            (
                fine(
                    kinds.DELEGATED,
                    EWS=Http.FORBIDDEN("T*", "scream"),
                    IMAP=Imap.NOT_CONNECTED("T*", "FairEmail, imapsync"),
                    POP3=Pop3.NO("U", "no record"),
                    SMTP=Smtp.OFF_FOR_MAILBOX("T*", "logs"),
                ),
                fine(
                    kinds.APP_ONLY,
                    EWS=Http.FORBIDDEN("T*", "scream"),
                    IMAP=Imap.NOT_CONNECTED("I", "FairEmail"),
                    POP3=Pop3.NO("U", "no record"),
                    SMTP=Smtp.OFF_FOR_MAILBOX("I", "logs"),
                ),
            ),
            really="Set-CASMailbox with all of these",
        ),
        Circumstance(
            "colleague-off",
            "Every protocol is off for another mailbox",
            owner_off,
            (fine(kinds.DELEGATED), fine(kinds.APP_ONLY)),
            really="Set-CASMailbox bob@contoso.com with all of these: nothing to alice",
        ),
    ),
)

# --- SMTP: a tri-state over the tenant's switch --------------------------------------------------------------------


def tenant_off(tenant: Tenant) -> None:
    tenant.policies.smtp_auth = False


def tenant_on(tenant: Tenant) -> None:
    tenant.policies.smtp_auth = True


def passwords_on(tenant: Tenant) -> None:
    tenant.policies.basic_auth = "SMTP"


def mailbox_on(alice: User) -> None:
    alice.smtp_auth = True


def mailbox_off(alice: User) -> None:
    alice.smtp_auth = False


def mailbox_empty(alice: User) -> None:
    alice.smtp_auth = None


_TENANTS = (("tenant-on", "on for the tenant", tenant_on), ("tenant-off", "off for the tenant", tenant_off))
_MAILBOXES = (
    ("mailbox-empty", "not set for the mailbox", mailbox_empty),
    ("mailbox-on", "on for the mailbox", mailbox_on),
    ("mailbox-off", "off for the mailbox", mailbox_off),
)
#: SmtpClientAuthenticationDisabled, the truth table: what wins, and since when it is known
_SUBMISSION = {
    ("tenant-on", "mailbox-empty"): Smtp.IN("D", "PS-CAS, PS-TR"),
    ("tenant-on", "mailbox-on"): Smtp.IN("D", "PS-CAS, PS-TR"),
    ("tenant-on", "mailbox-off"): Smtp.OFF_FOR_MAILBOX("T*", "logs, PS-CAS"),
    ("tenant-off", "mailbox-empty"): Smtp.OFF_FOR_TENANT("T", "logs, PS-TR"),
    ("tenant-off", "mailbox-on"): Smtp.IN("D", "PS-CAS"),
    ("tenant-off", "mailbox-off"): Smtp.OFF_FOR_MAILBOX("T*", "logs, PS-CAS"),
}

SUBMISSION = Family(
    "Authenticated SMTP, on the tenant and on the mailbox",
    "The mailbox's value wins; without one the tenant's counts. It stops tokens as well as passwords. New tenants "
    "begin with it off; the fake's begin with it on. In PowerShell the switch is the reverse: "
    "`Set-TransportConfig -SmtpClientAuthenticationDisabled`, `Set-CASMailbox -SmtpClientAuthenticationDisabled`.",
    tuple(
        Circumstance(
            f"smtp-{tenant}-{mailbox}",
            f"{tenant_title}, {mailbox_title}",
            (set_tenant, set_mailbox, passwords_on),
            (
                line(kinds.DELEGATED, SMTP=_SUBMISSION[tenant, mailbox]),
                line(kinds.APP_ONLY, SMTP=_SUBMISSION[tenant, mailbox]("I", "logs, PS-CAS")),
                line(kinds.BY_LOGIN, SMTP=_SUBMISSION[tenant, mailbox]),
            ),
        )
        for tenant, tenant_title, set_tenant in _TENANTS
        for mailbox, mailbox_title, set_mailbox in _MAILBOXES
    ),
    flat=True,
)
