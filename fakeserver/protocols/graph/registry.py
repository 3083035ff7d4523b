"""The operations, each a function with `operation` above it, found by method and path."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, Final, TypeAlias

from fakeserver.protocols.graph.address import Key
from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.errors import METHOD, SEGMENT, GraphError
from fakeserver.suggestion import did_you_mean
from fakeserver.tenant.access.needs import Needs

#: An operation's function: gets its `Call`.
Perform: TypeAlias = Callable[[Any], Result]


@dataclass(frozen=True)
class Operation:
    """One operation.

    Args:
        method: of HTTP.
        path: below the version, with ``{names}`` for keys; ``me`` at its beginning is any user, by either way.
        perform: gets the call with the tenant's lock held, and returns what is answered, or the steps that find it.
        needs: permissions for the mailbox; None: it opens none.
        query: the query's options that it reads; those beginning with ``$`` that are not among them are refused.
        name: as the journal has it, and faults.
        takes_body: whether it reads a body; an action that does not is refused what it has no parameters for.
    """

    method: str
    path: str
    perform: Perform
    needs: Needs | None
    query: frozenset[str]
    name: str
    takes_body: bool


_OPERATIONS: Final[list[Operation]] = []


def operation(
    method: str, path: str, *, needs: Needs | None = None, query: str = "", body: bool | None = None
) -> Callable[[Perform], Perform]:
    """Make a function an operation; see `Operation`. Its name in CamelCase is the operation's.

    Args:
        query: names of options, separated by blanks.
        body: whether it reads a body; POST, PATCH and PUT do where it is None.
    """

    def add(perform: Perform) -> Perform:
        name = "".join(word.capitalize() for word in perform.__name__.split("_"))
        takes = method in ("POST", "PATCH", "PUT") if body is None else body
        _OPERATIONS.append(Operation(method, path, perform, needs, frozenset(query.lower().split()), name, takes))
        return perform

    return add


class _Node:
    """One level of the tree of paths."""

    def __init__(self) -> None:
        self.fixed: dict[str, _Node] = {}
        #: the names of those below, as they are spelt
        self.names: list[str] = []
        self.any: tuple[str, _Node] | None = None
        self.operations: dict[str, Operation] = {}

    def below(self, segment: str) -> "_Node":
        if not segment.startswith("{"):
            if segment.lower() not in self.fixed:
                self.names.append(segment)
                self.fixed[segment.lower()] = _Node()
            return self.fixed[segment.lower()]
        if self.any is None:
            self.any = segment[1:-1], _Node()
        return self.any[1]


@cache
def operations() -> tuple[Operation, ...]:
    """Return all operations, from every module that has some."""
    from fakeserver.protocols.graph import operations as package

    for module in walk_packages(package.__path__, f"{package.__name__}."):
        import_module(module.name)
    return tuple(_OPERATIONS)


@cache
def _tree() -> _Node:
    root = _Node()
    for each in operations():
        node = root
        for segment in each.path.strip("/").split("/"):
            node = node.below(segment)
        if each.method in node.operations:
            raise ValueError(f"{each.method} {each.path} is there twice")
        node.operations[each.method] = each
    return root


def find(method: str, segments: list[str]) -> tuple[Operation, dict[str, Any]]:
    """Return the operation at a path, and the keys in it by name.

    Raises:
        GraphError: nothing has this path, or something has and not this method.
    """
    node, values = _tree(), dict[str, Any]()
    for segment in segments:
        below = None if isinstance(segment, Key) else node.fixed.get(segment.lower())
        if below is not None:
            node = below
        elif node.any is not None:
            name, node = node.any
            values[name] = str(segment)
        else:
            raise _unknown(segment, segments, node)
    found = node.operations.get(method)
    if found is None:
        if node.operations:
            raise GraphError(METHOD, fix=f"there is {', '.join(sorted(node.operations))}; docs/graph.md has all")
        raise _unknown("", [*segments, ""], node, segments[-1])
    return found, values


def _unknown(segment: str, segments: list[str], node: _Node, said: str | None = None) -> GraphError:
    """Return the error of a path that nothing has, with what there is."""
    above = "/".join(str(each) for each in segments[: segments.index(segment)])
    names = sorted([*node.names, *([f"{{{node.any[0]}}}"] if node.any else [])], key=str.lower)
    there = f"below {above[:100] or 'the version'} this fake has {', '.join(names)}" if names else "nothing is below it"
    fix = f"{there}{did_you_mean(segment[:100], node.names)}; docs/graph.md has all"
    return GraphError(SEGMENT, fix=fix, segment=(segment if said is None else said)[:200])
