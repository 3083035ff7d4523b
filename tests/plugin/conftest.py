"""Runs of pytest inside the tests: without what the plugins of this environment would say in each."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest


class Imports:
    """A plugin of the inner runs, which remembers what they have imported."""

    def __init__(self, besides: Path) -> None:
        self.modules: dict[str, ModuleType] = {}
        self.besides = str(besides)

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        """Remember the modules at the end of a run."""
        self.modules |= sys.modules

    def restore(self) -> None:
        """Put back those that are gone since, except modules of the folder that the runs are in."""
        for name, module in self.modules.items():
            if not (getattr(module, "__file__", None) or "").startswith(self.besides):
                sys.modules.setdefault(name, module)


@pytest.fixture
def imports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imports]:
    """Modules that an inner run is the first to import stay imported after the test.

    `pytester` drops them after each run. Imported again they are other modules, of whose classes the parents' modules
    and whoever imported them before hold the former ones, and what comes next in this process fails in odd places.
    """
    imports = Imports(besides=tmp_path_factory.getbasetemp())
    yield imports
    imports.restore()


@pytest.fixture
def pytester(imports: Imports, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:randomly -o asyncio_default_fixture_loop_scope=function")
    run = pytester.inline_run

    def inline_run(*args: str, plugins: tuple[object, ...] = (), **options: bool) -> pytest.HookRecorder:
        try:
            return run(*args, plugins=[*plugins, imports], **options)
        finally:
            imports.restore()

    monkeypatch.setattr(pytester, "inline_run", inline_run)
    return pytester
