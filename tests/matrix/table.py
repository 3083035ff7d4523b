"""The table's form: a circumstance, a credential, and what each protocol says to it.

The rows are in `families/`, one module for each kind of circumstance. `rows` unrolls them to one row per cell.
"""

import inspect
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from fakeserver.server import FakeServer
from fakeserver.tenant.directory.applications import Application
from fakeserver.tenant.directory.permissions import GRAPH
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.tenant import Tenant
from tests.matrix.connections import CONNECTIONS
from tests.matrix.outcomes import Outcome
from tests.matrix.wire import Credential

#: The columns, in the page's order.
PROTOCOLS = tuple(CONNECTIONS)


class World:
    """A row's own tenant with the people in it; a circumstance's set-up asks for these by name."""

    def __init__(self, server: FakeServer) -> None:
        self.server = server
        self.tenant: Tenant = server.new_tenant()
        self.alice: User = self.tenant.add_user("alice")

    @cached_property
    def bob(self) -> User:
        """A colleague."""
        return self.tenant.add_user("bob")

    @cached_property
    def shared(self) -> User:
        """A shared mailbox without members."""
        return self.tenant.add_shared_mailbox("sales")

    @property
    def public_app(self) -> Application:
        """An application that signs in users, with every delegated mail permission."""
        return self.tenant.public_app

    @property
    def daemon_app(self) -> Application:
        """An application by itself, with every role, registered in Exchange, let into every mailbox."""
        return self.tenant.daemon_app

    @cached_property
    def rbac_app(self) -> Application:
        """An application without any API permission, registered in Exchange."""
        return self.tenant.register_app("Contoso Sender", secret=True)

    @cached_property
    def token(self) -> str:
        """A delegated token of alice with every mail permission."""
        return self.tenant.token(self.public_app, self.alice)

    @cached_property
    def app_token(self) -> str:
        """An app-only token of the daemon app."""
        return self.tenant.app_token(self.daemon_app)

    @cached_property
    def graph_app(self) -> Application:
        """An application that signs in users, with every delegated permission of Microsoft Graph for mail."""
        names = [f"https://graph.microsoft.com/{name}" for name in GRAPH.delegated if name.startswith("Mail.")]
        return self.tenant.register_app("Contoso Graph", public=True, delegated=names)

    @cached_property
    def graph_daemon(self) -> Application:
        """An application by itself that may read all mail by Microsoft Graph."""
        return self.tenant.register_app("Contoso Reader", application=["https://graph.microsoft.com/Mail.Read"])

    @cached_property
    def graph_app_token(self) -> str:
        """An app-only token of `graph_daemon`."""
        return self.tenant.app_token(self.graph_daemon, "https://graph.microsoft.com/.default")

    @cached_property
    def rbac_graph_token(self) -> str:
        """A token of `rbac_app` for Microsoft Graph, without roles."""
        return self.tenant.app_token(self.rbac_app, "https://graph.microsoft.com/.default")

    @cached_property
    def cp1_token(self) -> str:
        """A token of alice for Microsoft Graph whose client has declared cp1."""
        address = "https://graph.microsoft.com"
        return self.tenant.mint(app=self.graph_app, user=self.alice, scopes=["Mail.Read"], aud=address, xms_cc=["cp1"])

    @property
    def address(self) -> str:
        """alice's address."""
        return self.alice.address

    def call(self, function: Callable[..., Any]) -> Any:
        """Call a function with what its parameters name."""
        return function(**{name: getattr(self, name) for name in inspect.signature(function).parameters})

    def close(self) -> None:
        """Drop the tenant."""
        self.server.drop_tenant(self.tenant)


@dataclass(frozen=True)
class Kind:
    """A kind of credential."""

    name: str
    #: as the page says it
    title: str
    #: from the world and the protocol to what is presented
    make: Callable[[World, str], Credential] = field(repr=False)
    #: where it can be presented at all
    protocols: tuple[str, ...] = PROTOCOLS
    #: what is asked once signed in: the last answer decides, not the sign-in's
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """What each protocol says to a kind of credential; a protocol that is left out is not asked."""

    kind: Kind
    cells: Mapping[str, Outcome]


def line(kind: Kind, **cells: Outcome) -> Line:
    """Return a line of the table."""
    for protocol in cells:
        if protocol not in kind.protocols:
            raise ValueError(f"{kind.name} is not presented on {protocol}")
    return Line(kind, {protocol: cells[protocol] for protocol in PROTOCOLS if protocol in cells})


#: When the set-up runs: before signing in, or while the connection is open and used once already.
When = Literal["before", "connected"]


@dataclass(frozen=True)
class Circumstance:
    """One state of the tenant."""

    name: str
    #: as the page says it
    title: str
    #: what is done to the tenant, one function or several in turn; their parameters are names of `World`
    set_up: Callable[..., None] | tuple[Callable[..., None], ...]
    lines: tuple[Line, ...]
    #: how it comes about in a real tenant: a cmdlet, or the admin centre's words
    really: str = ""
    when: When = "before"

    @property
    def steps(self) -> tuple[Callable[..., None], ...]:
        """The set-up, one function after the other."""
        return self.set_up if isinstance(self.set_up, tuple) else (self.set_up,)

    @property
    def code(self) -> str:
        """The set-up as a user of the package writes it; empty for none."""
        return "\n".join(filter(None, map(_code_of, self.steps)))


def _code_of(function: Callable[..., None]) -> str:
    """Return the body of a function; empty where it is a docstring alone."""
    source = textwrap.dedent(inspect.getsource(function))
    body = re.sub(r"\Adef [^\n]*?\):\n|\Adef .*?\) -> None:\n", "", source, count=1, flags=re.DOTALL)
    return textwrap.dedent(body).strip() if function is not nothing else ""


@dataclass(frozen=True)
class Family:
    """Circumstances of one kind."""

    title: str
    about: str
    circumstances: tuple[Circumstance, ...]
    #: one table on the page, with a line for each circumstance
    flat: bool = False


@dataclass(frozen=True)
class Row:
    """One cell: what one protocol says to one credential in one circumstance."""

    circumstance: Circumstance
    kind: Kind
    protocol: str
    outcome: Outcome

    @property
    def id(self) -> str:
        """The test's name."""
        unknown = "-unknown" if self.outcome.mark == "U" else ""
        return f"{self.circumstance.name}-{self.kind.name}-{self.protocol}{unknown}"


def rows(families: tuple[Family, ...]) -> Iterator[Row]:
    """Yield every cell of the table."""
    for family in families:
        for circumstance in family.circumstances:
            for each in circumstance.lines:
                for protocol, outcome in each.cells.items():
                    yield Row(circumstance, each.kind, protocol, outcome)


def nothing() -> None:
    """As it is by default."""
