"""What we override or use of other packages though they call it private: all of it, each with its reason.

The suite runs with the lowest versions that are allowed and with the newest; here it is said at once what is gone.
"""

import ast
import inspect
import poplib
import ssl
import urllib.request
from pathlib import Path
from typing import NamedTuple

import aiohttp.connector
import certifi.core
import pytest
from aiohttp.abc import AbstractResolver
from aiosmtpd.smtp import SMTP
from exchangelib.autodiscover import autodiscover_cache

from fakeserver import trust
from fakeserver.listeners.posting import LoopbackResolver
from fakeserver.listeners.smtp_connection import SmtpConnection
from fakeserver.redirect.clients import certifi as led_certifi
from fakeserver.redirect.clients import ssl as led_ssl

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("aiohttp", "aiosmtpd")


class PrivateName(NamedTuple):
    """A private member of another package's class, of one of its instances, or of its module."""

    owner: object
    name: str
    #: as ``inspect.signature`` shows it, without annotations; None: no function but a value
    parameters: tuple[str, ...] | None
    is_coroutine: bool
    reason: str


PRIVATE_NAMES = [
    PrivateName(SMTP, "_handle_client", ("self",), True, "the command loop, which would read what the session reads"),
    PrivateName(SMTP, "_timeout_cb", ("self",), False, "the end of the timer, where the session says its farewell"),
    PrivateName(SMTP, "_reset_timeout", ("self", "duration"), False, "winds the timer; there is no public way"),
    PrivateName(
        aiohttp.connector, "_SSL_CONTEXT_VERIFIED", None, False, "made at import, before a test can set SSL_CERT_FILE"
    ),
    PrivateName(
        urllib.request,
        "_opener",
        None,
        False,
        "keeps the roots of its first use; install_opener sets it, nothing reads it",
    ),
    PrivateName(
        certifi.core, "_CACERT_PATH", None, False, "what where() has found, for whoever has imported that function"
    ),
    PrivateName(
        autodiscover_cache,
        "_protocols",
        None,
        False,
        "holds connections open, to the fake of one test alone",
    ),
    PrivateName(
        ssl.SSLContext,
        "_wrap_socket",
        ("self", "sock", "server_side", "server_hostname", "owner", "session"),
        False,
        "where the context of a connection can be another, before it shakes hands",
    ),
    PrivateName(
        ssl.SSLContext,
        "_wrap_bio",
        ("self", "incoming", "outgoing", "server_side", "server_hostname", "owner", "session"),
        False,
        "the same for asyncio",
    ),
    PrivateName(poplib.POP3, "_shortcmd", ("self", "line"), False, "says AUTH, for which poplib has no public way"),
]

#: public in spite of the underscore: a namedtuple's, and lxml's class of elements
DOCUMENTED = {"_asdict", "_field_defaults", "_replace", "_Element"}

#: our classes that inherit from another package's
HEIRS: list[tuple[type, type]] = [(LoopbackResolver, AbstractResolver), (SmtpConnection, SMTP)]


@pytest.mark.parametrize("private", PRIVATE_NAMES, ids=lambda private: private.name)
def test_each_is_there_and_called_as_before(private: PrivateName) -> None:
    member = getattr(private.owner, private.name)
    if private.parameters is not None:
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
    # What each abstract class has is the standard library's.
    ours_or_theirs = (used & known) - {"_abc_impl"}
    private = {name for name in ours_or_theirs if name.startswith("_") and not name.startswith("__")}
    assert private == listed


def imported_from(tree: ast.Module) -> set[str]:
    """Return the names that a module imports from those packages."""
    return {
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in PACKAGES
        for name in node.names
    }


def test_no_heir_is_missing_in_the_list() -> None:
    heirs = set()
    for path in (ROOT / "fakeserver").rglob("*.py"):
        tree = ast.parse(path.read_text())
        theirs = imported_from(tree) | {*PACKAGES}
        classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        bases = {(node.name, ast.unparse(base)) for node in classes for base in node.bases}
        heirs |= {(ours, base) for ours, base in bases if base.partition(".")[0] in theirs}
    assert heirs == {(ours.__name__, theirs.__name__) for ours, theirs in HEIRS}


def test_no_file_uses_another_private_name() -> None:
    """A private attribute is defined in our own code, or stands in the list; a private module is not imported."""
    by_text = {trust.AIOHTTP_CONTEXT, trust.URLLIB_OPENER, led_certifi.PATH, led_ssl.SOCKET, led_ssl.BUFFERS}
    by_text.add("_protocols")  # assigned, and so taken for ours
    used: set[str] = set()
    defined: set[str] = set()
    for package in ("fakeserver", "pytest_m365"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Attribute):
                    (used if isinstance(node.ctx, ast.Load) else defined).add(node.attr)
                elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    defined.add(node.name)
                elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    defined.add(node.id)
                elif isinstance(node, ast.ImportFrom) and node.module and not node.module.startswith("fakeserver"):
                    names = [*node.module.split("."), *(alias.name for alias in node.names)]
                    assert not any(name.startswith("_") and name != "__future__" for name in names), path
    foreign = {name for name in (used - defined) | by_text if name.startswith("_") and not name.startswith("__")}
    listed = {private.name for private in PRIVATE_NAMES}
    assert foreign <= listed | DOCUMENTED
    assert foreign >= DOCUMENTED
    assert listed <= foreign | set(vars(SmtpConnection))
