"""The token service of the world."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from fakeserver.protocols.oauth.service import OAuthService
from tests.certificates import KeyAndCertificate
from tests.protocols.oauth.client import Entra
from tests.world import World


@pytest.fixture
def entra(world: World) -> Entra:
    return Entra(world.cloud, world.tenant, OAuthService(world.cloud))


@pytest.fixture(scope="module")
def certificate() -> KeyAndCertificate:
    return KeyAndCertificate.new()


@pytest.fixture
def key(certificate: KeyAndCertificate) -> rsa.RSAPrivateKey:
    return certificate.key
