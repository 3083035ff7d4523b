"""A request is refused for a reason that a test has chosen."""

from collections.abc import Mapping

from fakeserver.edge.faults.effect import Effect, Moment
from fakeserver.tenant import refusals
from fakeserver.tenant.refusals import Refusal

#: Facts that texts repeat: a reason that was ordered knows none, and the service leaves no gap. Entra ID's are those of
#: the request (`protocols/oauth/ordered.py`).
_USUAL: Mapping[str, object] = {
    "audience": "https://graph.microsoft.com",
    "tenant_id": "9d5a4c3b-1f2e-4d6a-8b7c-0e1f2a3b4c5d",
    "folder": "Invoices",
    "name": "Invoices",
    "recipient": "nobody@fabrikam.example",
    "mailbox": "alice@fabrikam.example",
    "sender": "bob@fabrikam.example",
    "limit": 20,
    "retry_after": 5,
}


def carry_out(moment: Moment, *, reason: str) -> Effect:
    """Refuse."""
    kind: type[Refusal] = getattr(refusals, reason)
    if moment.protocol == "OAuth":
        return Effect(kind())
    facts = {name: value or _USUAL.get(name, value) for name, value in kind().facts.items()}
    if "because" in facts:
        facts["because"] = moment.fault.because
    return Effect(kind(**facts))
