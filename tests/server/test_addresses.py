"""Every name of a server, and what its certificates are good for."""

import logging
import socket
from pathlib import Path

import pytest

from fakeserver.server.addresses import Addresses

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@pytest.fixture(autouse=True)
def called_devbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "DevBox")
    # import-linter disables loggers of others.
    monkeypatch.setattr(logging.getLogger("fakeserver"), "disabled", False)


@pytest.mark.parametrize(
    ("host", "further"),
    [
        ("127.0.0.1", ()),
        ("127.0.0.5", ("127.0.0.5",)),
        ("0.0.0.0", ("devbox",)),
        ("::", ("devbox",)),
        ("192.0.2.7", ("192.0.2.7", "devbox")),
        ("Fake.example", ("fake.example", "devbox")),
    ],
)
def test_names_of_a_listening_address(host: str, further: tuple[str, ...]) -> None:
    assert Addresses(host, (), (), None).names == (*LOOPBACK, *further)


def test_names_that_are_given_and_advertised() -> None:
    addresses = Addresses("0.0.0.0", ["fake", "10.1.2.3"], ["mail.local", "imap=imap.local:993"], None)
    assert addresses.names == (*LOOPBACK, "fake", "10.1.2.3", "mail.local", "imap.local", "devbox")
    assert Addresses("127.0.0.1", ["fake", "other"], [], None).advertised.host == "fake"


def test_a_machine_may_have_a_name_that_no_certificate_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "build_box")
    addresses = Addresses("0.0.0.0", (), (), None)
    assert addresses.names == LOOPBACK
    addresses.certificates(()).close()


def test_a_kept_authority_is_made_for_names_and_domains_and_says_what_it_was_not_made_for(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Addresses("0.0.0.0", ["fake"], [], tmp_path / "ca")
    first = kept.certificates(["contoso.example", "no domain"])
    assert first.ca_file == tmp_path / "ca" / "ca.pem"
    first.close()
    assert first.ca_file.exists()
    assert caplog.messages == []
    # Another container has another name, and that is no mistake.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "gethostname", lambda: "4f2a9c")
        again = Addresses("0.0.0.0", ["fake"], [], tmp_path / "ca").certificates(
            ["contoso.example", "fabrikam.example"]
        )
        again.close()
    assert again.ca_file.read_bytes() == first.ca_file.read_bytes()
    (line,) = caplog.messages
    assert "was not made for autodiscover.fabrikam.example, and signs for no other names" in line
    with pytest.raises(ValueError, match=r"was not made for mail.local, .*: remove ca.pem and ca-key.pem there"):
        Addresses("0.0.0.0", ["fake"], ["mail.local"], tmp_path / "ca").certificates(())
