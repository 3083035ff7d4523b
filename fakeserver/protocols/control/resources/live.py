"""What happens in a tenant, live."""

from dataclasses import dataclass

from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.live import Live
from fakeserver.protocols.control.routing import operation
from fakeserver.wire import HttpResponse

EVENTS = "text/event-stream"


@dataclass
class Following:
    """From where on."""

    #: the number after which exchanges are told; left out: those that come
    since: int | None = None


@operation("GET", "/tenants/{tenant}/journal/live", gives=EVENTS)
def follow_journal(call: Call, query: Following) -> HttpResponse:
    """Tell what happens as it happens (server-sent events), until the caller or the tenant goes.

    Events: ``exchange`` (as the journal has it; its id is the number), ``message`` (mailbox, folder and summary of a
    message that is new in a folder), ``change`` (mailbox and folders in which something has changed), and
    ``mailboxes`` (there are others now).
    """
    since = call.tenant.journal.mark().number if query.since is None else query.since
    return HttpResponse(200, [("Content-Type", EVENTS)], stream=Live(call.cloud, call.tenant, since))
