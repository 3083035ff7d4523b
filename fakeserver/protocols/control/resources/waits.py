"""Waiting for messages: the answer comes when they are there, or the time is over."""

from dataclasses import dataclass

from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.message_view import MessageView, message_view
from fakeserver.protocols.control.routing import operation
from fakeserver.protocols.control.waiting import Waiting, waited
from fakeserver.steps import PausingSteps
from fakeserver.tenant.exchange.waiting import Wait
from fakeserver.tenant.exchange.wanted import Mark
from fakeserver.tenant.exchange.watched_folder import WatchedFolder, elsewhere


@dataclass
class MarkView:
    """A moment of a mailbox: what comes later has greater numbers."""

    mark: int


@dataclass
class WaitingInFolder(Waiting):
    """What is waited for in a mailbox."""

    #: a distinguished id or a path
    folder: str = "inbox"


@dataclass
class Arrived:
    """What came, oldest first; empty where nothing was to come, and nothing did."""

    messages: list[MessageView]


@operation("GET", "/tenants/{tenant}/mailboxes/{mailbox}/mark")
def mark_mailbox(call: Call) -> MarkView:
    """Return this moment, for ``since`` of a wait."""
    return MarkView(call.mailbox.mark().number)


@operation("POST", "/tenants/{tenant}/mailboxes/{mailbox}/wait")
def wait_for_messages(call: Call, body: WaitingInFolder) -> PausingSteps[Arrived]:
    """Wait until new messages are in a folder; new is what no earlier wait has returned.

    A wait in vain is 404, with what is there instead; a message where none was to come is 409.
    """
    box = call.mailbox
    wanted = body.wanted()
    since = None if body.since is None else Mark(box.address, body.since)
    with box.lock:
        where = box.folders.named(body.folder)
        place = WatchedFolder(where, box.changes, box.lock, box.returned)
    wait = Wait(place, wanted, since)
    found = yield from waited(call, wait, body.demand(), lambda: elsewhere(box.folders, box.lock, where, wanted))
    with box.lock:
        return Arrived([message_view(item) for item in found])
