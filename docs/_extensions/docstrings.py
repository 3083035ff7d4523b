"""Docstrings with Google's sections, as autodoc takes them: napoleon, which reads a type before every first colon.

Here a property's docstring is a sentence like any other.
"""

from typing import Any

from sphinx.application import Sphinx
from sphinx.ext.napoleon import Config, GoogleDocstring

_CONFIG = Config(napoleon_use_rtype=False)
#: what has a sentence, and no type in front of it
_VALUES = ("attribute", "data", "property")
#: classes that a test or a program makes itself; the others come from these, and from fixtures
_MADE_BY_TESTS = ("FakeServer", "Client")


def _process(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    kind = "method" if what in _VALUES else what
    lines[:] = GoogleDocstring(lines, _CONFIG, app, kind, name, obj, options).lines()


def _sign(app: Sphinx, what: str, name: str, obj: Any, options: Any, signature: str | None, returns: str | None) -> Any:
    """Leave out how a class is made that no test makes."""
    return ("", None) if what == "class" and obj.__name__ not in _MADE_BY_TESTS else None


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.setup_extension("sphinx.ext.autodoc")
    app.connect("autodoc-process-docstring", _process)
    app.connect("autodoc-process-signature", _sign)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
