"""Basic authentication: user name and password."""

from fakeserver.tenant.tenant import Tenant
from tests.matrix import kinds
from tests.matrix.families.mailboxes import alice_shares
from tests.matrix.lines import fine, no_password, password_fine
from tests.matrix.outcomes import Http, Imap, Pop3, Smtp, no_token
from tests.matrix.table import Circumstance, Family, line, nothing

WRONG = no_token(400, "invalid_grant", 50126, "Error validating credentials due to invalid username or password.")


def allowed_again(tenant: Tenant) -> None:
    tenant.policies.basic_auth = True


def on_smtp(tenant: Tenant) -> None:
    tenant.policies.basic_auth = "SMTP"


FAMILY = Family(
    "User name and password",
    "Basic authentication has been off since the end of 2022 for everything but SMTP. The answers are those of a wrong "
    "password; only SMTP says more.",
    (
        Circumstance(
            "basic-off",
            "Basic authentication is off, as it is everywhere",
            nothing,
            (
                fine(kinds.DELEGATED, Token=None),
                no_password(kinds.PASSWORD),
                no_password(kinds.WRONG_PASSWORD, SMTP=Smtp.BASIC_OFF("T*", "logs"), Token=WRONG("T", "AZREC")),
                line(
                    kinds.BY_PLAIN,
                    IMAP=Imap.NO("T", "logs"),
                    POP3=Pop3.NO("I", "IPS"),
                    SMTP=Smtp.NO_MECHANISM("I", "logs"),
                ),
                line(kinds.BY_LOGIN, SMTP=Smtp.BASIC_OFF("T*", "logs")),
            ),
        ),
        Circumstance(
            "basic-on",
            "Basic authentication is allowed, as it was before",
            allowed_again,
            (
                fine(kinds.DELEGATED, Token=None),
                password_fine(kinds.PASSWORD),
                line(
                    kinds.WRONG_PASSWORD,
                    Token=WRONG("T", "AZREC"),
                    EWS=Http.BASIC("D", "BASIC"),
                    Autodiscover=Http.BASIC("I", "BASIC"),
                    IMAP=Imap.NO_LOGIN("T", "imapsync"),
                    POP3=Pop3.NO_LOGON("T", "logs"),
                    SMTP=Smtp.CREDENTIALS("T*", "logs"),
                ),
                line(
                    kinds.BY_PLAIN,
                    IMAP=Imap.IN("I", "logs"),
                    POP3=Pop3.IN("I", "logs"),
                    SMTP=Smtp.NO_MECHANISM("I", "logs"),
                ),
                line(kinds.BY_LOGIN, SMTP=Smtp.IN("T", "logs")),
            ),
        ),
        Circumstance(
            "basic-on-shared",
            "Basic authentication is allowed, and the user has FullAccess on a shared mailbox",
            (allowed_again, alice_shares),
            (
                line(
                    kinds.LOGIN_FOR_SHARED,
                    IMAP=Imap.LOGGED_IN("T*", "FairEmail"),
                    POP3=Pop3.LOGGED_ON("U", "no record"),
                ),
            ),
        ),
        Circumstance(
            "basic-smtp-only",
            "Passwords on SMTP alone, as it is until the end of 2026-12",
            on_smtp,
            (
                no_password(kinds.PASSWORD, Token=None),
                line(kinds.BY_LOGIN, SMTP=Smtp.IN("T", "logs")),
            ),
        ),
    ),
)
