"""The tenant of the test, asked wrongly.

A way to cause a code is a function of `Entra`; it returns the answer. The fixture ``caused`` takes it and compares
the answer.
"""

from typing import Any

import pytest

from pytest_m365 import Target, Tenant
from pytest_m365.fake import FakeTarget
from tests.certificates import KeyAndCertificate
from tests.entra.aadsts.answers import check
from tests.entra.aadsts.client import Caused, Entra, Way


@pytest.fixture
def entra(m365: Target, m365_fake: Tenant, certificate: KeyAndCertificate) -> Entra:
    assert isinstance(m365, FakeTarget)
    return Entra(m365, m365_fake, certificate)


@pytest.fixture
def caused(entra: Entra) -> Caused:
    """Cause a code and compare the answer; returns the claims that it carries, if any."""

    def cause(way: Way, code: int, status: int, error: str, suberror: str, text: str) -> Any:
        return check(entra, way(entra), code, status, error, suberror, text)

    return cause
