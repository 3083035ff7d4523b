"""The page docs/switches.md is what the rows say. To make it anew: run this file with Python."""

from pathlib import Path

from fakeserver.tenant.access.policies.policies import SWITCHES
from fakeserver.tenant.access.policies.table import switches_page
from fakeserver.tenant.directory.user_switches import USER_ROWS

PAGE = Path(__file__).resolve().parents[4] / "docs" / "switches.md"


def test_the_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == switches_page(), f"python {Path(__file__).name} writes it"


def test_each_switch_has_a_line_with_every_cell():
    lines = {line.split("|")[1].strip(): line for line in switches_page().splitlines() if line.startswith("| `")}
    assert set(lines) == {f"`{name}`" for name in {*SWITCHES, *USER_ROWS}}
    for line in lines.values():
        assert all(cell.strip() for cell in line.replace("\\|", "").split("|")[1:-1])


if __name__ == "__main__":
    PAGE.write_text(switches_page(), encoding="utf-8")
