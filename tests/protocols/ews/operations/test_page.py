"""The page docs/ews-operations.md is what the registry says."""

import re

from fakeserver.protocols.ews.description.wsdl import UNLISTED
from tests.protocols.ews.operations.page import PAGE, operations_page


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == operations_page(), (
        "python -m tests.protocols.ews.operations.page writes it"
    )


def test_each_operation_of_the_service_is_in_it_once(wsdl_operations: set[str]) -> None:
    listed = re.findall(r"^\| \[(\w+)\]|`(\w+)`(?= `|$)", operations_page().partition("## Performed")[2], re.MULTILINE)
    names = [performed or other for performed, other in listed]
    assert sorted(names) == sorted(wsdl_operations | UNLISTED)


def test_the_readme_links_it() -> None:
    assert f"docs/{PAGE.name})" in (PAGE.parents[1] / "README.md").read_text(encoding="utf-8")
