"""A TLS handshake that fails with an alert which the client gets to read.

OpenSSL leaves the alert to be sent, but asyncio closes a connection whose handshake has failed without sending it: the
client would see only that the connection ends.
"""

import ssl


class AlertingObject(ssl.SSLObject):
    """The server's side of one connection.

    Attributes:
        sends_alert: whether the client is to get the alert that the handshake fails with.
    """

    sends_alert = False

    def do_handshake(self) -> None:
        """Go on with the handshake.

        Raises:
            ssl.SSLWantReadError: it goes on when the client has sent more; or it has failed, and the alert is to be
                sent, as asyncio does before it waits. The client ends the connection then; if it does not, the
                listener's time limit for handshakes does.
        """
        try:
            super().do_handshake()
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            raise
        except ssl.SSLError:
            if not self.sends_alert:
                raise
            self.sends_alert = False
            raise ssl.SSLWantReadError from None
