"""LIST, LSUB, SUBSCRIBE and UNSUBSCRIBE, NAMESPACE: which names there are (RFC 3501 section 6.3; RFC 2342)."""

from collections.abc import Iterator

from fakeserver.protocols.imap.arguments import Command, List, MailboxName
from fakeserver.protocols.imap.conversation import Conversation
from fakeserver.protocols.imap.folder_commands import find_folder
from fakeserver.protocols.imap.names import (
    SEPARATOR,
    Pattern,
    imap_path,
    is_shown,
    list_attributes,
    wire_name,
)
from fakeserver.steps import Pace, Steps
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.mailbox import Mailbox

#: How LSUB shows a name that cannot be opened.
_NOSELECT = rb"\Noselect"


def namespace(conversation: Conversation, command: Command[None]) -> None:
    """NAMESPACE: one personal one, nobody else's."""
    conversation.untagged(b'NAMESPACE (("" "/")) NIL NIL')
    conversation.complete(command)


def list_folders(conversation: Conversation, command: Command[List]) -> None:
    """LIST and LSUB; an empty pattern asks for the separator only."""
    arguments, name = command.arguments, command.name.encode("ascii")
    if not arguments.pattern:
        # The attributes are those of a log in kisli/vmime#112 (of the Exchange family).
        conversation.untagged(rb'%b (\Noselect \HasChildren) "/" ""' % name)
        conversation.complete(command)
        return
    conversation.unfinished = _list_each(conversation, command, arguments.reference + arguments.pattern)


def _list_each(conversation: Conversation, command: Command[List], pattern: str) -> Steps[None]:
    """List in steps: a mailbox may have ten thousand folders; those that go away meanwhile may be listed."""
    name, fits, pace = command.name.encode("ascii"), Pattern(pattern), Pace()
    names = _subscribed(conversation, pattern) if command.name == "LSUB" else _present(conversation)
    for path, attributes in names:
        if fits.matches(path):
            conversation.untagged(b'%b (%b) "/" %b' % (name, attributes, wire_name(path)))
        if pace.is_over():
            yield
    conversation.complete(command)


def subscribe(conversation: Conversation, command: Command[MailboxName]) -> None:
    """SUBSCRIBE a folder that is there; UNSUBSCRIBE that, or a name whose folder is gone."""
    path, subscriptions = command.arguments.path, conversation.mailbox.subscriptions
    if command.name == "SUBSCRIBE":
        subscriptions.add(imap_path(find_folder(conversation, path)))
    else:
        if not subscriptions.includes(path):
            find_folder(conversation, path)
        subscriptions.remove(path)
    conversation.complete(command)


def _shown(mailbox: Mailbox) -> Iterator[tuple[str, Folder]]:
    """Yield the folders that IMAP has, with their paths, parents before children."""
    waiting = mailbox.folders.distinguished("msgfolderroot").children[::-1]
    while waiting:
        folder = waiting.pop()
        if is_shown(folder):
            yield imap_path(folder), folder
            waiting += reversed(folder.children)


def _present(conversation: Conversation) -> Iterator[tuple[str, bytes]]:
    """Yield the names of LIST with their attributes."""
    special_use = conversation.style.special_use
    return ((path, list_attributes(folder, special_use=special_use)) for path, folder in _shown(conversation.mailbox))


def _subscribed(conversation: Conversation, pattern: str) -> Iterator[tuple[str, bytes]]:
    r"""Yield the names of LSUB with their attributes.

    A ``%`` that does not reach a subscribed name shows the name above it, \Noselect (RFC 3501 section 6.3.9).
    """
    mailbox, special_use = conversation.mailbox, conversation.style.special_use
    attributes = {
        path: list_attributes(folder, special_use=special_use)
        for path, folder in _shown(mailbox)
        if mailbox.subscriptions.includes(path, built_in=folder.built_in)
    }
    known = {path.casefold() for path in attributes}
    attributes |= {path: _NOSELECT for path in mailbox.subscriptions.chosen if path.casefold() not in known}
    above: dict[str, bytes] = {}
    if "%" in pattern:
        for path in attributes:
            while (path := path.rpartition(SEPARATOR)[0]) and path not in attributes and path not in above:
                above[path] = _NOSELECT
    return iter((above | attributes).items())
