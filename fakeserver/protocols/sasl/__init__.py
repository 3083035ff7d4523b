"""SASL (RFC 4422): how IMAP, POP3 and SMTP carry a credential.

exchange     the dialogue from the command that names a mechanism to a credential or a failure
mechanism    what a mechanism is: its challenges, and how its responses are read
xoauth2, plain, login    the mechanisms
challenge    the failure challenge that other services send

Each protocol decides which mechanisms it offers and how it answers each outcome. OAUTHBEARER (RFC 7628) is not here:
Exchange Online offers it on none of the three.
"""

from fakeserver.protocols.sasl.exchange import Challenge, Failed, SaslExchange
from fakeserver.protocols.sasl.login import LOGIN
from fakeserver.protocols.sasl.mechanism import Mechanism, by_name
from fakeserver.protocols.sasl.plain import PLAIN
from fakeserver.protocols.sasl.xoauth2 import XOAUTH2

__all__ = ["LOGIN", "PLAIN", "XOAUTH2", "Challenge", "Failed", "Mechanism", "SaslExchange", "by_name"]
