"""What is replaced in modules that a program may have imported, or imports only while a block lasts.

Nothing is imported for it: modules that are there are found in ``sys.modules``, and those that come later by a finder
in front of ``sys.meta_path``, as long as the block lasts.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any

from fakeserver.redirect.patches import Replaced, put_all, put_all_back

#: Module -> the module of ours that says what is replaced in it, by its function ``replaced``.
CLIENTS = {
    name: f"{__package__}.clients.{client}"
    for name, client in {
        "aiodns": "aiodns",
        "asyncio.windows_events": "proactor",
        "certifi.core": "certifi",
        "curl_cffi.curl": "curl_cffi",
        "dns.asyncquery": "dnspython_queries",
        "dns.asyncresolver": "dnspython_resolvers",
        "dns.query": "dnspython_queries",
        "dns.resolver": "dnspython_resolvers",
        "eventlet.greenio.base": "eventlet",
        "eventlet.support.greendns": "eventlet",
        "exchangelib.autodiscover.cache": "exchangelib",
        "gevent._socket3": "gevent",
        "gevent.resolver": "gevent_resolvers",
        "httplib2": "httplib2",
        "pycares": "pycares",
        "pycurl": "pycurl",
        "ssl": "ssl",
        "uvloop": "uvloop",
    }.items()
}


#: those of `CLIENTS` that only say whom to trust
TRUSTING = ("certifi.core",)


class Modules:
    """The replacements in modules of `CLIENTS`, in force or not.

    Args:
        names: the modules.
    """

    def __init__(self, names: Collection[str] = CLIENTS.keys()) -> None:
        self._names = names
        #: by name; a module may be imported anew
        self._known: dict[str, tuple[ModuleType, list[Replaced]]] = {}
        self._finder = Finder(names, self._imported)
        self._is_in_force = False

    def put(self) -> None:
        """Replace what is to be replaced in the modules that are there, and in those that come."""
        self._is_in_force = True
        if self._finder not in sys.meta_path:
            sys.meta_path.insert(0, self._finder)
        for name in self._names:
            module = sys.modules.get(name)
            # What a test has put there in a module's place has no spec; one that is being imported has told it.
            spec = getattr(module, "__spec__", None)
            if module is not None and spec is not None and not getattr(spec, "_initializing", False):
                self._put_in(name, module)

    def put_back(self) -> None:
        """Put everything back."""
        self._is_in_force = False
        if self._finder in sys.meta_path:
            sys.meta_path.remove(self._finder)
        for _, replaced in reversed(self._known.values()):
            put_all_back(replaced)

    def _imported(self, name: str, module: ModuleType) -> None:
        # What a module that is loaded again had before is gone.
        _, gone = self._known.pop(name, (None, []))
        put_all_back(gone)
        if self._is_in_force:
            self._put_in(name, module)

    def _put_in(self, name: str, module: ModuleType) -> None:
        known, replaced = self._known.get(name, (None, []))
        if known is not module:
            replaced = import_module(CLIENTS[name]).replaced(module)
            self._known[name] = module, replaced
        put_all(replaced)


class Finder:
    """Finds modules as the other finders do, and tells when one of some modules is imported."""

    def __init__(self, names: Collection[str], imported: Callable[[str, ModuleType], None]) -> None:
        self._names = names
        self._imported = imported

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> Any:
        """Return the spec that the next finder has."""
        if name not in self._names:
            return None
        for finder in sys.meta_path:
            find = getattr(finder, "find_spec", None)
            spec = None if find is None or finder is self else find(name, path, target)
            if spec is not None:
                if hasattr(spec.loader, "exec_module"):
                    spec.loader = _Loader(spec.loader, lambda module: self._imported(name, module))
                return spec
        return None


class _Loader:
    """Loads a module as its own loader does, which the module then has."""

    def __init__(self, loader: Any, loaded: Callable[[ModuleType], None]) -> None:
        self._loader, self._loaded = loader, loaded

    def __getattr__(self, name: str) -> Any:
        """Return what the module's own loader has: who finds a module need not load it."""
        return getattr(self._loader, name)

    def create_module(self, spec: Any) -> ModuleType | None:
        """Return what the module's own loader makes."""
        module: ModuleType | None = self._loader.create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Load the module, then tell."""
        # As the module finds it, while it is loaded and from then on.
        spec = module.__spec__
        if spec is not None:
            spec.loader = self._loader
        module.__loader__ = self._loader
        self._loader.exec_module(module)
        self._loaded(module)
