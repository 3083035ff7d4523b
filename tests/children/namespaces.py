"""Tests that need networks of their own: skipped, with the reason, where the machine has none."""

import functools
import shutil

import pytest

from fakeserver.children.isolation.missing import IsolationError


@functools.cache
def why_none() -> str:
    """Return why no command gets a network of its own here; nothing where one does."""
    from fakeserver.children.isolation.network import isolated_network
    from fakeserver.redirect import Redirects
    from fakeserver.server import FakeServer

    try:
        with FakeServer() as server, isolated_network(server, lambda: Redirects({})):
            return ""
    except IsolationError as error:
        return str(error)


def installed(name: str, package: str = "") -> str:
    """Return the path of a program; skip the test where it is missing."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: apt-get install {package or name}")
    return found


def program(name: str, package: str = "") -> str:
    """Return the path of a program; skip the test where it, or a network for it, is missing."""
    found = installed(name, package)
    if why_none():
        pytest.skip(why_none())
    return found


needs_a_network = pytest.mark.skipif(bool(why_none()), reason=why_none() or "there are networks")
