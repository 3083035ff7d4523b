"""Signed in, and a yes hides something: reports, messages that FETCH leaves out, folders that IMAP does not show."""

from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from tests.matrix.asking import REPORT
from tests.matrix.lines import asked
from tests.matrix.outcomes import Outcome, said
from tests.matrix.sources import Mark
from tests.matrix.table import Circumstance, Family, Line, nothing

_MESSAGE = "From: alice@contoso.com\r\nSubject: A\r\n\r\nB\r\n."
#: More servers than a message may have come through (MaxHopCount, 60).
_LOOP = "Received: from a by b; Thu, 1 Jan 2026 10:00:00 +0000\r\n" * 61 + _MESSAGE


def _reported(
    name: str, title: str, to: str, diagnostic: str, mark: Mark, source: str, message: str = _MESSAGE
) -> Line:
    """Return the line of a message that is accepted, and of the report that comes of it."""
    accepted = said("250 2.0.0 OK <message-id> [Hostname=<host>]", f"Diagnostic-Code: smtp;{diagnostic}")
    envelope = ("MAIL FROM:<alice@contoso.com>", f"RCPT TO:<{to}@contoso.com>", "DATA")
    return asked("SMTP", name, title, accepted(mark, source), *envelope, message, REPORT)


def news_from_bob(tenant: Tenant, bob: User) -> None:
    tenant.add_distribution_group("news", ["alice"], allowed_senders=[bob])


def small_mailbox(tenant: Tenant, bob: User) -> None:
    tenant.mailbox(bob).receive_limit = 100


def named_with_a_slash(tenant: Tenant, alice: User) -> None:
    folders = tenant.mailbox(alice).folders
    folders.create(folders.distinguished("msgfolderroot"), "X/Y")


def unreadable(tenant: Tenant, alice: User) -> None:
    tenant.deliver(alice, subject="A")
    tenant.policies.imap_unreadable = ("A",)


def without_data(tenant: Tenant) -> None:
    tenant.policies.imap_unreadable_answer = "nothing"


_FETCHED = said("OK FETCH completed.")
_SUBSTITUTE = said(
    '* 1 FETCH (ENVELOPE ("<any>" "Retrieval using the IMAP4 protocol failed for the following message: 1" <any>))',
    "OK FETCH completed.",
)
_UNREADABLE = ("SELECT INBOX", "* FETCH 1 ENVELOPE")
_NO_FOLDER: Outcome = said("NO X/Y doesn't exist.")

FAMILY = Family(
    "Signed in, and a yes hides something",
    "A message is accepted, and a report of what became of it comes to its sender: the second line is from there. "
    "(5.7.133 is for senders outside of the organization, who do not submit here; `tenant.deliver` raises it.) IMAP "
    "says OK, without a message or a folder.",
    (
        Circumstance(
            "reports",
            "Sent to nobody, or in a circle",
            nothing,
            (
                _reported(
                    "report-unknown",
                    "a recipient who is not there",
                    "nobody",
                    "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
                    "D",
                    "NDR",
                ),
                _reported(
                    "report-loop",
                    "a message that has come through 61 servers",
                    "alice",
                    "554 5.4.14 Hop count exceeded - possible mail loop ATTR34",
                    "D",
                    "NDR",
                    _LOOP,
                ),
            ),
        ),
        Circumstance(
            "reports-group",
            "Sent to a distribution group that takes messages from others only",
            news_from_bob,
            (
                _reported(
                    "report-not-allowed",
                    "a message to it",
                    "news",
                    "550 5.7.124 Sender not in allowed-senders list",
                    "D",
                    "NDR",
                ),
            ),
            really="Set-DistributionGroup news -AcceptMessagesOnlyFrom bob",
        ),
        Circumstance(
            "reports-size",
            "Sent to a mailbox that takes no message so large",
            small_mailbox,
            (
                _reported(
                    "report-too-large",
                    "a message to it",
                    "bob",
                    "550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient",
                    "D",
                    "NDR",
                ),
            ),
            really="Set-Mailbox bob -MaxReceiveSize 1KB",
        ),
        Circumstance(
            "unreadable",
            "A message that Exchange cannot convert, and another in its place",
            unreadable,
            (asked("IMAP", "unreadable-substitute", "FETCH of it", _SUBSTITUTE("T*", "unreadable"), *_UNREADABLE),),
        ),
        Circumstance(
            "unreadable-nothing",
            "A message that Exchange cannot convert, and nothing in its place",
            (unreadable, without_data),
            (asked("IMAP", "unreadable-nothing", "FETCH of it", _FETCHED("T*", "unreadable"), *_UNREADABLE),),
        ),
        Circumstance(
            "folder-with-slash",
            "A folder whose name holds `/`, made by Outlook or EWS",
            named_with_a_slash,
            (
                asked(
                    "IMAP",
                    "slash-list",
                    "LIST of it",
                    said("OK LIST completed.")("T", "slash"),
                    '* LIST "" "X*"',
                ),
                asked("IMAP", "slash-select", "SELECT of it", _NO_FOLDER("I", "slash"), "SELECT X/Y"),
            ),
        ),
    ),
)
