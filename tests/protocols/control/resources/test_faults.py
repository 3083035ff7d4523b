"""Faults by the API: what there is to order is known before anybody has."""

import subprocess
import sys

from tests.protocols.control.conftest import Part

#: Asks in a process in which nothing was imported but what answers.
_KINDS = """
from fakeserver.protocols.control.resources.faults import list_fault_kinds
print(*(kind.name for kind in list_fault_kinds(None).kinds))
"""


def test_kinds_are_listed_before_a_tenant_has_looked_at_its_faults() -> None:
    said = subprocess.run([sys.executable, "-c", _KINDS], capture_output=True, text=True, timeout=60, check=True)
    assert {"throttle", "drop", "aadsts"} <= set(said.stdout.split())


def test_a_fault_is_ordered_seen_and_cancelled(part: Part) -> None:
    ordered = part.post("/faults", {"kind": "throttle", "place": "ews", "times": 2})
    assert (ordered["kind"], ordered["taken"], ordered["in_force"]) == ("throttle", 0, True)
    [listed] = part.get("/faults")["faults"]
    assert listed == ordered
    assert part.ask("DELETE", f"/faults/{ordered['id']}").status == 204
    assert not part.tenant.faults.in_force
    assert "9" in part.ask("DELETE", "/faults/9").detail
