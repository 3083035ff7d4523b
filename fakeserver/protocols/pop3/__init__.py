"""POP3 as Exchange Online speaks it (RFC 1939, CAPA 2449, AUTH 5034), without a socket."""

from fakeserver.protocols.pop3.session import Pop3Session

__all__ = ["Pop3Session"]
