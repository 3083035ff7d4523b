"""Which paths are those of the machine's roots."""

from pathlib import Path

import certifi
import pytest

from fakeserver import machine_roots
from fakeserver.machine_roots import are_roots


@pytest.mark.parametrize("path", [machine_roots.BUNDLES[0], b"/etc/ssl/certs", "/etc/ssl/certs/", certifi.where()])
def test_those_of_distributions_and_certifis(path: str | bytes) -> None:
    assert are_roots(path)


def test_a_link_to_one(tmp_path: Path) -> None:
    link = tmp_path / "roots.pem"
    link.symlink_to(machine_roots.BUNDLES[0])
    assert are_roots(link)


@pytest.mark.parametrize("path", [None, "cacert.pem", "/etc/ssl/certs/own.pem", "/etc/ssl"])
def test_none_of_them(path: str | None) -> None:
    assert not are_roots(path)
