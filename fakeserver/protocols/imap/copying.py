"""COPY and MOVE (RFC 3501 section 6.4.7, RFC 6851), with the UIDs that came of them (RFC 4315)."""

from fakeserver.protocols.imap.arguments import Command, Copy
from fakeserver.protocols.imap.conversation import Conversation
from fakeserver.protocols.imap.errors import NO_SUCH_MESSAGES, READ_ONLY
from fakeserver.protocols.imap.folder_commands import find_target, offer_to_create
from fakeserver.steps import BATCH, Steps
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.refusals import FolderNotFound


def copy(conversation: Conversation, command: Command[Copy]) -> None:
    """COPY and MOVE: the answer's COPYUID pairs old and new UIDs."""
    arguments = command.arguments
    view = conversation.folder_view
    numbers = view.numbers(arguments.messages, by_uid=command.by_uid)
    if numbers is None or (view.read_only and command.name == "MOVE"):
        conversation.refuse(command.tag, command.name, NO_SUCH_MESSAGES if numbers is None else READ_ONLY)
        return
    target = find_target(conversation, command, arguments.path)
    if target is None:
        return
    items = [item for _, item in view.items(numbers)]
    if len(items) < len(numbers) and not command.by_uid:
        # Another client expunged some, and this one does not know yet: a client that copies before it deletes must not
        # get OK (RFC 2180 section 4.4).
        conversation.refuse(command.tag, command.name, NO_SUCH_MESSAGES)
        return
    conversation.unfinished = _transfer(conversation, command, items, target)


def _transfer(conversation: Conversation, command: Command[Copy], items: list[Item], target: Folder) -> Steps[None]:
    """Copy or move in steps, then say which UIDs came of which."""
    assert conversation.visit is not None
    view, keep = conversation.folder_view, command.name == "COPY"
    old_uids = [item.uid for item in items]
    try:
        arrived = yield from conversation.visit.tenant.mailboxes.transfer_in_steps(items, target, keep=keep)
    except FolderNotFound as refusal:
        # Others deleted the folder meanwhile; of a MOVE, some may have gone there before.
        conversation.send_news()
        offer_to_create(conversation, command, command.arguments.path, refusal)
        return
    if len(arrived) > BATCH:
        # So many that the answer takes a step of its own, and another to find out what has left.
        yield
    if not keep:
        # What is moved stays the same item; those that others took away first are not among them.
        by_item = dict(zip(items, old_uids, strict=True))
        old_uids = [by_item[item] for item in arrived]
    new_uids = [item.uid if target.items.get(item.uid) is item else 0 for item in arrived]
    if 0 in new_uids:
        # Others took some away again before all had arrived.
        old_uids = [old for old, new in zip(old_uids, new_uids, strict=True) if new]
        new_uids = [new for new in new_uids if new]
    code = b"[COPYUID %d %b %b]" % (target.uid_validity, _uid_set(old_uids), _uid_set(new_uids))
    if keep and new_uids:
        conversation.complete(command, code)
        return
    # RFC 6851 section 4.3: the code comes before the EXPUNGEs, in an untagged OK. (Front ends were seen that sent it
    # as a bare line, which is not IMAP; no client needs it.) The new count follows, as in logs of the service. Where
    # nothing matched the sets are empty (log in MailKit#1275). Assumption: so does COPY.
    conversation.untagged(b"OK " + code)
    if keep:
        conversation.complete(command)
        return
    view.absorb()
    if len(arrived) > BATCH:
        yield
    conversation.out.append(view.news(exists=bool(arrived)))
    conversation.complete(command)


def _uid_set(uids: list[int]) -> bytes:
    """Write UIDs in their order as a set: ``4:6,9``; empty where there are none."""
    if not uids:
        return b""
    spans: list[bytes] = []
    first = last = 0
    for uid in uids:
        if uid != last + 1 or not first:
            if first:
                spans.append(_span(first, last))
            first = uid
        last = uid
    return b",".join([*spans, _span(first, last)])


def _span(first: int, last: int) -> bytes:
    return b"%d" % first if first == last else b"%d:%d" % (first, last)
