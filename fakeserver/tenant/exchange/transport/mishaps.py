"""What goes wrong on a message's way, by order of a test: in Junk Email, twice, late, back, or nowhere."""

from collections.abc import Callable
from functools import partial
from typing import Literal, NamedTuple, TypeAlias

from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.verdicts import suspected
from fakeserver.tenant.later import Later
from fakeserver.tenant.refusals import MailboxFull

#: A message comes to a recipient's mailbox; its copy to the sender's; it leaves the tenant.
Step: TypeAlias = Literal["arrive", "save the copy", "leave"]


class Mishap(NamedTuple):
    """What goes wrong."""

    kind: str
    #: of what comes late
    seconds: float = 0.0
    #: of what comes back: an enhanced status code
    code: str = ""


#: Says what goes wrong with a step at the mailbox of an address; None: nothing.
Mishaps: TypeAlias = Callable[[Step, str], Mishap | None]


def all_goes_well(step: Step, address: str) -> Mishap | None:
    """Return None."""
    return None


def arrive(
    inbox: Mailbox, mime: bytes, mishap: Mishap | None, later: Later, public_folder: Folder | None = None
) -> list[Item]:
    """Put a message where it arrives; return what is there now.

    Args:
        public_folder: the one that it arrives in; the mailbox is their store, and nothing is junk there.

    Raises:
        MailboxFull, MessageTooLarge
    """
    kind = "" if mishap is None else mishap.kind
    if kind == "full_for":
        raise MailboxFull
    if kind == "quarantine":
        return []
    folder = public_folder or inbox.folders.distinguished("inbox")
    if kind == "junk":
        # The recipient's filter gives it its place.
        mime = suspected(mime)
    if mishap is not None and kind == "late":
        inbox.items.check_size(len(mime))
        later.do(partial(inbox.items.add_mime, folder, mime, delivered=True), mishap.seconds)
        return []
    arrived = [inbox.items.add_mime(folder, mime, delivered=True) for _ in range(2 if kind == "duplicate" else 1)]
    return inbox.items.present(arrived)
