"""Signed in, and a command is refused: IMAP, POP3, SMTP."""

from fakeserver.tenant.tenant import Tenant
from tests.matrix.lines import asked
from tests.matrix.outcomes import Outcome, said
from tests.matrix.table import Circumstance, Family, nothing

_IMAP_UNKNOWN = said("BAD Command Error. 10")
_IMAP_ARGUMENTS = said("BAD Command Argument Error. 11")
_POP3_PROTOCOL = said("-ERR Protocol error. 14")

_MESSAGE = "Subject: A\r\n\r\nB\r\n"
_APPEND = f"APPEND INBOX {{{len(_MESSAGE)}+}}\r\n{_MESSAGE}"


def _smtp(text: str) -> Outcome:
    return said(f"{text} [<host> <ts> <id>]")


def expunge_fails(tenant: Tenant) -> None:
    tenant.policies.imap_expunge = False


def append_refuses(tenant: Tenant) -> None:
    tenant.policies.imap_append_refuses = "Subject: A"


_IMAP = Circumstance(
    "imap-commands",
    "IMAP",
    nothing,
    (
        asked("IMAP", "unknown-command", "an unknown command", _IMAP_UNKNOWN("T", "logs"), "FROBNICATE"),
        asked(
            "IMAP",
            "long-command",
            "a command of more than 10,000 octets",
            _IMAP_UNKNOWN("T", "nextcloud"),
            f"SEARCH SUBJECT {'x' * 40_000}",
        ),
        asked(
            "IMAP",
            "store-keyword",
            "a keyword in STORE",
            _IMAP_ARGUMENTS("T*", "keywords"),
            _APPEND,
            "SELECT INBOX",
            "STORE 1 +FLAGS (Later)",
        ),
        asked(
            "IMAP",
            "append-keyword",
            "a keyword in APPEND",
            _IMAP_ARGUMENTS("I", "keywords"),
            _APPEND.replace("INBOX", "INBOX (Later)"),
        ),
        asked(
            "IMAP",
            "eight-bit",
            "octets beyond ASCII in a command",
            _IMAP_ARGUMENTS("U", "no record"),
            'SELECT "Entwürfe"',
        ),
        asked(
            "IMAP",
            "folder-missing",
            "a folder that is not there",
            said("NO Elsewhere doesn't exist.")("T", "rainloop"),
            "SELECT Elsewhere",
        ),
        asked(
            "IMAP",
            "folder-deleted",
            "a folder that was deleted",
            said("NO A doesn't exist.")("T", "rainloop"),
            "CREATE A",
            "DELETE A",
            "SELECT A",
        ),
        asked(
            "IMAP",
            "folder-deleted-selected",
            "FETCH in a folder that was selected, and deleted",
            said("BAD Command received in Invalid state.")("U", "no record"),
            "CREATE A",
            "SELECT A",
            "DELETE A",
            "FETCH 1 FLAGS",
        ),
        asked(
            "IMAP",
            "folder-exists",
            "CREATE of a folder that is there",
            said("NO Mailbox already exists.")("T", "offlineimap"),
            "CREATE INBOX",
        ),
        asked("IMAP", "enable-rev2", "ENABLE IMAP4rev2", _IMAP_UNKNOWN("U", "no record"), "ENABLE IMAP4rev2"),
        asked(
            "IMAP",
            "not-utf7",
            "a name that is not modified UTF-7",
            said("NO CREATE failed.")("U", "no record"),
            "CREATE &x",
        ),
        asked(
            "IMAP",
            "search-charset",
            "SEARCH in a charset that is not taken",
            said("NO [BADCHARSET (US-ASCII)] The specified charset is not supported.")("T", "logs"),
            "SEARCH CHARSET UTF-8 SUBJECT x",
        ),
        asked(
            "IMAP",
            "message-missing",
            "FETCH of a message that is not there",
            said("NO The specified message set is invalid.")("T*", "clients"),
            "FETCH 7 FLAGS",
        ),
    ),
)
_IMAP_SWITCHES = (
    Circumstance(
        "imap-expunge",
        "EXPUNGE does not work: Recoverable Items is full, or held back",
        expunge_fails,
        (
            asked(
                "IMAP",
                "expunge",
                "EXPUNGE of a message",
                said("NO EXPUNGE failed.")("T", "MailKit"),
                _APPEND,
                "SELECT INBOX",
                "STORE 1 +FLAGS (\\Deleted)",
                "EXPUNGE",
            ),
        ),
    ),
    Circumstance(
        "imap-append-refuses",
        "A message that Exchange cannot convert",
        append_refuses,
        (asked("IMAP", "append", "APPEND of it", _IMAP_ARGUMENTS("T", "imap_tools"), _APPEND),),
    ),
)
_POP3 = Circumstance(
    "pop3-commands",
    "POP3",
    nothing,
    (
        asked("POP3", "pop3-unknown", "an unknown command", _POP3_PROTOCOL("U", "no record"), "FROB"),
        asked("POP3", "pop3-arguments", "an argument too many", _POP3_PROTOCOL("U", "no record"), "STAT 1"),
        asked("POP3", "pop3-no-number", "RETR of what is no number", _POP3_PROTOCOL("U", "no record"), "RETR one"),
        asked(
            "POP3",
            "pop3-missing",
            "RETR of a message that is not there",
            said("-ERR The specified message is out of range.")("U", "no record"),
            "RETR 7",
        ),
        asked(
            "POP3",
            "pop3-state",
            "USER once signed in",
            said("-ERR Command is not valid in this state.")("T", "logs"),
            "USER alice",
        ),
    ),
)
_TO_SOMEONE = ("MAIL FROM:<alice@contoso.com>", "RCPT TO:<someone@elsewhere.example>")
_SMTP = Circumstance(
    "smtp-commands",
    "SMTP",
    nothing,
    (
        asked(
            "SMTP",
            "smtp-unknown",
            "an unknown verb, which is shown by its length",
            _smtp("500 5.3.3 Unrecognized command '<any>'")("T", "logs"),
            "FROB",
        ),
        asked(
            "SMTP",
            "smtp-parameter",
            "a parameter that MAIL does not have",
            _smtp("501 5.5.4 Unrecognized parameter")("I", "logs"),
            "MAIL FROM:<alice@contoso.com> FROB=1",
        ),
        asked(
            "SMTP",
            "smtp-utf8",
            "an address beyond ASCII without SMTPUTF8",
            _smtp("501 5.1.7 Invalid address")("U", "no record"),
            "MAIL FROM:<jürgen@contoso.com>",
        ),
        asked(
            "SMTP",
            "smtp-recipient-utf8",
            "a recipient beyond ASCII without SMTPUTF8",
            _smtp("501 5.1.3 Invalid address")("U", "no record"),
            _TO_SOMEONE[0],
            "RCPT TO:<jürgen@contoso.com>",
        ),
        asked(
            "SMTP",
            "smtp-literal",
            "an address literal that is no IP address",
            _smtp("501 5.1.3 Invalid address")("U", "no record"),
            _TO_SOMEONE[0],
            "RCPT TO:<someone@[300.1.1.1]>",
        ),
        asked(
            "SMTP",
            "smtp-authors",
            "several authors, and no Sender",
            _smtp("550 5.1.20 Multiple From addresses are not allowed without Sender address")("D", "NDR"),
            *_TO_SOMEONE,
            "DATA",
            "From: A <alice@contoso.com>, B <alice@contoso.com>\r\nSubject: A\r\n\r\nB\r\n.",
        ),
        asked(
            "SMTP",
            "smtp-twice",
            "MAIL twice",
            _smtp("503 5.5.2 Sender already specified")("I", "logs"),
            *[_TO_SOMEONE[0]] * 2,
        ),
        asked(
            "SMTP",
            "smtp-rcpt-first",
            "RCPT before MAIL",
            _smtp("503 5.5.2 Need mail command")("I", "logs"),
            _TO_SOMEONE[1],
        ),
        asked(
            "SMTP",
            "smtp-no-recipient",
            "DATA without RCPT",
            _smtp("503 5.5.2 Need rcpt command")("I", "logs"),
            _TO_SOMEONE[0],
            "DATA",
        ),
    ),
)

FAMILY = Family(
    "Signed in, and a command is refused",
    "What is refused is one command: the connection stays open, and the next command is answered as ever. Some ten bad "
    "commands close it.",
    (_IMAP, *_IMAP_SWITCHES, _POP3, _SMTP),
)
