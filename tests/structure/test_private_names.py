"""What we override or use of other packages though they call it private: all of it, each with its reason.

The suite runs with the lowest versions that are allowed and with the newest; here it is said at once what is gone.
"""

import ast
import inspect
from pathlib import Path
from typing import NamedTuple

import pytest
from aiosmtpd.smtp import SMTP

from fakeserver.listeners.smtp_connection import SmtpConnection

ROOT = Path(__file__).resolve().parents[2]


class PrivateName(NamedTuple):
    """A private member of another package's class."""

    owner: type
    name: str
    #: as ``inspect.signature`` shows it, without annotations
    parameters: tuple[str, ...]
    is_coroutine: bool
    reason: str


PRIVATE_NAMES = [
    PrivateName(SMTP, "_handle_client", ("self",), True, "the command loop, which would read what the session reads"),
    PrivateName(SMTP, "_timeout_cb", ("self",), False, "the end of the timer, where the session says its farewell"),
    PrivateName(SMTP, "_reset_timeout", ("self", "duration"), False, "winds the timer; there is no public way"),
]

#: our classes that inherit from another package's
HEIRS: list[tuple[type, type]] = [(SmtpConnection, SMTP)]


@pytest.mark.parametrize("private", PRIVATE_NAMES, ids=lambda private: private.name)
def test_each_is_there_and_called_as_before(private: PrivateName) -> None:
    member = getattr(private.owner, private.name)
    assert tuple(inspect.signature(member).parameters) == private.parameters
    assert inspect.iscoroutinefunction(member) is private.is_coroutine


@pytest.mark.parametrize(("ours", "theirs"), HEIRS, ids=lambda kind: kind.__name__)
def test_none_is_missing_in_the_list(ours: type, theirs: type) -> None:
    listed = {private.name for private in PRIVATE_NAMES if private.owner is theirs}
    source = Path(inspect.getsourcefile(ours) or "").read_text()
    used = {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)} | set(vars(ours))
    # Also what their methods set on themselves.
    set_by_them = {
        node.attr
        for node in ast.walk(ast.parse(inspect.getsource(theirs)))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }
    known = {name for kind in theirs.__mro__[:-1] for name in vars(kind)} | set_by_them
    private = {name for name in used & known if name.startswith("_") and not name.startswith("__")}
    assert private == listed


def test_no_other_file_reaches_into_another_package() -> None:
    """A private attribute belongs to ``self``, to a class of the same file, or to one of the same package."""
    packages = ("aiohttp", "aiosmtpd")
    for path in (ROOT / "fakeserver").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in packages:
                private = [name.name for name in node.names if name.name.startswith("_")]
                private += [part for part in (node.module or "").split(".") if part.startswith("_")]
                assert private == [], path
