"""What SMTP says no with."""

from collections.abc import Iterator
from typing import Final

from fakeserver.finding.gathering import Said
from fakeserver.finding.message import explanation_of
from fakeserver.finding.own import SMTP_RFC, Own, explained_by
from fakeserver.finding.places import kinds_at
from fakeserver.protocols.smtp import errors, replies
from fakeserver.tenant import refusals as no

_SMTP: Final = "SMTP"

_OWN: Final[tuple[tuple[replies.Reply, Own], ...]] = (
    (
        replies.UNAUTHENTICATED,
        (
            "Unauthenticated",
            "MAIL was sent on a connection that nobody has signed in to; after `Error:` stands why a sign-in failed.",
            "STARTTLS, EHLO and AUTH XOAUTH2 before MAIL",
        ),
    ),
    (
        replies.TLS_REQUIRED,
        ("TlsRequired", "Mail is taken over TLS alone.", "STARTTLS on port 587 before AUTH, then EHLO anew"),
    ),
    (
        replies.UNKNOWN_COMMAND,
        (
            "UnknownCommand",
            "The command is not known.",
            "see what was sent: a broken token is read as one",
        ),
    ),
    (
        replies.MECHANISM_UNKNOWN,
        (
            "MechanismUnknown",
            "AUTH names a mechanism that is not offered; before STARTTLS none is.",
            "take one of those behind AUTH in the answer to EHLO after STARTTLS: LOGIN, XOAUTH2",
        ),
    ),
    (replies.TIMEOUT, ("Silence", "The client said nothing for too long.", "connect when there is something to send")),
    (
        replies.TOO_MANY_ERRORS,
        ("TooManyErrors", "One connection has sent too many commands that nobody knows.", "look at what was sent"),
    ),
    (replies.NOT_IMPLEMENTED, ("NotImplemented", "The command is known, and not performed.", "do without it")),
    (replies.LINE_TOO_LONG, ("LongLine", "A line is longer than commands may be.", "send the token by itself")),
    (
        replies.ARGUMENTS_INVALID,
        ("BadArguments", "What follows the command cannot be read.", "write MAIL FROM:<address> and RCPT TO:<address>"),
    ),
    (
        replies.PARAMETER_UNKNOWN,
        ("ParameterUnknown", "MAIL or RCPT has a parameter that EHLO's answer does not offer.", "leave it out"),
    ),
    (replies.DOMAIN_INVALID, ("DomainInvalid", "EHLO or HELO names no host.", "give a host name, or [127.0.0.1]")),
    (replies.SENDER_INVALID, ("SenderInvalid", "The address in MAIL FROM is none.", "write <name@domain>")),
    (replies.RECIPIENT_INVALID, ("RecipientInvalid", "The address in RCPT TO is none.", "write <name@domain>")),
    (replies.HELLO_FIRST, ("HelloFirst", "EHLO is missing; after STARTTLS it is needed again.", "EHLO")),
    (replies.MAIL_FIRST, ("MailFirst", "RCPT or DATA came before MAIL.", "MAIL FROM first")),
    (
        replies.RECIPIENT_FIRST,
        ("RecipientFirst", "DATA came, and no recipient was taken.", "look at the answers to RCPT: they were refused"),
    ),
    (replies.SENDER_TWICE, ("SenderTwice", "A second MAIL came within one message.", "RSET in between")),
    (
        replies.BAD_SEQUENCE,
        ("BadSequence", "The command does not fit what came before.", "see what came before"),
    ),
    (
        replies.TOO_MANY_RECIPIENTS,
        ("TooManyRecipients", "The message has more recipients than one message may.", "send it in several"),
    ),
)


def said() -> Iterator[Said]:
    """Yield its texts with their causes."""
    for kind in kinds_at(_SMTP):
        for reply in _replies(kind()):
            yield Said(_SMTP, str(reply), explanation_of(kind, _SMTP))
    for reply, own in _OWN:
        yield Said(_SMTP, str(reply), explained_by(own, SMTP_RFC))


def _replies(refusal: no.Refusal) -> Iterator[replies.Reply]:
    """Yield each reply that a refusal may get."""
    if isinstance(refusal, no.Throttled):
        yield from errors.THROTTLED.values()
        return
    yield refusal.row_in(errors.ROWS)
    if isinstance(refusal, no.SendAsDenied):
        yield from list(errors.SEND_AS_ROWS.values())[1:]
