"""Mail that has left a tenant for other domains."""

from dataclasses import dataclass
from datetime import datetime

from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.problems import NotThere
from fakeserver.protocols.control.resources.messages import MIME
from fakeserver.protocols.control.resources.waits import MarkView
from fakeserver.protocols.control.routing import operation
from fakeserver.protocols.control.waiting import Waiting, waited
from fakeserver.steps import PausingSteps
from fakeserver.tenant.exchange.transport.outbound import OutboundMessage
from fakeserver.tenant.exchange.waiting import Wait
from fakeserver.tenant.exchange.wanted import Mark
from fakeserver.wire import HttpResponse


@dataclass
class OutboundView:
    """A message that has left."""

    number: int
    #: the envelope's sender; empty for reports
    sender: str
    #: the recipients outside, in order
    recipients: list[str]
    subject: str
    sent_at: datetime
    #: "SMTP" or "EWS"
    protocol: str
    #: octets
    size: int


@dataclass
class OutboundMessages:
    """What has left, oldest first."""

    messages: list[OutboundView]


@operation("GET", "/tenants/{tenant}/outbound")
def list_outbound(call: Call) -> OutboundMessages:
    """List the mail that has left."""
    with call.tenant.lock:
        return OutboundMessages([_view(message) for message in call.tenant.outbound])


@operation("DELETE", "/tenants/{tenant}/outbound")
def clear_outbound(call: Call) -> None:
    """Forget the mail that has left."""
    with call.tenant.lock:
        call.tenant.outbound.clear()


@operation("GET", "/tenants/{tenant}/outbound/mark")
def mark_outbound(call: Call) -> MarkView:
    """Return this moment, for ``since`` of a wait."""
    return MarkView(call.tenant.outbound.mark().number)


@operation("GET", "/tenants/{tenant}/outbound/{number}/mime", gives=MIME)
def get_outbound_mime(call: Call) -> HttpResponse:
    """Return a message that has left, as it was submitted."""
    named = call.values["number"]
    with call.tenant.lock:
        found = next((each for each in call.tenant.outbound if str(each.number) == named), None)
    if found is None:
        raise NotThere(f"no message {named!r} has left")
    return HttpResponse(200, [("Content-Type", MIME)], found.mime)


@operation("POST", "/tenants/{tenant}/outbound/wait")
def wait_for_outbound(call: Call, body: Waiting) -> PausingSteps[OutboundMessages]:
    """Wait until mail leaves; sender and recipient are the envelope's."""
    outbound = call.tenant.outbound
    since = None if body.since is None else Mark(outbound.name, body.since)
    wait: Wait[OutboundMessage] = Wait(outbound, body.wanted(), since)
    found = yield from waited(call, wait, body.demand())
    return OutboundMessages([_view(message) for message in found])


def _view(message: OutboundMessage) -> OutboundView:
    return OutboundView(
        message.number,
        message.sender,
        list(message.recipients),
        message.subject,
        message.sent_at,
        message.protocol,
        len(message.mime),
    )
