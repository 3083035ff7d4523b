"""What becomes of a message on its way: reports that the sender asks for, and headers as they are read at the end.

Messages go from the test's user to the test's own address, or to an address of the own domain that nobody has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pytest_m365.contract.promise import Table
from pytest_m365.contract.promises.across import arrived, report_of
from pytest_m365.contract.promises.answers import TRACE, send_as_denied
from pytest_m365.contract.promises.ews_asks import ask_all, contains, find, where
from pytest_m365.contract.terms import Known, NotAsked

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker

TABLE, SMTP = Table("Mailbox"), Table("SMTP")
TABLES = (TABLE, SMTP)
_STANDARD: Known = ("I", "cases, RFC 3461")


def _submitted(asker: Asker, octets: bytes, *, to: str = "", mail: str = "", rcpt: str = "") -> list[str]:
    """Send octets by BDAT, which takes all of them as they are; return the reply.

    Args:
        mail: parameters of MAIL, with a blank in front.
        rcpt: parameters of RCPT, likewise.
    """
    client = asker.smtp()
    for command in (f"MAIL FROM:<{asker.user}>{mail}", f"RCPT TO:<{to or asker.mailbox.address}>{rcpt}"):
        said = client.whole(command)
        if not said[-1].startswith("250"):
            raise NotAsked(f"the message was not taken: {said[-1]}")
    client.send(f"BDAT {len(octets)} LAST\r\n".encode() + octets)
    return [client.read()]


def _sent(asker: Asker, octets: bytes, *, to: str = "", mail: str = "", rcpt: str = "") -> None:
    said = _submitted(asker, octets, to=to, mail=mail, rcpt=rcpt)
    if not said[-1].startswith("250"):
        raise NotAsked(f"the message was not taken: {said[-1]}")


def _field_of_report(asker: Asker, name: str) -> list[str]:
    found = re.search(rb"(?im)^%b:[^\r\n]*" % name.encode(), report_of(asker))
    return [found[0].decode("ascii", "replace") if found else f"(no {name})"]


# --- reports -------------------------------------------------------------------------------------------------------


@TABLE.asked("dsn-success", _STANDARD, "send by SMTP with NOTIFY=SUCCESS; wait for a report", "Action: delivered")
def _success(asker: Asker) -> Sequence[str]:
    """A sender who asks for it gets a report of the delivery."""
    _sent(asker, asker.text("A promise reported").encode(), rcpt=" NOTIFY=SUCCESS")
    return _field_of_report(asker, "Action")


@TABLE.asked(
    "ndr-headers",
    ("I", "cases, RFC 3461"),
    "send by SMTP to nobody with RET=HDRS; the text in the report",
    "the text is not in the report",
)
def _headers(asker: Asker) -> Sequence[str]:
    """A sender who asks for it gets the header alone back."""
    text = asker.text("A promise returned", body="Returned by nobody.", to=asker.nobody)
    _sent(asker, text.encode(), to=asker.nobody, mail=" RET=HDRS")
    return [f"the text is {'' if b'Returned by nobody.' in report_of(asker) else 'not '}in the report"]


@TABLE.asked(
    "ndr-envelope-id",
    ("I", "cases, RFC 3461"),
    "send by SMTP to nobody with ENVID=promise; Original-Envelope-Id of the report",
    "Original-Envelope-Id: promise",
)
def _envelope_id(asker: Asker) -> Sequence[str]:
    """What a sender has called the envelope comes back in the report."""
    _sent(asker, asker.text("A promise named", to=asker.nobody).encode(), to=asker.nobody, mail=" ENVID=promise")
    return _field_of_report(asker, "Original-Envelope-Id")


@TABLE.asked(
    "ndr-loop",
    ("D", "NDR"),
    "send a message with 61 fields Received by SMTP; the report's code",
    "554 5.4.14",
    rows="reports-report-loop-SMTP",
)
def _loop(asker: Asker) -> Sequence[str]:
    """A message that has come through too many servers goes in a circle, and its sender is told."""
    trace = "Received: from a by b; Thu, 1 Jan 2026 10:00:00 +0000\r\n" * 61
    _sent(asker, (trace + asker.text("A promise in a circle")).encode())
    found = re.search(rb"(?m)^Diagnostic-Code: smtp;\s*(\d{3} \d\.\d\.\d+)", report_of(asker))
    return [found[1].decode() if found else "(no code)"]


# --- headers -------------------------------------------------------------------------------------------------------


def _read_by_ews(asker: Asker, octets: bytes, name: str, subject: str = "", mail: str = "") -> str:
    """Send a message; return the text of one of its elements, as EWS gives it.

    Args:
        subject: by which it is waited for; by its Message-ID where that is empty.
    """
    ours = asker.last_message_id
    _sent(asker, octets, mail=mail)
    arrived(asker, subject, predicate=None if subject else lambda message: ours.encode() in message.mime())
    item = ask_all(
        asker,
        [find(where(contains("message:InternetMessageId", ours.strip("<>"))), '<t:DistinguishedFolderId Id="inbox"/>')],
    ).id("ItemId")
    if not item:
        raise NotAsked("the message was not found by its Message-ID")
    shape = "<t:BaseShape>Default</t:BaseShape><t:BodyType>Text</t:BodyType>"
    got = f'<m:GetItem><m:ItemShape>{shape}</m:ItemShape><m:ItemIds><t:ItemId Id="{item}"/></m:ItemIds></m:GetItem>'
    # The envelope has a Body as well.
    found = ask_all(asker, [got]).named(name)
    return (found[-1].text or "") if found else ""


@TABLE.asked(
    "split-encoded-word",
    ("I", "cases"),
    "send by SMTP a Subject with a character whose octets are in two encoded words; Subject by EWS",
    "the character is whole",
)
def _split(asker: Asker) -> Sequence[str]:
    """A character that two encoded words share is read as one."""
    text = asker.text().replace("Subject: A promise", "Subject: =?utf-8?B?4oKs4oI=?=\r\n =?utf-8?B?rA==?=")
    return [
        "the character is "
        + ("whole" if _read_by_ews(asker, text.encode(), "Subject") == "\u20ac\u20ac" else "not whole")
    ]


@TABLE.asked(
    "broken-encoded-word",
    ("I", "cases, RFC 2047"),
    "send by SMTP a Subject of two encoded words that cannot be decoded; Subject by EWS",
    "the blank between them is there",
)
def _broken(asker: Asker) -> Sequence[str]:
    """The blank between encoded words stays where they cannot be decoded."""
    text = asker.text().replace("Subject: A promise", "Subject: =?x?Z?y?= =?utf-8?B?!!!?=")
    is_there = "y?= =?" in _read_by_ews(asker, text.encode(), "Subject")
    return [f"the blank between them is {'' if is_there else 'not '}there"]


@TABLE.asked(
    "raw-subject",
    ("U", "no record"),
    "send by SMTP a Subject of raw UTF-8, with BODY=8BITMIME; the field of what comes",
    "as it was sent",
)
def _raw(asker: Asker) -> Sequence[str]:
    """What becomes of a Subject that is raw UTF-8."""
    text = asker.text().replace("Subject: A promise", "Subject: A promise kept by J\u00fcrgen")
    ours = asker.last_message_id.encode()
    _sent(asker, text.encode(), mail=" BODY=8BITMIME")
    mime = arrived(asker, predicate=lambda message: ours in message.mime()).mime()
    if "J\u00fcrgen".encode() in mime:
        return ["as it was sent"]
    return ["in encoded words" if re.search(rb"(?m)^Subject: =\?", mime) else "otherwise"]


@TABLE.asked(
    "byte-order-mark",
    ("I", "cases"),
    "send by SMTP a message that begins with a byte order mark; look for its Message-ID",
    "the header is read",
)
def _byte_order_mark(asker: Asker) -> Sequence[str]:
    """A message that begins with a byte order mark keeps its header."""
    is_read = _read_by_ews(asker, b"\xef\xbb\xbf" + asker.text().encode(), "Subject") == "A promise"
    return [f"the header is {'' if is_read else 'not '}read"]


for _label, _octet, _letter in (
    ("windows-874", b"\xa1", "\u0e01"),
    ("iso-8859-8-i", b"\xe0", "\u05d0"),
    ("x-sjis", b"\x82\xa0", "\u3042"),
    ("cp-850", b"\x82", "\u00e9"),
):

    def _charset(asker: Asker, label: str = _label, octet: bytes = _octet, letter: str = _letter) -> Sequence[str]:
        text = asker.text(f"A promise in {label}", body="|").replace("us-ascii", label)
        body = _read_by_ews(
            asker, text.encode().replace(b"|", octet + b"|"), "Body", f"A promise in {label}", mail=" BODY=8BITMIME"
        )
        return ["the letter is " + ("read" if letter in body else "not read")]

    _charset.__doc__ = f"Text in {_label} is read."
    TABLE.asked(
        f"charset-{_label}", ("I", "cases"), f"send by SMTP a text in {_label}; Body by EWS", "the letter is read"
    )(_charset)


@TABLE.asked(
    "binary",
    ("I", "cases, RFC 3030"),
    "send by SMTP all 256 octets with BODY=BINARYMIME; fetch them",
    "the same octets",
)
def _binary(asker: Asker) -> Sequence[str]:
    """Octets that came by BDAT as BINARYMIME are kept as they are."""
    body = bytes(range(256)) + b"a\rb\nc\n.\nd\r\n.\r\n"
    _sent(
        asker, asker.text("A promise in octets", body="").encode().removesuffix(b"\r\n") + body, mail=" BODY=BINARYMIME"
    )
    return ["the same octets" if arrived(asker, "A promise in octets").mime().endswith(body) else "other octets"]


# --- the reply -----------------------------------------------------------------------------------------------------


@SMTP.asked(
    "second-author",
    ("I", "cases, RFC 5322"),
    "a message to the test's own address with two fields From, the second of nobody",
    *send_as_denied("<user>", "<address>"),
    f"550 5.1.20 Multiple From addresses are not allowed without Sender address {TRACE}",
)
def _second_author(asker: Asker) -> Sequence[str]:
    """A second field From counts as well, when it is looked at who may send."""
    return asker.smtp().submit(asker.user, asker.mailbox.address, asker.text(more=f"From: {asker.nobody}\r\n"))


for _name, _title, _local in (("long", "of 9,000 characters", "a" * 9000), ("eight-bit", "beyond ASCII", "caf\u00e9")):

    def _accepted(asker: Asker, local: str = _local) -> Sequence[str]:
        text = asker.text().replace(asker.last_message_id, f"<{local}@pytest-m365.invalid>")
        said = asker.smtp().submit(asker.user, asker.mailbox.address, text)[-1]
        is_reply = said.isascii() and len(said) < 511
        return [f"{said[:9]}, {'a' if is_reply else 'no'} reply of ASCII, of 512 octets at most"]

    _accepted.__doc__ = f"The reply to a message whose Message-ID is {_title} is a reply as all are."
    SMTP.asked(
        f"accepted-{_name}-id",
        ("I", "cases, RFC 5321"),
        f"a message to the test's own address, with a Message-ID {_title}",
        "250 2.0.0, a reply of ASCII, of 512 octets at most",
    )(_accepted)
