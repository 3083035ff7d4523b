from collections.abc import Iterator

import pytest

from fakeserver.protocols.smtp.errors import ROWS, reply_to
from fakeserver.protocols.smtp.replies import TEMPORARY_ERROR
from fakeserver.tenant import refusals
from fakeserver.tenant.refusals import Refusal


def every_kind(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    if kind.__module__.startswith(refusals.__name__):
        yield kind
    for child in kind.__subclasses__():
        yield from every_kind(child)


def filled(kind: type[Refusal]) -> Refusal:
    """Return a refusal whose every fact is nasty."""
    return kind(**dict.fromkeys(kind().facts, "{name}\r\n\x00250 OK"))


@pytest.mark.parametrize("kind", list(every_kind()), ids=lambda kind: kind.__name__)
def test_every_refusal_is_one_line_of_refusal(kind: type[Refusal]) -> None:
    reply = reply_to(filled(kind))
    assert 400 <= reply.code < 600
    assert str(reply).isprintable()
    assert reply.text.isascii()


def test_rows_are_for_refusals_that_exist() -> None:
    assert set(ROWS) <= set(every_kind())


@pytest.mark.parametrize(
    ("refusal", "line"),
    [
        (refusals.TokenExpired(), "535 5.7.3 Authentication unsuccessful"),
        (refusals.AudienceWrong(), "535 5.7.3 Authentication unsuccessful"),
        (refusals.CredentialMalformed(), "535 5.7.3 Authentication unsuccessful"),
        (refusals.ScopeMissing(), "535 5.7.3 Authentication unsuccessful"),
        (refusals.MailboxAccessDenied(), "535 5.7.3 Authentication unsuccessful"),
        (refusals.ServicePrincipalNotRegistered(), "535 5.7.3 Authentication unsuccessful"),
        (
            refusals.BasicAuthDisabled(),
            "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
        ),
        (
            refusals.SubmissionDisabledForTenant(),
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. "
            "Visit https://aka.ms/smtp_auth_disabled for more information.",
        ),
        (
            refusals.SubmissionDisabledForMailbox(),
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. "
            "Visit https://aka.ms/smtp_auth_disabled for more information.",
        ),
        (refusals.PasswordRefused(), "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect."),
        (refusals.MailboxNotFound(), "550 5.2.1 Mailbox cannot be accessed"),
        (refusals.MessageTooLarge(), "552 5.3.4 Message size exceeds fixed maximum message size"),
        (refusals.FolderExists(), "554 5.2.0 STOREDRV.Submission.Exception:StorePermanentException; "
         "Failed to process message due to a permanent exception"),
        (
            refusals.SendAsDenied("a@contoso.com", "b@contoso.com"),
            "554 5.2.252 SendAsDenied; a@contoso.com not allowed to send as b@contoso.com; "
            "STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; "
            "Failed to process message due to a permanent exception with message "
            "[BeginDiagnosticData]Cannot submit message. [EndDiagnosticData]",
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Refusal) else "",
)  # fmt: skip
def test_the_words(refusal: Refusal, line: str) -> None:
    assert str(reply_to(refusal)) == line


def test_what_smtp_never_asks_for_is_a_temporary_error() -> None:
    assert reply_to(Refusal()) == TEMPORARY_ERROR
