"""The table of all real names of a server."""

from fakeserver.children.names import real_names
from fakeserver.server import FakeServer


def test_every_name_leads_to_its_port() -> None:
    with FakeServer() as server:
        names = real_names(server, ["contoso.com"], closed_names=["example.com"], open_names=["learn.microsoft.com"])
        assert names.targets["outlook.office365.com", 993] == server.imap
        assert names.targets["autodiscover.contoso.com", 443] == server.http
        assert names.targets["localhost", 443] == server.http
    assert names.closes("www.example.com")
    assert not names.closes("learn.microsoft.com")
    assert not names.closes("localhost")
