"""How the transport asks what goes wrong with a message on its way."""

from fakeserver.tenant.exchange.transport.mishaps import Mishap, Step
from fakeserver.tenant.faults.delivery import DELIVERY
from fakeserver.tenant.faults.fault import Asker
from fakeserver.tenant.faults.faults import Faults
from fakeserver.tenant.journal.notes import Notes


def mishap(faults: Faults, notes: Notes, step: Step, address: str) -> Mishap | None:
    """Return what goes wrong with a step at the mailbox of an address, and note it; None: it goes well."""
    fault = faults.take(DELIVERY, step, Asker(frozenset({address.lower()})))
    if fault is None:
        return None
    notes.add(DELIVERY, f"{step}: {address}", fault.kind.replace("_", " "), operation=step, ordered=fault.text)
    return Mishap(fault.kind, **fault.settings)
