"""The page docs/ews-operations.md is what the registry says."""

import re

from fakeserver.protocols.ews.description.wsdl import UNLISTED
from tests.protocols.ews.operations.page import PAGE, operations_page


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == operations_page(), (
        "python -m tests.protocols.ews.operations.page writes it"
    )


def test_each_operation_of_the_service_is_in_it_once(wsdl_operations: set[str]) -> None:
    tables = operations_page().partition("## Performed")[2].partition("## What differs")[0]
    cells = re.findall(r"^\| (\[\w+\]|(?:`\w+` ?)+)", tables, re.MULTILINE)
    names = [name for cell in cells for name in re.findall(r"\w+", cell)]
    assert sorted(names) == sorted(wsdl_operations | UNLISTED)


def test_each_list_of_differences_says_what_it_is_about() -> None:
    differences = operations_page().partition("## What differs from the service\n")[2]
    assert re.findall(r"^\*\*(.+)\*\*$", differences, re.MULTILINE) == [
        *("In general", "Calendars and tasks", "Meetings", "Delegates and private items", "Settings", "Notifications"),
        *("Deleted and answered messages", "Public folders"),
    ]


def test_the_readme_links_it() -> None:
    assert f"docs/{PAGE.name})" in (PAGE.parents[1] / "README.md").read_text(encoding="utf-8")
