"""One message seen by several protocols: its identity, its flags, what becomes of it once it is sent.

Messages go from the test's user to the test's own address; what comes is waited for as every test waits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from email import message_from_bytes
from typing import TYPE_CHECKING

from pytest_m365.contract.promise import Table
from pytest_m365.contract.promises.ews_asks import FOLDER, ask_all, contains, find, get_item, set_field, update, where
from pytest_m365.contract.terms import Known, NotAsked

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker
    from pytest_m365.mailbox import Message

TABLE = Table("Mailbox")
_LATER: Known = ("I", "exchange-online-wire")


def _sent(asker: Asker, subject: str, *, more: str = "", message_id: bool = True, to: str = "") -> None:
    """Send a message by SMTP.

    Raises:
        NotAsked: it is not taken.
    """
    text = asker.text(subject, more=more, to=to)
    if not message_id:
        text = text.replace(f"Message-ID: {asker.last_message_id}\r\n", "")
    said = asker.smtp().submit(asker.user, to or asker.mailbox.address, text)
    if not said[-1].startswith("250"):
        raise NotAsked(f"the message was not taken: {said[-1]}")


def arrived(
    asker: Asker, subject: str = "", folder: str = "inbox", *, predicate: Callable[[Message], bool] | None = None
) -> Message:
    """Wait for a message of the test's.

    Raises:
        NotAsked: it has not come in time.
    """
    try:
        return asker.mailbox.wait_for(subject or None, folder=folder, predicate=predicate)
    except TimeoutError:
        raise NotAsked(f"the message has not come to {folder} in time") from None


def _field(mime: bytes, name: str) -> str:
    return str(message_from_bytes(mime).get(name, ""))


@TABLE.asked("message-id", ("D", "RFC 5322"), "send by SMTP; the Message-ID of what comes", "the same")
def _message_id(asker: Asker) -> Sequence[str]:
    """A Message-ID that the sender gives is kept."""
    _sent(asker, "A promise kept")
    ours = asker.last_message_id
    return ["the same" if _field(arrived(asker, "A promise kept").mime(), "Message-ID") == ours else "another"]


@TABLE.asked("message-id-given", _LATER, "send by SMTP without a Message-ID; that of what comes", "<message-id>")
def _given(asker: Asker) -> Sequence[str]:
    """A message without Message-ID comes with one."""
    _sent(asker, "A promise unnamed", message_id=False)
    return [_field(arrived(asker, "A promise unnamed").mime(), "Message-ID") or "(none)"]


@TABLE.asked("own-field", _LATER, "send by SMTP with an X- field; look for it", "the field is there")
def _own_field(asker: Asker) -> Sequence[str]:
    """A header field of one's own comes with the message."""
    _sent(asker, "A promise marked", more="X-Promise: kept\r\n")
    return [
        "the field is "
        + ("there" if _field(arrived(asker, "A promise marked").mime(), "X-Promise") == "kept" else "gone")
    ]


@TABLE.asked("received", ("D", "RFC 5321"), "send by SMTP; the fields Received of what comes", "some Received")
def _received(asker: Asker) -> Sequence[str]:
    """What was sent has gone through servers, and says so."""
    _sent(asker, "A promise received")
    count = len(message_from_bytes(arrived(asker, "A promise received").mime()).get_all("Received", []))
    return ["some Received" if count else "no Received"]


@TABLE.asked("sent-smtp", ("D", "PS-CAS"), "send by SMTP; look in Sent Items", "a copy is in Sent Items")
def _sent_copy(asker: Asker) -> Sequence[str]:
    """What is sent by SMTP has a copy in Sent Items."""
    _sent(asker, "A promise copied")
    arrived(asker, "A promise copied")
    arrived(asker, "A promise copied", "sentitems")
    return ["a copy is in Sent Items"]


@TABLE.asked("sent-smtp-read", ("U", "no record"), "send by SMTP; IsRead of the copy in Sent Items, by EWS", "true")
def _sent_read(asker: Asker) -> Sequence[str]:
    """Whether the copy in Sent Items counts as read."""
    _sent(asker, "A promise read")
    arrived(asker, "A promise read", "sentitems")
    sent = '<t:DistinguishedFolderId Id="sentitems"/>'
    answer = ask_all(
        asker,
        [find(where(contains("message:InternetMessageId", asker.last_message_id.strip("<>"))), sent, base="Default")],
    )
    return [answer.text("IsRead") or "(not found)"]


@TABLE.asked(
    "sent-ews", ("D", "EWSOPS"), "CreateItem with SendAndSaveCopy; look in Sent Items", "a copy is in Sent Items"
)
def _sent_by_ews(asker: Asker) -> Sequence[str]:
    """What EWS sends with SendAndSaveCopy has a copy in Sent Items."""
    _send_by_ews(asker, "A promise by EWS", "SendAndSaveCopy")
    arrived(asker, "A promise by EWS")
    arrived(asker, "A promise by EWS", "sentitems")
    return ["a copy is in Sent Items"]


@TABLE.asked(
    "sent-ews-none",
    ("D", "EWSOPS"),
    "CreateItem with SendOnly; look in Sent Items once it has come",
    "no copy is in Sent Items",
)
def _none_by_ews(asker: Asker) -> Sequence[str]:
    """What EWS sends with SendOnly has none."""
    _send_by_ews(asker, "A promise gone", "SendOnly")
    arrived(asker, "A promise gone")
    copies = [message for message in asker.mailbox.messages("sentitems") if message.subject == "A promise gone"]
    return [f"{'a' if copies else 'no'} copy is in Sent Items"]


def _send_by_ews(asker: Asker, subject: str, how: str) -> None:
    saved = (
        '<m:SavedItemFolderId><t:DistinguishedFolderId Id="sentitems"/></m:SavedItemFolderId>'
        if how != "SendOnly"
        else ""
    )
    said = asker.ews(
        f'<m:CreateItem MessageDisposition="{how}">{saved}<m:Items><t:Message><t:Subject>{subject}</t:Subject>'
        f"<t:ToRecipients><t:Mailbox><t:EmailAddress>{asker.mailbox.address}</t:EmailAddress></t:Mailbox></t:ToRecipients>"
        "</t:Message></m:Items></m:CreateItem>"
    ).lines()
    if said != ["200 NoError"]:
        raise NotAsked(f"the message was not sent: {said[0]}")


@TABLE.asked(
    "ndr",
    ("D", "NDR"),
    "send by SMTP to an address of the own domain that nobody has; the report's Diagnostic-Code",
    "Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
    rows="reports-report-unknown-SMTP",
)
def _ndr(asker: Asker) -> Sequence[str]:
    """A report comes of a message to nobody, with this code."""
    mime = _report(asker)
    found = re.search(rb"^Diagnostic-Code:(?:.*\n[ \t])*.*$", mime, re.MULTILINE)
    return [re.sub(r"\r?\n[ \t]", " ", found[0].decode("utf-8", "replace").strip()) if found else "(no code)"]


@TABLE.asked("ndr-form", ("D", "RFC 3462"), "the same; the report's content type", "multipart/report delivery-status")
def _ndr_form(asker: Asker) -> Sequence[str]:
    """A report is a multipart/report with a delivery status."""
    message = message_from_bytes(_report(asker))
    return [f"{message.get_content_type()} {message.get_param('report-type')}"]


@TABLE.asked(
    "ndr-reply", ("I", "exchange-online-wire"), "the same; In-Reply-To", "In-Reply-To is the message's own Message-ID"
)
def _ndr_reply(asker: Asker) -> Sequence[str]:
    """A report names the message in In-Reply-To."""
    mime = _report(asker)
    is_ours = _field(mime, "In-Reply-To").strip() == asker.last_message_id
    return [f"In-Reply-To is {'' if is_ours else 'not '}the message's own Message-ID"]


def _report(asker: Asker) -> bytes:
    """Send a message to nobody; return the report."""
    _sent(asker, "A promise to nobody", to=asker.nobody)
    return report_of(asker)


def report_of(asker: Asker) -> bytes:
    """Wait for the report of the last message that was sent.

    Raises:
        NotAsked: none has come in time.
    """
    ours = asker.last_message_id.encode()

    def is_report(message: Message) -> bool:
        mime = message.mime()
        return ours in mime and b"report-type=" in mime

    return arrived(asker, predicate=is_report).mime()


# --- flags and ids -------------------------------------------------------------------------------------------------


def _in_both(asker: Asker) -> str:
    """Append a message by IMAP to the folder that EWS has made; return its EWS id."""
    asker.ews_folder  # noqa: B018    it is there from now on
    name = f"{asker.tag} by EWS"
    said = asker.imap().append(name, asker.text().encode())
    if not said[-1].startswith("OK"):
        raise NotAsked(f"nothing could be appended: {said[-1]}")
    found = ask_all(asker, [find(folder=FOLDER)]).id("ItemId")
    if not found:
        raise NotAsked("what IMAP has appended is not seen by EWS")
    return found


@TABLE.asked("ews-message-id", ("D", "EWSOPS"), "APPEND by IMAP; InternetMessageId by EWS", "<message-id>")
def _internet_id(asker: Asker) -> Sequence[str]:
    """EWS shows the Message-ID, in its angle brackets."""
    item = f'<t:ItemId Id="{_in_both(asker)}"/>'
    said = asker.ews(get_item(item, "IdOnly", "message:InternetMessageId")).text("InternetMessageId")
    return [said if said == asker.last_message_id else f"{said} another"]


@TABLE.asked("seen-to-ews", _LATER, r"STORE +FLAGS (\Seen) by IMAP; IsRead by EWS", "true")
def _seen(asker: Asker) -> Sequence[str]:
    r"""What is \Seen in IMAP is read in EWS."""
    item = f'<t:ItemId Id="{_in_both(asker)}"/>'
    client = asker.imap()
    asker.at_end(asker.unselect)
    client.whole(f'SELECT "{asker.tag} by EWS"')
    client.whole(r"STORE 1 +FLAGS.SILENT (\Seen)")
    return [asker.ews(get_item(item, "IdOnly", "message:IsRead")).text("IsRead")]


@TABLE.asked("read-to-imap", _LATER, "UpdateItem of IsRead by EWS; FETCH FLAGS by IMAP", r"\Seen")
def _read(asker: Asker) -> Sequence[str]:
    r"""What is read in EWS is \Seen in IMAP."""
    item = f'<t:ItemId Id="{_in_both(asker)}"/>'
    asker.ews(update(set_field("message:IsRead", "<t:IsRead>true</t:IsRead>"), item))
    return [_flags(asker)]


@TABLE.asked("flag-to-imap", _LATER, "UpdateItem of Flag by EWS; FETCH FLAGS by IMAP", r"\Flagged")
def _flagged(asker: Asker) -> Sequence[str]:
    r"""What is flagged in EWS is \Flagged in IMAP."""
    item = f'<t:ItemId Id="{_in_both(asker)}"/>'
    asker.ews(update(set_field("item:Flag", "<t:Flag><t:FlagStatus>Flagged</t:FlagStatus></t:Flag>"), item))
    return [_flags(asker)]


def _flags(asker: Asker) -> str:
    client = asker.imap()
    asker.at_end(asker.unselect)
    client.whole(f'SELECT "{asker.tag} by EWS"')
    found = re.search(r"FLAGS \(([^)]*)\)", client.whole("FETCH 1 FLAGS")[0])
    return " ".join(sorted({*(found[1].split() if found else ())} - {r"\Recent", "$MDNSent"})) or "(no flags)"


@TABLE.asked(
    "retr-unseen",
    ("U", "live-tenant"),
    r"RETR by POP3; FETCH FLAGS by IMAP, of one message in the inbox",
    r"\Seen is set",
)
def _retr(asker: Asker) -> Sequence[str]:
    r"""Whether RETR makes a message read."""
    from pytest_m365.contract.promises.pop3 import own

    pop3, number = own(asker)
    pop3.whole(f"RETR {number}")
    pop3.say("QUIT")
    client = asker.imap()
    asker.at_end(asker.unselect)
    client.whole("EXAMINE INBOX")
    uids = client.whole(f'UID SEARCH HEADER Message-ID "{asker.last_message_id}"')[0].split()[2:]
    if not uids:
        raise NotAsked("the message was not found by its Message-ID")
    line = client.whole(f"UID FETCH {uids[-1]} FLAGS")[0]
    return [r"\Seen is set" if r"\Seen" in line else r"\Seen stays away"]


@TABLE.asked("plus-address", ("D", "PS-ORG"), "send by SMTP to a plus address of the user", "it comes to the inbox")
def _plus(asker: Asker) -> Sequence[str]:
    """A plus address leads to the mailbox without it."""
    local, _, domain = asker.user.partition("@")
    plus = asker.mailbox.address if "+" in asker.mailbox.address else f"{local}+promise@{domain}"
    _sent(asker, "A promise by plus", to=plus)
    arrived(asker, "A promise by plus")
    return ["it comes to the inbox"]
