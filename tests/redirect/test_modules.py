"""What is replaced in modules: those that are there, those that come while a block lasts, those that come anew."""

import importlib
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

import pytest

from fakeserver.redirect import Redirects, modules, redirected
from fakeserver.redirect.modules import CLIENTS

TABLE = Redirects({("mail.example.com", 993): ("localhost", 1)}, ["mail.example.com"])
LIBRARY = "some_library_of_sockets"


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A library with a class ``socket``, which is led as gevent's is."""
    (tmp_path / f"{LIBRARY}.py").write_text(
        "loader = __loader__\nclass socket:\n    family = 2\n    def connect(self, address):\n        return address\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(CLIENTS, LIBRARY, f"{modules.__package__}.clients.gevent")
    yield
    sys.modules.pop(LIBRARY, None)


def imported() -> Any:
    importlib.invalidate_caches()
    return importlib.import_module(LIBRARY)


def reached(library: ModuleType) -> object:
    return library.socket().connect(("mail.example.com", 993))


def test_a_module_that_is_there() -> None:
    library = imported()
    before = library.socket.connect
    with redirected(TABLE):
        assert reached(library) == ("127.0.0.1", 1)
    assert library.socket.connect is before


def test_a_module_that_comes_later() -> None:
    finders = list(sys.meta_path)
    with redirected(TABLE):
        library = imported()
        assert reached(library) == ("127.0.0.1", 1)
        assert library.__loader__ is library.__spec__.loader is library.loader
        assert type(library.loader).__name__ == "SourceFileLoader"
    assert reached(library) == ("mail.example.com", 993)
    assert sys.meta_path == finders


@pytest.mark.parametrize("stub", [None, ModuleType(LIBRARY), MagicMock()])
def test_what_a_test_has_put_in_its_place(monkeypatch: pytest.MonkeyPatch, stub: Any) -> None:
    monkeypatch.setitem(sys.modules, LIBRARY, stub)
    with redirected(TABLE):
        assert sys.modules[LIBRARY] is stub


def test_a_module_that_is_only_looked_for() -> None:
    with redirected(TABLE):
        importlib.invalidate_caches()
        spec = importlib.util.find_spec(LIBRARY)
        assert spec is not None
        assert spec.loader.get_source(LIBRARY).startswith("loader = ")  # type: ignore[union-attr]
    assert LIBRARY not in sys.modules


def test_a_module_that_comes_anew() -> None:
    for _ in range(2):
        with redirected(TABLE):
            library = imported()
            assert reached(library) == ("127.0.0.1", 1)
            reloaded = importlib.reload(library)
            assert reached(reloaded) == ("127.0.0.1", 1)
        assert reached(library) == ("mail.example.com", 993)
        del sys.modules[LIBRARY]


def test_a_module_that_is_not_there_or_breaks(tmp_path: Path) -> None:
    (tmp_path / f"{LIBRARY}.py").write_text("raise ZeroDivisionError")
    with redirected(TABLE), pytest.raises(ZeroDivisionError):
        imported()
    (tmp_path / f"{LIBRARY}.py").unlink()
    with redirected(TABLE), pytest.raises(ModuleNotFoundError):
        imported()


def test_nothing_is_imported_for_it() -> None:
    program = """
import sys
from fakeserver.redirect import Redirects, redirected
from fakeserver.redirect.modules import CLIENTS
with redirected(Redirects({}, ["example.com"])):
    print(*(name for name in (*CLIENTS, "asyncio") if name in sys.modules))
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


@pytest.mark.parametrize("client", sorted(set(CLIENTS.values())))
def test_each_library_has_its_file(client: str) -> None:
    assert callable(importlib.import_module(client).replaced)
