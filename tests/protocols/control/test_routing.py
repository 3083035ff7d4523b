"""Operations are found by method and path."""

from typing import Any

import pytest

from fakeserver.protocols.control.problems import NotThere, Problem
from fakeserver.protocols.control.routing import Operation, Router, names_in


def operation(method: str, path: str) -> Operation:
    def perform(call: Any) -> None:
        """Do it."""

    return Operation(method, path, perform, 200, (), "")


ROUTER = Router(
    [operation("GET", "/a"), operation("GET", "/a/{x}/b"), operation("POST", "/a/{x}/b"), operation("GET", "/a/fixed")]
)


def test_what_stands_in_the_places_of_names() -> None:
    found, values = ROUTER.find("GET", "/a/one two/b")
    assert (found.path, values) == ("/a/{x}/b", {"x": "one two"})
    assert ROUTER.find("HEAD", "/a")[0].path == "/a"
    assert ROUTER.find("GET", "/a/fixed")[1] == {}
    assert list(names_in("/a/{x}/b/{y}")) == ["x", "y"]


@pytest.mark.parametrize("path", ["", "/", "/b", "/a/x", "/a//b", "/a/x/b/c"])
def test_what_has_no_operation(path: str) -> None:
    with pytest.raises(NotThere):
        ROUTER.find("GET", path)


def test_a_path_that_has_others() -> None:
    with pytest.raises(Problem, match="takes GET, POST, not DELETE"):
        ROUTER.find("DELETE", "/a/x/b")
