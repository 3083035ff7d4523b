"""All messages, from the tables of all protocols."""

from functools import cache
from itertools import chain

from fakeserver.finding import entra, ews, front_end, graph, imap, network, pop3, smtp
from fakeserver.finding.gathering import gathered
from fakeserver.finding.message import Message


@cache
def messages() -> tuple[Message, ...]:
    """Return every message, by protocol."""
    tables = (
        imap.said(),
        pop3.said(),
        smtp.said(),
        front_end.said("EWS"),
        ews.said(),
        front_end.said("Autodiscover"),
        graph.said(),
        entra.said(),
        network.said(),
    )
    return tuple(gathered(chain.from_iterable(tables)))
