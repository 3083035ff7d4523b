"""A handshake that fails: the client reads why, where that was asked for."""

import ssl

import pytest

from fakeserver.listeners.alerting import AlertingObject


def failing_handshake(*, sends_alert: bool) -> tuple[AlertingObject, ssl.SSLObject, ssl.MemoryBIO, ssl.MemoryBIO]:
    """Return a server that will refuse a client's first message, the client, and what each sends."""

    def refuse(connection: ssl.SSLObject, name: str | None, context: ssl.SSLContext) -> int:
        assert isinstance(connection, AlertingObject)
        connection.sends_alert = sends_alert
        return ssl.ALERT_DESCRIPTION_HANDSHAKE_FAILURE

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.sni_callback = refuse
    context.sslobject_class = AlertingObject
    of_client, of_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = ssl.create_default_context().wrap_bio(of_server, of_client, server_hostname="localhost")
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    server = context.wrap_bio(of_client, of_server, server_side=True)
    assert isinstance(server, AlertingObject)
    return server, client, of_client, of_server


def test_the_alert_is_there_to_be_sent_before_the_failure_is_told() -> None:
    server, client, _, _ = failing_handshake(sends_alert=True)
    with pytest.raises(ssl.SSLWantReadError):
        server.do_handshake()
    with pytest.raises(ssl.SSLError, match="alert handshake failure"):
        client.do_handshake()


def test_a_client_that_goes_on_is_refused() -> None:
    server, _, of_client, _ = failing_handshake(sends_alert=True)
    with pytest.raises(ssl.SSLWantReadError):
        server.do_handshake()
    of_client.write(b"more")
    with pytest.raises(ssl.SSLError) as told:
        server.do_handshake()
    assert not isinstance(told.value, ssl.SSLWantReadError)


def test_otherwise_the_failure_is_told_at_once() -> None:
    server, _, _, _ = failing_handshake(sends_alert=False)
    with pytest.raises(ssl.SSLError) as told:
        server.do_handshake()
    assert not isinstance(told.value, ssl.SSLWantReadError)
