"""Answering a message: sent at once, or as a draft that waits to be changed and sent.

Sources: learn.microsoft.com/graph/api/message-reply, -replyall, -forward and -createreply, -createreplyall,
-createforward. Assumption: a body that is given takes the place of the original's, as t:Body does in EWS, and a comment
is text that stands above it. MIME is the answer as it is, but for recipients where it names none.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from fakeserver.protocols.graph.answers import ACCEPTED, Answer, Result, created
from fakeserver.protocols.graph.body import is_mime, read_mime
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import ASSUMED, GraphError, Row
from fakeserver.protocols.graph.operations.messages.forward_meeting import forward_meeting, forwards_meeting
from fakeserver.protocols.graph.operations.messages.making import made, of_mime, with_attachments
from fakeserver.protocols.graph.operations.messages.sending import send_new
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.shown import Messages
from fakeserver.protocols.graph.values.attendees import read_recipient
from fakeserver.protocols.graph.values.reading import listed, text
from fakeserver.protocols.graph.writing.message import read_new
from fakeserver.protocols.graph.writing.parameters import parameters
from fakeserver.tenant.access import inside
from fakeserver.tenant.access.answering import make_answer
from fakeserver.tenant.access.needs import SEND_MAIL, WRITE_MAIL
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.new_items import NewItem
from fakeserver.tenant.exchange.responding.answer import Wish
from fakeserver.tenant.exchange.responding.recipients import KINDS, answered_recipients
from fakeserver.tenant.exchange.responding.verbs import ANSWERS, Answered, Verb
from fakeserver.tenant.exchange.values import Body, EmailAddress, TextFormat
from fakeserver.tenant.refusals import FolderAccessDenied

#: The page documents that both together are refused, and with which status.
BOTH_BODIES: Final = Row(
    400, "ErrorInvalidRequest", "Specify either the comment or the body of the message, not both.", ASSUMED
)
BOTH_RECIPIENTS: Final = Row(
    400,
    "ErrorInvalidRequest",
    "Specify either the toRecipients parameter or the toRecipients of the message, not both.",
    ASSUMED,
)
#: The text is that of EWS.
NOT_ANSWERED: Final = Row(
    400, "ErrorInvalidReferenceItem", "The reference item does not support the requested operation.", ASSUMED
)


@dataclass(frozen=True)
class _Given:
    """What a request says of an answer."""

    #: MIME, or what of it is not in the wish: attachments
    new: NewItem
    wish: Wish = field(default_factory=Wish)
    is_mime: bool = False


@operation("POST", "me/messages/{message}/reply", needs=SEND_MAIL)
def reply(call: Call) -> Result:
    """Reply to the sender."""
    return _send(call, "reply", Verb.REPLY)


@operation("POST", "me/messages/{message}/replyAll", needs=SEND_MAIL)
def reply_all(call: Call) -> Result:
    """Reply to the sender and all other recipients."""
    return _send(call, "replyAll", Verb.REPLY_ALL)


@operation("POST", "me/messages/{message}/forward", needs=SEND_MAIL)
def forward(call: Call) -> Result:
    """Send a message on."""
    return _send(call, "forward", Verb.FORWARD)


@operation("POST", "me/messages/{message}/createReply", needs=WRITE_MAIL)
def create_reply(call: Call) -> Result:
    """Make the draft of a reply."""
    return _draft(call, "createReply", Verb.REPLY)


@operation("POST", "me/messages/{message}/createReplyAll", needs=WRITE_MAIL)
def create_reply_all(call: Call) -> Result:
    """Make the draft of a reply to all."""
    return _draft(call, "createReplyAll", Verb.REPLY_ALL)


@operation("POST", "me/messages/{message}/createForward", needs=WRITE_MAIL)
def create_forward(call: Call) -> Result:
    """Make the draft of a message that is sent on."""
    return _draft(call, "createForward", Verb.FORWARD)


def _send(call: Call, word: str, verb: Verb) -> Result:
    original, given = _original(call, verb), _given(call, word, verb)
    if forwards_meeting(original, verb) and not given.is_mime:
        forward_meeting(call, original, given.wish, attached=bool(given.new.attachments), as_draft=False)
        return Answer(ACCEPTED)
    return send_new(call, lambda folder: _made(call, folder, original, verb, given, as_draft=False))


def _draft(call: Call, word: str, verb: Verb) -> Result:
    original, given = _original(call, verb), _given(call, word, verb)
    shown, drafts = Messages(call), call.folder("drafts", "create")
    if forwards_meeting(original, verb) and not given.is_mime:
        draft = forward_meeting(call, original, given.wish, attached=bool(given.new.attachments), as_draft=True)
        assert draft is not None
        return created(shown.entity(draft))
    return created(shown.entity(_made(call, drafts, original, verb, given, as_draft=True)))


def _original(call: Call, verb: Verb) -> Item:
    original = call.message()
    if original.is_draft and verb is not Verb.FORWARD:
        raise GraphError(NOT_ANSWERED)
    return original


def _given(call: Call, word: str, verb: Verb) -> _Given:
    if is_mime(call.request):
        return _Given(of_mime(read_mime(call.request)), is_mime=True)
    forwards = verb is Verb.FORWARD
    known = ("message", "comment", "toRecipients") if forwards else ("message", "comment")
    given = parameters(call.request, word, *known, may_be_empty=True)
    message, comment = given.get("message"), text(given.get("comment"), "comment")
    new = NewItem("IPM.Note") if message is None else read_new(message, "message")
    if comment and "body" in new.properties:
        raise GraphError(BOTH_BODIES)
    named = listed(given.get("toRecipients"), "toRecipients", read_recipient)
    if named and new.properties.get("to_recipients"):
        raise GraphError(BOTH_RECIPIENTS)
    return _of_message(new, comment, named)


def _of_message(new: NewItem, comment: str | None, named: list[EmailAddress]) -> _Given:
    others: dict[Any, Any] = dict(new.properties)
    recipients = {name: others.pop(name) for name in KINDS if name in others}
    if named:
        recipients["to_recipients"] = named
    wish = Wish(
        subject=others.pop("subject", None),
        new_body=Body(TextFormat.PLAIN, comment) if comment else None,
        body=others.pop("body", None),
        recipients=recipients,
        others=others,
    )
    return _Given(new, wish)


def _made(call: Call, folder: Folder, original: Item, verb: Verb, given: _Given, *, as_draft: bool) -> Item:
    marks = _may_mark(call, original)
    if given.is_mime:
        return _of_mime(call, folder, original, verb, given.new, as_draft=as_draft, marks=marks)
    item = make_answer(call.visit, folder, original, verb, given.wish, as_draft=as_draft, marks=marks)
    return with_attachments(call, item, given.new)


def _of_mime(
    call: Call, folder: Folder, original: Item, verb: Verb, new: NewItem, *, as_draft: bool, marks: bool
) -> Item:
    """Put an answer that is given as MIME into a folder."""
    if marks:
        new.properties[ANSWERS] = Answered(original.item_id, original.mailbox.ids.mailbox_guid, verb)
    item = made(call, folder, new, as_draft=as_draft)
    if not any(item.get(name) for name in KINDS):
        own = call.mailbox
        recipients = answered_recipients(original, verb, lambda one: call.tenant.mailboxes.by_address(one) is own)
        own.items.update(item, {name: found for name, found in recipients.items() if found})
    return item


def _may_mark(call: Call, original: Item) -> bool:
    """Say whether the caller may change the original, which is marked as answered then, and otherwise is not."""
    try:
        inside.check_item(call.visit, original, "edit")
    except FolderAccessDenied:
        return False
    return True
