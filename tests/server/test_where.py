"""Where a server is: for this process, and as clients are told."""

import imaplib
import ssl
import urllib.request
from pathlib import Path

import pytest

from fakeserver.listeners.authorities.kept_files import AuthorityError
from fakeserver.server import FakeServer


def test_urls_are_as_clients_are_told_and_endpoints_as_this_process_connects(tmp_path: Path) -> None:
    with FakeServer(names=["fake"], advertise=["http=mail.local:443", "imap=:993"], ca_dir=tmp_path) as server:
        tenant = server.new_tenant()
        told = server.endpoints(tenant)
        assert server.base_url == "https://mail.local"
        assert told["ews_url"] == server.ews_url == "https://mail.local/EWS/Exchange.asmx"
        assert told["authority"] == server.authority(tenant) == f"https://mail.local/{tenant.tenant_id}"
        assert told["token_url"] == server.token_url(tenant)
        assert told["graph_url"] == server.graph_url == "https://mail.local/v1.0"
        assert told["autodiscover_url"] == server.autodiscover_url
        assert told["imap"] == {"host": "fake", "port": 993}
        assert told["pop3"] == {"host": "fake", "port": server.pop3.port}
        assert told["ca_file"] == server.ca_file == str(tmp_path / "ca.pem")
        assert server.names == ("localhost", "127.0.0.1", "::1", "fake", "mail.local")
        # Nobody has to know these names here.
        assert server.smtp.host == server.http.host == "localhost"
        context = ssl.create_default_context(cafile=server.ca_file)
        with imaplib.IMAP4_SSL(*server.imap, ssl_context=context, timeout=60) as imap:
            assert imap.state == "NONAUTH"
        # Answers name the host that the client has named.
        url = f"https://localhost:{server.http.port}/{tenant.tenant_id}/v2.0/.well-known/openid-configuration"
        request = urllib.request.Request(url, headers={"Host": "mail.local"})
        with urllib.request.urlopen(request, context=context, timeout=60) as response:
            assert f'"https://mail.local/{tenant.tenant_id}/oauth2/v2.0/token"' in response.read().decode()


def test_names_are_known_before_the_start() -> None:
    assert FakeServer(names=["fake"], plain=True).names == ("localhost", "127.0.0.1", "::1", "fake")


def test_what_cannot_be_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no authority to keep"):
        FakeServer(plain=True, ca_dir=tmp_path)
    with pytest.raises(ValueError, match="'my_fake' is no host name"):
        FakeServer(names=["my_fake"])
    with pytest.raises(ValueError, match="no protocol is 'pop'"):
        FakeServer(advertise=["pop=fake"])


def test_an_authority_that_is_of_no_use_leaves_nothing_open(tmp_path: Path) -> None:
    (tmp_path / "ca-key.pem").touch(0o600)
    server = FakeServer(ca_dir=tmp_path)
    with pytest.raises(AuthorityError, match="is broken"):
        server.start()
    assert server.stop() == []
