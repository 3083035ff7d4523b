"""Mailboxes that are not there, or not here, or have no licence."""

from fakeserver.tenant.directory.users import User
from tests.matrix import kinds
from tests.matrix.lines import fine
from tests.matrix.outcomes import Autodiscover, Ews, Http, Imap, Outcome, Pop3, Smtp, said
from tests.matrix.table import Circumstance, Family, Line


def no_licence(alice: User) -> None:
    alice.licence = None


def frontline_licence(alice: User) -> None:
    alice.licence = "F3"


def kiosk_licence(alice: User) -> None:
    alice.licence = "Kiosk"


def soft_deleted(alice: User) -> None:
    alice.mailbox_state = "soft_deleted"


def not_provisioned(alice: User) -> None:
    alice.mailbox_state = "not_provisioned"


def moved(alice: User) -> None:
    alice.mailbox_state = "moved"
    alice.moved_to = "alice@fabrikam.example"


def _gone(autodiscover: Outcome, ews_of_user: Outcome, ews_of_app: Outcome) -> tuple[Line, ...]:
    cells: dict[str, Outcome | None] = {
        "Autodiscover": autodiscover,
        "IMAP": Imap.NOT_CONNECTED("I", "imapsync"),
        "POP3": Pop3.NO("U", "no record"),
        "SMTP": Smtp.NO_MAILBOX("I", "logs"),
        "Token": None,
    }
    return (fine(kinds.DELEGATED, EWS=ews_of_user, **cells), fine(kinds.APP_ONLY, EWS=ews_of_app, **cells))


FAMILY = Family(
    "Mailboxes without a licence, deleted, not made yet, moved",
    "The user signs in and gets a token all the same; it is the mailbox that does not open.",
    (
        Circumstance(
            "no-licence",
            "The user has no licence",
            no_licence,
            (
                fine(
                    kinds.DELEGATED,
                    EWS=Http.FORBIDDEN("I", "LICENCE"),
                    IMAP=Imap.NOT_CONNECTED("T*", "imapsync"),
                    POP3=Pop3.NO("U", "no record"),
                    SMTP=Smtp.NO_MAILBOX("T", "logs"),
                ),
                fine(
                    kinds.APP_ONLY,
                    EWS=Http.FORBIDDEN("I", "LICENCE"),
                    IMAP=Imap.NOT_CONNECTED("T*", "imapsync"),
                    POP3=Pop3.NO("U", "no record"),
                    SMTP=Smtp.NO_MAILBOX("T", "logs"),
                ),
            ),
            really="Microsoft 365 admin center > Users > Active users > Licenses and apps",
        ),
        Circumstance(
            "frontline-licence",
            "The licence is F3 alone, which has had no right to EWS since 2026-03",
            frontline_licence,
            (
                fine(kinds.DELEGATED, EWS=Http.FORBIDDEN("D", "LICENCE")),
                fine(kinds.APP_ONLY, EWS=Http.FORBIDDEN("D", "LICENCE")),
            ),
        ),
        Circumstance(
            "kiosk-licence",
            "The licence is Kiosk",
            kiosk_licence,
            (
                fine(kinds.DELEGATED, EWS=Http.FORBIDDEN("D", "LICENCE"), Token=None),
                fine(kinds.APP_ONLY, EWS=Http.FORBIDDEN("D", "LICENCE"), Token=None),
            ),
        ),
        Circumstance(
            "soft-deleted",
            "The mailbox was deleted, less than 30 days ago",
            soft_deleted,
            _gone(
                Autodiscover.NOT_FOUND("I", "clients"),
                Ews.MUST_BE_NAMED("I", "ews-java-api"),
                Ews.NO_SUCH_MAILBOX("T", "exchangelib"),
            ),
            really="Remove-Mailbox alice@contoso.com",
        ),
        Circumstance(
            "not-provisioned",
            "The mailbox is not there yet",
            not_provisioned,
            _gone(
                Autodiscover.NOT_FOUND("I", "clients"),
                Ews.MUST_BE_NAMED("I", "ews-java-api"),
                Ews.NO_SUCH_MAILBOX("T", "exchangelib"),
            ),
            really="a licence was assigned a few minutes ago",
        ),
        Circumstance(
            "moved",
            "The mailbox was moved to another organization",
            moved,
            _gone(
                said("200 redirect to alice@fabrikam.example")("D", "ADERR"),
                Ews.NO_SUCH_MAILBOX_IN_BODY("U", "no record"),
                Ews.NO_SUCH_MAILBOX("U", "no record"),
            ),
            really="Set-MailUser alice@contoso.com -ExternalEmailAddress alice@fabrikam.example",
        ),
    ),
)
