"""TLS that no program should accept: on each port, after STARTTLS too; and as it was when the fault is over."""

import imaplib
import smtplib
import socket
import ssl
from typing import Any

import pytest
import requests
from cryptography import x509

from fakeserver.tenant.tenant import Tenant
from pytest_m365 import Target

#: what OpenSSL says of each
SAID = {
    "expired_certificate": "certificate has expired",
    "wrong_name": "Hostname mismatch",
    "untrusted_certificate": "(self.signed certificate|unable to get local issuer certificate)",
    "broken_tls": "alert handshake failure",
}


def connect(place: str, m365: Target) -> None:
    """Connect, and leave."""
    if place == "smtp":
        with smtplib.SMTP(*m365.smtp, local_hostname="localhost", timeout=60) as smtp:
            smtp.starttls(context=m365.ssl_context())
    elif place == "imap":
        with imaplib.IMAP4_SSL(*m365.imap, ssl_context=m365.ssl_context()):
            pass
    elif place == "pop3":
        # By hand: poplib leaves its socket open where the handshake fails.
        with (
            socket.create_connection(m365.pop3, 60) as plain,
            m365.ssl_context().wrap_socket(plain, server_hostname=m365.pop3.host),
        ):
            pass
    else:
        assert requests.get(f"{m365.authority}/v2.0/.well-known/openid-configuration", timeout=60).ok


@pytest.mark.parametrize("place", ["imap", "pop3", "smtp", "token"])
@pytest.mark.parametrize("kind", SAID)
def test_the_client_refuses_and_goes_on_afterwards(place: str, kind: str, m365: Target, m365_fake: Tenant) -> None:
    fault = m365_fake.faults.add(kind, place)
    with fault, pytest.raises((ssl.SSLError, requests.exceptions.SSLError), match=SAID[kind]):
        connect(place, m365)
    assert fault.taken == 1
    assert [entry.ordered for entry in m365_fake.journal.entries if entry.operation == "TLS handshake"] == [fault.text]
    connect(place, m365)


@pytest.mark.parametrize("kind", ["expired_certificate", "untrusted_certificate", "wrong_name"])
@pytest.mark.parametrize("name", ["localhost", "autodiscover.contoso.onmicrosoft.com", "no_domain-"])
def test_nothing_else_is_wrong_with_a_certificate(kind: str, name: str, m365: Target, m365_fake: Tenant) -> None:
    """Old clients look at the common name, or have no TLS extension to say which host they want."""
    m365_fake.faults.add(kind, "imap")
    blind = ssl.create_default_context()
    blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(m365.imap, 60) as plain,
        blind.wrap_socket(plain, server_hostname=name) as connection,
    ):
        shown = x509.load_der_x509_certificate(connection.getpeercert(binary_form=True) or b"")
    [common] = shown.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    names = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(
        x509.DNSName
    )
    if kind == "wrong_name":
        assert (common.value, names) == ("mail.fabrikam.example", ["mail.fabrikam.example"])
    else:
        assert common.value == "localhost"
        assert {"localhost", "outlook.office365.com", *({name} - {"no_domain-"})} <= set(names)


def test_the_other_ports_are_as_they_were(m365: Target, m365_fake: Tenant) -> None:
    m365_fake.faults.expired_certificate("imap")
    for place in ("pop3", "smtp", "token"):
        connect(place, m365)


def test_nobody_is_known_yet(m365_fake: Tenant) -> None:
    wrong: Any = {"user": "alice"}
    with pytest.raises(TypeError, match="nobody is known yet at 'TLS handshake'"):
        m365_fake.faults.broken_tls("imap", **wrong)
