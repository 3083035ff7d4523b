"""Which exchanges a test asks for: by protocol, operation, user, application, and by what they were refused with."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Never, Protocol, TypedDict

from fakeserver.suggestion import did_you_mean, suggestion
from fakeserver.tenant.journal.exchange import Exchange
from fakeserver.tenant.journal.marks import Mark
from fakeserver.tenant.places import CONNECT, EVERYWHERE, Named, named
from fakeserver.tenant.refusals import Refusal


class Application(Protocol):
    """An application, as far as the journal knows it."""

    @property
    def client_id(self) -> str:
        """The application (client) id."""


class User(Protocol):
    """A user, as far as the journal knows one."""

    @property
    def upn(self) -> str:
        """The sign-in name."""


class Which(TypedDict, total=False):
    """Which exchanges are meant, besides where."""

    #: who was named, let in or not: an address, short or whole, or the user
    user: User | str | None
    #: an application, its name or its client id
    app: Application | str | None
    #: only those after this mark, which `Journal.mark` has given
    since: Mark | None


@dataclass(frozen=True)
class Names:
    """Finds who has a name. Each raises ValueError where nobody has it."""

    user: Callable[[str], User]
    app: Callable[[str], Application]

    def upn(self, user: User | str) -> str:
        """Return the sign-in name of a user."""
        return (self.user(user) if isinstance(user, str) else user).upn

    def client_id(self, app: Application | str) -> str:
        """Return the client id of an application."""
        return (self.app(app) if isinstance(app, str) else app).client_id


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is asked for; all that is given must fit."""

    #: where; None: anywhere
    place: Named | None = None
    operation: str = ""
    #: an address
    user: str = ""
    client_id: str = ""
    #: the refusal's class; empty: refused or not
    refusal: str = ""
    #: that and the names of its subclasses
    refusals: frozenset[str] = frozenset()
    #: only what was refused
    is_refused: bool = False

    def fits(self, exchange: Exchange) -> bool:
        """Say whether an exchange is one of those."""
        # A server refuses unasked as well: a token runs out in the middle of IDLE.
        if not (exchange.refusals if self.is_refused else exchange.is_asked):
            return False
        place = self.place
        if place is not None and (
            exchange.protocol != place.protocol or not (place.is_whole or exchange.operation in place.operations)
        ):
            return False
        if self.user and exchange.user.lower() != self.user.lower():
            return False
        if self.client_id and exchange.client_id.lower() != self.client_id.lower():
            return False
        return not self.refusals or any(why.name in self.refusals for why in exchange.refusals)

    @property
    def what(self) -> str:
        """It in words, behind "nothing ..."."""
        words = [self.operation] if self.operation else []
        words += [f"on {self.place.protocol}"] if self.place is not None else []
        words += [f"by {self.user}"] if self.user else []
        words += [f"by the application {self.client_id}"] if self.client_id else []
        return " ".join(words)


def nobody(name: str) -> Never:
    """Find nobody: what names no tenant knows no names.

    Raises:
        ValueError: always.
    """
    raise ValueError(f"nobody is known here, and so nobody {name!r}")


def wanted(
    names: Names,
    protocol: str | None = None,
    operation: str | None = None,
    *,
    user: User | str | None = None,
    app: Application | str | None = None,
    refusal: str | None = None,
    is_refused: bool = False,
    seen: Iterable[Exchange] = (),
) -> Wanted:
    """Read what a test asks for.

    Args:
        seen: what is in the journal.

    Raises:
        ValueError: a name is unknown; the text suggests the right one.
        TypeError: an operation without its protocol.
    """
    place = None
    if protocol is not None:
        place = named(protocol.lower(), "", EVERYWHERE)
        if operation is not None:
            place = Named(place.protocol, (_operation(protocol, place, operation, seen),))
    elif operation is not None:
        raise TypeError(f"operation={operation!r} belongs to a protocol: name that first")
    return Wanted(
        place=place,
        operation=place.operations[0] if place is not None and operation else "",
        user="" if user is None else names.upn(user),
        client_id="" if app is None else names.client_id(app),
        refusal=refusal or "",
        refusals=frozenset() if refusal is None else refusals_named(refusal, seen),
        is_refused=is_refused or refusal is not None,
    )


def _operation(protocol: str, place: Named, wanted: str, seen: Iterable[Exchange]) -> str:
    """Return an operation as the journal names it.

    Some names stand in no list of a protocol: operations that it refuses as a whole (EWS's PlayOnPhone), and
    connections that were refused. They are taken once one has been noted; before that they cannot be told from
    misspelt ones.

    Raises:
        ValueError: it is unknown; the text suggests the right one.
    """
    usual = [name for name in place.operations if name != CONNECT]
    noted = [exchange.operation for exchange in seen if exchange.protocol == place.protocol]
    for known in (*usual, *noted):
        if known and known.lower() == wanted.lower():
            return known
    raise ValueError(f"{protocol} has no operation {wanted!r}{suggestion(wanted, {*usual, *filter(None, noted)})}")


def refusals_named(name: str, seen: Iterable[Exchange] = ()) -> frozenset[str]:
    """Return the name of a refusal with those of its kinds: AuthenticationRefused means all that it can be.

    Errors that are a protocol's own are known once they are there, as operations are.

    Raises:
        ValueError: there is no such refusal.
    """
    kinds = {kind.__name__: kind for kind in _kinds(Refusal)}
    if name not in kinds:
        noted = {why.name for exchange in seen for why in exchange.refusals}
        if name in noted:
            return frozenset({name})
        kinds |= dict.fromkeys(noted, Refusal)
        suggested = did_you_mean(name, kinds) or "; they are in fakeserver.tenant.refusals"
        raise ValueError(f"there is no refusal {name!r}{suggested}")
    return frozenset({name, *(kind.__name__ for kind in _kinds(kinds[name]))})


def _kinds(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for each in kind.__subclasses__():
        yield each
        yield from _kinds(each)


def chosen(exchanges: Iterable[Exchange], wish: Wanted) -> list[Exchange]:
    """Return the exchanges that fit."""
    return [exchange for exchange in exchanges if wish.fits(exchange)]
