"""FETCH to IDLE: the commands about messages (RFC 3501 section 6.4; UIDPLUS 4315, MOVE 6851, IDLE 2177)."""

from collections.abc import Callable, Sequence
from functools import partial

from fakeserver.protocols.imap.appending import taken
from fakeserver.protocols.imap.arguments import Append, Command, Fetch, FetchItem, Search, Store
from fakeserver.protocols.imap.conversation import Conversation
from fakeserver.protocols.imap.errors import BAD_CHARSET, NO_SUCH_MESSAGES, READ_ONLY, UNKNOWN_COMMAND
from fakeserver.protocols.imap.fetch_grammar import ITEMS
from fakeserver.protocols.imap.fetching import answers
from fakeserver.protocols.imap.folder_commands import find_target
from fakeserver.protocols.imap.searching import matching_numbers
from fakeserver.protocols.imap.unreadable import as_shown, remark
from fakeserver.steps import MUCH_TO_SEND, Pace, Steps, batched
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.flags import NO_FLAGS, MessageFlags


def fetch(conversation: Conversation, command: Command[Fetch]) -> None:
    r"""FETCH; unless every item is PEEK, messages become \Seen, and the answer says so.

    Where a number is not there, those that are there are answered before the NO (logs in MailKit#1652, node-imap#709).
    """
    arguments = command.arguments
    view = conversation.folder_view
    numbers = view.numbers(arguments.messages, by_uid=command.by_uid)
    some_missing = numbers is None
    if numbers is None:
        numbers = view.present_numbers(arguments.messages)
    newly_seen: set[int] = set()
    if not view.read_only and not all(item.peek for item in arguments.items):
        unread = [item for _, item in view.items(numbers) if not item.is_read]
        newly_seen = {item.uid for item in unread}
        _set_flags(conversation, unread, lambda flags: flags._replace(seen=True))
    wanted = arguments.items
    if command.by_uid and not any(item.kind == "UID" for item in wanted):
        wanted = (*wanted, ITEMS["UID"])
    conversation.unfinished = _answer_each(
        conversation, command, numbers, wanted, newly_seen, some_missing=some_missing
    )


def _answer_each(
    conversation: Conversation,
    command: Command[Fetch],
    numbers: Sequence[int],
    wanted: tuple[FetchItem, ...],
    newly_seen: set[int],
    *,
    some_missing: bool,
) -> Steps[None]:
    """Answer message by message, so that a whole folder need not be in memory twice."""
    view, size, pace = conversation.folder_view, 0, Pace()
    found, unread = view.items(numbers), list[int]()
    if conversation.policies.imap_unreadable:
        found = as_shown(found, wanted, conversation.policies, unread)
    for pieces in answers(view, found, wanted, newly_seen):
        conversation.out += pieces
        size += sum(map(len, pieces))
        if size > MUCH_TO_SEND or pace.is_over():
            size = 0
            yield
    if some_missing:
        conversation.refuse(command.tag, command.name, NO_SUCH_MESSAGES)
    else:
        conversation.complete(command)
    if unread:
        conversation.exchange.remark(remark(unread, conversation.policies))


def store(conversation: Conversation, command: Command[Store]) -> None:
    """STORE."""
    arguments = command.arguments
    view = conversation.folder_view
    numbers = view.numbers(arguments.messages, by_uid=command.by_uid)
    if numbers is None or view.read_only:
        conversation.refuse(command.tag, command.name, NO_SUCH_MESSAGES if numbers is None else READ_ONLY)
        return
    named = dict.fromkeys(arguments.flags, arguments.change != "-")
    replaced = MessageFlags(**named) if not arguments.change else None
    conversation.unfinished = _store_each(
        conversation, command, numbers, lambda flags: replaced or flags._replace(**named)
    )


def _store_each(
    conversation: Conversation,
    command: Command[Store],
    numbers: Sequence[int],
    change: Callable[[MessageFlags], MessageFlags],
) -> Steps[None]:
    """Change flags in steps and send them; messages that others expunge or move meanwhile are left out."""
    view, pace = conversation.folder_view, Pace()
    for some in batched(numbers):
        present = list(view.items(some))
        _set_flags(conversation, [item for _, item in present], change)
        if not command.arguments.silent:
            for number, item in present:
                uid = b" UID %d" % item.uid if command.by_uid else b""
                conversation.untagged(b"%d FETCH (FLAGS (%b)%b)" % (number, view.flags(item), uid))
        if pace.is_over():
            yield
    conversation.complete(command)


def _set_flags(conversation: Conversation, items: list[Item], change: Callable[[MessageFlags], MessageFlags]) -> None:
    """Change flags so that this client is sent only the changes that others made."""
    view = conversation.folder_view
    view.absorb()
    for item in items:
        conversation.mailbox.items.set_flags(item, change(item.flags))
    view.absorb(own_flags=True)


def search(conversation: Conversation, command: Command[Search]) -> None:
    """SEARCH; every charset but US-ASCII is refused. Assumption: by that name alone, which the refusal gives."""
    arguments = command.arguments
    if arguments.charset != "US-ASCII":
        conversation.refuse(command.tag, command.name, BAD_CHARSET)
        return
    conversation.unfinished = _search(conversation, command)


def _search(conversation: Conversation, command: Command[Search]) -> Steps[None]:
    view = conversation.folder_view
    numbers = yield from matching_numbers(conversation.mailbox.search, view, command.arguments.key)
    if command.by_uid:
        uids = view.uids
        numbers = [uids[number - 1] for number in numbers]
    conversation.untagged(b"SEARCH" + b"".join([b" %d" % number for number in numbers]))
    conversation.complete(command)


def append(conversation: Conversation, command: Command[Append]) -> None:
    """APPEND: keep the message's octets as they came, unless a switch asks for others."""
    arguments = command.arguments
    folder = find_target(conversation, command, arguments.path)
    if folder is None:
        return
    message = taken(conversation.policies, arguments.message)
    # Most messages share the one value without flags: it is kept as long as they are.
    flags = MessageFlags(**dict.fromkeys(arguments.flags, True)) if arguments.flags else NO_FLAGS
    item = conversation.mailbox.items.add_mime(folder, message, received_at=arguments.received_at, flags=flags)
    conversation.complete(command, b"[APPENDUID %d %d]" % (folder.uid_validity, item.uid))


def idle(conversation: Conversation, command: Command[None]) -> None:
    """IDLE: changes are sent as they happen, until DONE."""
    if conversation.style.idle == "exists_first":
        conversation.send_news()
    conversation.out.append(b"+ IDLE accepted, awaiting DONE command.\r\n")
    conversation.continuation = partial(_done, conversation, command)
    conversation.send_news()
    conversation.begin_idling()


def _done(conversation: Conversation, command: Command[None], line: bytes) -> None:
    conversation.continuation = None
    conversation.end_idling()
    if line.upper() == b"DONE":
        conversation.complete(command)
    else:
        conversation.refuse(command.tag, command.name, UNKNOWN_COMMAND)
