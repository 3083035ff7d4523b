"""What differs between the front ends of Exchange Online: greeting, capabilities, attributes in LIST.

Generations as the protocol logs show them: ``a`` (to 2024), ``b`` (2015 to 2026, the default), ``c`` (from 2026-09,
LOGINDISABLED), ``rev2`` (some tenants since 2026-09: as ``c`` before sign-in, with ENABLE and IMAP4rev2 after it, and
without LSUB).
Which one a tenant has is a switch, see `tenant/switches/policies.py`.
"""

import base64
from dataclasses import dataclass

from fakeserver.tenant.switches.policies import Policies

_TAIL = b"CHILDREN IDLE NAMESPACE LITERAL+"
_BEFORE_SIGN_IN = {
    "a": b"IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS ID UNSELECT " + _TAIL,
    "b": b"IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT " + _TAIL,
    "c": b"IMAP4 IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED SASL-IR UIDPLUS MOVE ID UNSELECT " + _TAIL,
}
# The log of MailKit#2016 has both lists of rev2; AUTH=PLAIN comes back after sign-in there.
_BEFORE_SIGN_IN["rev2"] = _BEFORE_SIGN_IN["c"]
_AFTER_SIGN_IN = (
    b"IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CLIENTACCESSRULES "
    b"CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE " + _TAIL
)
_AFTER_SIGN_IN_REV2 = (
    b"IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT ENABLE IMAP4rev2 CLIENTACCESSRULES "
    b"CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE BACKENDAUTHENTICATE-IR " + _TAIL
)


@dataclass(frozen=True, slots=True)
class ImapStyle:
    """How one front end answers."""

    #: a, b, c or rev2
    generation: str = "b"
    #: classic or tcpproxy
    greeting: str = "classic"
    #: whether LIST shows special-use attributes; some mailboxes have them, some have not
    special_use: bool = True
    #: whether a refused XOAUTH2 gets a challenge first; see `sasl/challenge.py`
    failure_challenge: bool = False
    #: when changes are sent to who idles: at_once, exists_first or silent
    idle: str = "at_once"

    @classmethod
    def of(cls, policies: Policies) -> "ImapStyle":
        """Return what a tenant's switches ask for."""
        return cls(
            policies.imap_generation,
            policies.imap_greeting,
            policies.imap_special_use,
            policies.sasl_failure_challenge,
            policies.imap_idle,
        )

    def greet(self, host: str, connection_id: str) -> bytes:
        """Return the greeting; it ends in the server's name, base64 of UTF-16LE."""
        server = base64.b64encode(host.encode("utf-16-le"))
        if self.greeting == "classic":
            return b"* OK The Microsoft Exchange IMAP4 service is ready. [%b]\r\n" % server
        proxy = b"%b (tcpproxy/15.21.0406.000 BACKENDAUTHENTICATE)" % connection_id.encode("ascii")
        return b"* OK Microsoft Exchange IMAP4 service ready. %b [%b]\r\n" % (proxy, server)

    def capabilities(self, *, signed_in: bool) -> bytes:
        """Return the words of CAPABILITY."""
        if not signed_in:
            return _BEFORE_SIGN_IN[self.generation]
        return _AFTER_SIGN_IN_REV2 if self.is_rev2 else _AFTER_SIGN_IN

    @property
    def is_rev2(self) -> bool:
        """Whether IMAP4rev2 (RFC 9051) is there."""
        return self.generation == "rev2"

    @property
    def login_disabled(self) -> bool:
        """Whether LOGIN is refused before anything is looked at."""
        return self.generation in ("c", "rev2")
