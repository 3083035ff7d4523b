"""The page docs/graph.md is what the registry says."""

import re

from fakeserver.protocols.graph.registry import operations
from tests.protocols.graph.page import PAGE, graph_page


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == graph_page(), "python -m tests.protocols.graph.page writes it"


def test_each_request_that_is_served_is_in_it_once() -> None:
    tables = graph_page().partition("## Performed")[2].partition("## Not performed")[0]
    requests = re.findall(r"`([A-Z]+ /[^`]*)`", tables)
    assert sorted(requests) == sorted(f"{each.method} /{each.path}" for each in operations())


def test_the_readme_links_it() -> None:
    assert f"docs/{PAGE.name})" in (PAGE.parents[1] / "README.md").read_text(encoding="utf-8")
