"""How the transport asks what goes wrong with a message on its way."""

from fakeserver.tenant.exchange.transport.mishaps import Mishap, Mishaps, Step
from fakeserver.tenant.faults.delivery import DELIVERY
from fakeserver.tenant.faults.fault import Asker
from fakeserver.tenant.faults.faults import Faults
from fakeserver.tenant.journal import Journal


def mishaps(faults: Faults, journal: Journal) -> Mishaps:
    """Return what says of a step on a message's way what goes wrong with it; it is noted."""

    def meets(step: Step, address: str) -> Mishap | None:
        if not faults.in_force:
            return None
        fault = faults.take(DELIVERY, step, Asker(frozenset({address.lower()})))
        if fault is None:
            return None
        mishap = Mishap(fault.kind, **fault.settings)
        journal.add(DELIVERY, f"{step}: {address}", fault.kind.replace("_", " "), operation=step, ordered=fault.text)
        return mishap

    return meets
