"""No module imports itself by way of others, counting imports inside functions and under TYPE_CHECKING."""

import pytest


def circles() -> list[list[str]]:
    """Return the groups of modules in which each one imports each other, at once or by way of others."""
    grimp = pytest.importorskip("grimp", reason="needs import-linter: pip install -e '.[dev]'")
    graph = grimp.build_graph("fakeserver", "pytest_m365", exclude_type_checking_imports=False)
    # Which sees imports: the plugin reaches down to the tenant's floor.
    assert "fakeserver.tenant.clock" in graph.find_upstream_modules("pytest_m365.plugin")
    found = {
        frozenset({module, *circle})
        for module in graph.modules
        if (circle := graph.find_upstream_modules(module) & graph.find_downstream_modules(module))
    }
    return sorted(sorted(circle) for circle in found)


def test_no_circle_of_imports() -> None:
    assert circles() == []
