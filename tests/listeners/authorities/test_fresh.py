"""An authority of one run."""

import math
import ssl

import pytest
from cryptography import x509

from fakeserver.listeners.authorities.authority import Authority
from fakeserver.listeners.authorities.fresh import FreshAuthority


def test_it_signs_for_every_name_and_for_centuries() -> None:
    authority: Authority = FreshAuthority()
    assert authority.covers("anything.example")
    assert authority.file is None
    assert authority.lifetime == math.inf
    authority.issue("anything.example", "10.1.2.3").configure_cert(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))
    assert x509.load_pem_x509_certificate(authority.certificate).not_valid_after_utc.year >= 2500


def test_no_name_is_refused() -> None:
    with pytest.raises(ValueError, match="'a_b' not allowed"):
        FreshAuthority().issue("a_b.example")
