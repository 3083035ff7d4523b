"""What differs between the front ends of Exchange Online: greeting, capabilities, attributes in LIST.

Generations as the protocol logs show them: ``a`` (to 2024), ``b`` (2015 to 2026, the default), ``c`` (from 2026-09,
LOGINDISABLED). Nothing is advertised that is not implemented.
"""

import base64
from dataclasses import dataclass
from typing import Literal

_TAIL = b"CHILDREN IDLE NAMESPACE LITERAL+"
_BEFORE_SIGN_IN = {
    "a": b"IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS ID UNSELECT " + _TAIL,
    "b": b"IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT " + _TAIL,
    "c": b"IMAP4 IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED SASL-IR UIDPLUS MOVE ID UNSELECT " + _TAIL,
}
_AFTER_SIGN_IN = (
    b"IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CLIENTACCESSRULES "
    b"CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE " + _TAIL
)


@dataclass(frozen=True, slots=True)
class ImapStyle:
    """One front end's ways."""

    generation: Literal["a", "b", "c"] = "b"
    greeting: Literal["classic", "tcpproxy"] = "classic"
    #: whether LIST shows special-use attributes; some mailboxes have them, some have not
    special_use: bool = True

    def greet(self, host: str, connection_id: str) -> bytes:
        """Return the greeting; it ends in the server's name, base64 of UTF-16LE."""
        server = base64.b64encode(host.encode("utf-16-le", "replace"))
        if self.greeting == "classic":
            return b"* OK The Microsoft Exchange IMAP4 service is ready. [%b]\r\n" % server
        proxy = b"%b (tcpproxy/15.21.0406.000 BACKENDAUTHENTICATE)" % connection_id.encode("ascii", "replace")
        return b"* OK Microsoft Exchange IMAP4 service ready. %b [%b]\r\n" % (proxy, server)

    def capabilities(self, *, signed_in: bool) -> bytes:
        """Return the words of CAPABILITY."""
        return _AFTER_SIGN_IN if signed_in else _BEFORE_SIGN_IN[self.generation]

    @property
    def login_disabled(self) -> bool:
        """Whether LOGIN is refused before anything is looked at."""
        return self.generation == "c"
