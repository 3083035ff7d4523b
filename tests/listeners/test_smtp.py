import socket

from fakeserver.listeners.certificates import Certificates
from fakeserver.listeners.smtp import SmtpListener
from fakeserver.listeners.thread import LoopThread
from fakeserver.protocols.smtp.session import SmtpSession
from fakeserver.tenant.cloud import Cloud
from tests.listeners.conftest import Listen


def test_stopping_drops_every_connection_inside_tls_too(
    thread: LoopThread,
    listen: Listen,
    errors: list[BaseException],
    certificates: Certificates,
) -> None:
    cloud = Cloud()
    listener = SmtpListener(lambda peer: SmtpSession(cloud, peer=peer), errors.append, certificates.server_context())
    port = listen(listener)
    plain, secured = (socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(2))
    for peer in (plain, secured):
        assert peer.recv(200).startswith(b"220 ")
    secured.sendall(b"STARTTLS\r\n")
    assert secured.recv(200).startswith(b"220 2.0.0")
    secured = certificates.client_context().wrap_socket(secured, server_hostname="localhost")
    secured.sendall(b"EHLO x\r\n")
    assert secured.recv(2000).startswith(b"250-")
    assert len(listener.connections) == 2
    thread.call(listener.stop())
    for peer in (plain, secured):
        try:
            assert peer.recv(100) == b""
        except OSError:
            assert peer is secured, "TLS ends without its farewell"
        peer.close()
    assert listener.connections == set()
    assert errors == []
