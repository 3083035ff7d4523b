"""Runs of pytest inside the tests: without what the plugins of this environment would say in each."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

#: tests of inner runs, which need what their outer test sets up
collect_ignore = ["leaks"]


class Imports:
    """What inner runs and the tests around them have imported; a plugin of the runs."""

    def __init__(self, besides: Path) -> None:
        self.modules: dict[str, ModuleType] = {}
        self.besides = str(besides)

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        """Remember the modules at the end of a run."""
        self.remember()

    def remember(self) -> None:
        """Remember the modules that are imported now."""
        self.modules |= sys.modules

    def restore(self) -> None:
        """Put back those that are gone since, except modules of the folder that the runs are in."""
        for name, module in self.modules.items():
            if not (getattr(module, "__file__", None) or "").startswith(self.besides):
                sys.modules.setdefault(name, module)


@pytest.fixture
def imports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imports]:
    """Modules that a test with inner runs is the first to import stay imported after it.

    `pytester` drops those of a run after the run, and those of the test after the test. Imported again they are other
    modules, of whose classes the parents' modules and whoever imported them before hold the former ones, and what
    comes next in this process fails in odd places.
    """
    imports = Imports(besides=tmp_path_factory.getbasetemp())
    yield imports
    imports.restore()


@pytest.fixture
def pytester(imports: Imports, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.Pytester]:
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:randomly -o asyncio_default_fixture_loop_scope=function")
    run = pytester.inline_run

    def inline_run(*args: str, plugins: tuple[object, ...] = (), **options: bool) -> pytest.HookRecorder:
        try:
            return run(*args, plugins=[*plugins, imports], **options)
        finally:
            imports.restore()

    monkeypatch.setattr(pytester, "inline_run", inline_run)
    yield pytester
    imports.remember()
