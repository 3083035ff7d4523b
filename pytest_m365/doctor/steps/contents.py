"""Contents: whether a header can be read, by the first protocol that opens the mailbox. No flag is set."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from xml.sax.saxutils import escape

from pytest_m365.doctor.context import Context
from pytest_m365.doctor.opening import Answer
from pytest_m365.doctor.result import Probe, Result, Verdict
from pytest_m365.doctor.steps.ews import call
from pytest_m365.doctor.steps.imap import examined, signed_in
from pytest_m365.doctor.who import Who
from pytest_m365.live.errors import LiveError

STEP = "contents"
#: by which this is looked at, the cheaper first
_BY = ("imap", "ews")
_FIND = (
    '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>'
    '<m:IndexedPageItemView MaxEntriesReturned="1" Offset="0" BasePoint="Beginning"/><m:ParentFolderIds>'
    '<t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox>'
    "</t:DistinguishedFolderId></m:ParentFolderIds></m:FindItem>"
)


def step(context: Context) -> Iterator[Probe]:
    """Read one header of each mailbox."""
    if not {*_BY} & {*context.wish.protocols}:
        return
    for who, mailbox in context.ways:
        subject = f"{mailbox} as {who}"
        opened = context.opened_by(who, mailbox)
        by = next((protocol for protocol in _BY if protocol in opened), None)
        if by is None:
            yield context.skipped(STEP, subject, "neither IMAP nor EWS opens it")
        else:
            yield Probe(STEP, subject, partial(_read, context, who, mailbox, by), mailbox)


def _read(context: Context, who: Who, mailbox: str, by: str) -> Result:
    asked = (STEP, f"{mailbox} as {who}")
    try:
        token = context.token(who, by)
        said = _by_imap(context, mailbox, token) if by == "imap" else _by_ews(context, who, mailbox, token)
    except (Answer, LiveError, OSError, EOFError, ValueError) as error:
        return context.failed(asked, context.seen(by, str(error), who, mailbox))
    return context.result(asked, Verdict.OK, f"{said}, by {by.upper()}")


def _by_imap(context: Context, mailbox: str, token: str) -> str:
    with signed_in(context, mailbox, token) as imap:
        count = examined(imap)
        if not count:
            return "the Inbox is empty"
        status, answer = imap.fetch(str(count), "(UID FLAGS ENVELOPE)")
        if status != "OK" or not answer[0]:
            raise Answer(f"{status} FETCH: {answer!r}")
        return "the last header of the Inbox can be read"


def _by_ews(context: Context, who: Who, mailbox: str, token: str) -> str:
    call(context, who, mailbox, token, _FIND.format(address=escape(mailbox)))
    return "the Inbox can be read"
