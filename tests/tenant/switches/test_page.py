"""The page docs/switches.md is what the rows say."""

from fakeserver.tenant.switches.policies import Policies
from fakeserver.tenant.switches.user_switches import UserSwitches
from tests.tenant.switches.page import PAGE, switches_page


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == switches_page(), "python -m tests.tenant.switches.page writes it"


def test_each_switch_has_a_line_with_every_cell() -> None:
    lines = {line.split("|")[1].strip(): line for line in switches_page().splitlines() if line.startswith("| `")}
    assert set(lines) == {f"`{name}`" for name in {*Policies.rows, *UserSwitches.rows}}
    for line in lines.values():
        assert all(cell.strip() for cell in line.replace("\\|", "").split("|")[1:-1])
