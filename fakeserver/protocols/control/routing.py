"""The operations of the API, each a function with `operation` above it, found by method and path."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from inspect import Parameter, signature
from typing import Any, TypeVar

from fakeserver.protocols.control.problems import NotThere, Problem

Function = TypeVar("Function", bound=Callable[..., Any])

#: The parameters of an operation beside the call: what they are made of.
BODY, QUERY = "body", "query"


@dataclass(frozen=True)
class Operation:
    """One operation: what the function takes and returns says what its request and its answers are.

    Its first parameter is the `Call`. ``body`` is a dataclass that the JSON is read into, or bytes for octets of any
    type; ``query`` a dataclass for the parameters of the address. It returns a dataclass, None (204), or a response.
    """

    method: str
    #: below the API's address, with ``{names}`` for what stands there
    path: str
    perform: Callable[..., Any]
    status: int
    #: media types of a body of octets
    takes: tuple[str, ...]
    #: media type of an answer that is no JSON
    gives: str

    @property
    def name(self) -> str:
        """The function's name, which is the operation's id."""
        return self.perform.__name__

    @property
    def text(self) -> tuple[str, str]:
        """What it does in a sentence, and what else there is to say."""
        first, _, rest = (self.perform.__doc__ or "").partition("\n\n")
        return " ".join(first.split()), rest

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """What the function takes, by name, with the types themselves."""
        return dict(signature(self.perform, eval_str=True).parameters)

    @cached_property
    def answer(self) -> Any:
        """What the function returns, as its annotation says."""
        return signature(self.perform, eval_str=True).return_annotation

    def kind_of(self, name: str) -> Any:
        """Return the type of ``body`` or ``query``; None where it takes none."""
        parameter = self.parameters.get(name)
        return None if parameter is None else parameter.annotation


#: Every operation, in the order in which they were read.
OPERATIONS: list[Operation] = []


def operation(
    method: str, path: str, *, status: int = 200, takes: tuple[str, ...] = (), gives: str = ""
) -> Callable[[Function], Function]:
    """Make a function an operation of the API; see `Operation`."""

    def add(perform: Function) -> Function:
        OPERATIONS.append(Operation(method, path, perform, status, takes, gives))
        return perform

    return add


class Router:
    """Finds operations: a tree with a level for each segment of the path."""

    def __init__(self, operations: list[Operation]) -> None:
        self._root = _Node()
        for each in operations:
            node = self._root
            for segment in _segments(each.path):
                node = node.below(segment)
            node.operations[each.method] = each

    def find(self, method: str, path: str) -> tuple[Operation, dict[str, str]]:
        """Return the operation for a path below the API's address, and what stands in its names' places.

        Raises:
            NotThere: nothing has this path.
            Problem: something has, and not this method.
        """
        node, values = self._root, list[str]()
        for segment in path.strip("/").split("/"):
            if segment in node.fixed:
                node = node.fixed[segment]
            elif node.any is not None and segment:
                node = node.any
                values.append(segment)
            else:
                raise NotThere(f"the API has nothing at {path[:200]!r}; /_fake/api/openapi.json lists what it has")
        found = node.operations.get("GET" if method == "HEAD" else method)
        if found is None:
            if not node.operations:
                raise NotThere(f"the API has nothing at {path[:200]!r}; /_fake/api/openapi.json lists what it has")
            allowed = ", ".join(sorted(node.operations))
            raise Problem(405, f"{path[:200]} takes {allowed}, not {method[:20]}", ("Allow", allowed))
        return found, dict(zip(names_in(found.path), values, strict=True))


class _Node:
    """One level of the tree."""

    def __init__(self) -> None:
        self.fixed: dict[str, _Node] = {}
        self.any: _Node | None = None
        self.operations: dict[str, Operation] = {}

    def below(self, segment: str) -> "_Node":
        if not segment.startswith("{"):
            return self.fixed.setdefault(segment, _Node())
        if self.any is None:
            self.any = _Node()
        return self.any


def names_in(path: str) -> Iterator[str]:
    """Yield the names of a path's variable segments."""
    return (segment[1:-1] for segment in _segments(path) if segment.startswith("{"))


def _segments(path: str) -> list[str]:
    return path.strip("/").split("/")
