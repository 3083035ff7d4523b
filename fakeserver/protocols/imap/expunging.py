r"""Messages with \Deleted go: EXPUNGE and UID EXPUNGE (RFC 3501 section 6.4.3, RFC 4315), and what CLOSE does of it."""

from collections.abc import Iterable

from fakeserver.protocols.imap.arguments import Command, Expunge
from fakeserver.protocols.imap.conversation import Conversation
from fakeserver.protocols.imap.errors import READ_ONLY
from fakeserver.steps import BATCH, Steps, in_batches
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.items import still_in
from fakeserver.tenant.exchange.values import DeleteMode
from fakeserver.tenant.refusals import ExpungeFailed


def expunge(conversation: Conversation, command: Command[Expunge]) -> None:
    r"""EXPUNGE and UID EXPUNGE: messages with \Deleted go to Recoverable Items."""
    arguments = command.arguments
    view = conversation.folder_view
    if view.read_only:
        conversation.refuse(command.tag, command.name, READ_ONLY)
        return
    if not conversation.policies.imap_expunge:
        raise ExpungeFailed
    if arguments.uids is None:
        to_expunge = marked(view.folder.items.values())
    else:
        numbers = view.numbers(arguments.uids, by_uid=True) or []
        to_expunge = marked(item for _, item in view.items(numbers))
    conversation.unfinished = _expunge(conversation, command, to_expunge)


def _expunge(conversation: Conversation, command: Command[Expunge], to_expunge: list[Item]) -> Steps[None]:
    yield from expunge_in_steps(conversation, to_expunge)
    if len(to_expunge) > BATCH:
        # So many that it takes a step to find out what the client is to be sent, and another to write it.
        yield
        conversation.folder_view.absorb()
        yield
    # The new count follows what has gone (MS-STANXIMAP, V0055; a log in kisli/vmime#112).
    conversation.send_news(exists=bool(to_expunge))
    conversation.complete(command)


def expunge_in_steps(conversation: Conversation, to_expunge: list[Item]) -> Steps[None]:
    r"""Delete messages of the selected folder in steps, but those from which others take \Deleted meanwhile."""
    items, folder = conversation.mailbox.items, conversation.folder_view.folder
    return in_batches(to_expunge, lambda some: items.delete(marked(still_in(folder, some)), DeleteMode.SOFT))


def marked(items: Iterable[Item]) -> list[Item]:
    r"""Return those of the items that have \Deleted."""
    return [item for item in items if item.flags.deleted]
