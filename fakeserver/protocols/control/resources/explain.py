"""A token taken apart: its claims, what they mean, and what each protocol would answer to it."""

import re
from base64 import b64decode
from binascii import Error as Base64Error
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from fakeserver.jws import JwsMalformed, parse, readable_claims
from fakeserver.protocols.control.call import Call
from fakeserver.protocols.control.routing import operation
from fakeserver.protocols.control.verdicts import Verdict, verdict
from fakeserver.protocols.sasl import xoauth2
from fakeserver.tenant.access.credentials import BearerToken
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.refusals import CredentialMalformed

#: Source: learn.microsoft.com/entra/identity-platform/access-token-claims-reference
_MEANINGS: Final = {
    "aud": "whom the token is for: Exchange Online, or another resource",
    "iss": "who has issued it: the tenant's token service",
    "iat": "when it was issued",
    "nbf": "when it begins to be good",
    "exp": "when it stops being good",
    "appid": "the application that it was issued to",
    "app_displayname": "that application's name",
    "azp": "the application that it was issued to",
    "tid": "the tenant",
    "upn": "the user's sign-in name",
    "oid": "the object id: of the user, or in an app-only token of the service principal",
    "puid": "the user's id in Exchange",
    "scp": "the delegated permissions: what the application may do for the user",
    "roles": "the application permissions: what it may do by itself",
    "idtyp": "user: it speaks for a user; app: for none",
    "ver": "the form of the token; Exchange Online takes 1.0",
    "xms_cc": "what the client can do: cp1 stands for continuous access evaluation",
    "amr": "how the user has signed in",
    "appidacr": "how the application has proved itself: 0 not at all, 1 by a secret, 2 by a certificate",
    "sub": "the user, as this application knows them",
    "unique_name": "a name of the user for people",
    "wids": "the user's roles in the directory",
}
_MOMENTS: Final = frozenset({"iat", "nbf", "exp", "auth_time"})
#: What may stand around a token that was copied, and before it.
_QUOTES: Final = " \t\r\n\"'`,"
_FIELD: Final = re.compile(r"[\"']?(?:Authorization[\"']?\s{0,9}:\s{0,9}[\"']?)?Bearer\s{1,9}", re.IGNORECASE)
_PROTOCOLS: Final = (Protocol.IMAP, Protocol.POP3, Protocol.SMTP, Protocol.EWS)


@dataclass
class Explaining:
    """A token, however it was copied: by itself, an Authorization field, or the base64 of XOAUTH2; in quotes or not."""

    token: str = field(repr=False)
    #: the mailbox that is named beside it to IMAP, POP3 and SMTP, by its address, short or whole; null: the one of
    #: XOAUTH2, or the user's own
    mailbox: str | None = None

    long_texts = frozenset({"token"})


@dataclass
class ClaimView:
    """A claim, and what it says."""

    claim: str
    value: Any
    #: empty where it is none of those that are known here
    meaning: str


@dataclass
class Explained:
    """What a token says, and what would be said to it."""

    header: dict[str, Any]
    claims: dict[str, Any]
    about: list[ClaimView]
    #: the domain of the tenant that it names; null: none that is here
    tenant: str | None
    #: by protocol: "imap", "pop3", "smtp", "ews"
    verdicts: dict[str, Verdict]


@operation("POST", "/tokens/explain")
def explain_token(call: Call, body: Explaining) -> Explained:
    """Take a token apart, and say what each protocol would answer to it. Nothing is noted in a journal."""
    token, named = _token_in(body.token)
    header, claims = _parts(token)
    tenant = call.cloud.by_id(str(claims.get("tid", "")))
    mailbox = body.mailbox if tenant is None or not body.mailbox else tenant.organization.whole_address(body.mailbox)
    user = mailbox or named or str(claims.get("upn", "")) or None
    verdicts = {
        protocol.value.lower(): verdict(
            call.cloud, protocol, BearerToken(token, None if protocol is Protocol.EWS else user)
        )
        for protocol in _PROTOCOLS
    }
    about = [ClaimView(name, _shown(name, value), _MEANINGS.get(name, "")) for name, value in claims.items()]
    return Explained(header, claims, about, None if tenant is None else tenant.domain, verdicts)


def _token_in(text: str) -> tuple[str, str | None]:
    """Return the token of a text, and the mailbox that stands beside it."""
    text = text.strip(_QUOTES)
    if (field := _FIELD.match(text)) is not None:
        return text[field.end() :].strip(_QUOTES), None
    try:
        named = xoauth2.parse(b64decode(text, validate=True))
    except (Base64Error, ValueError, CredentialMalformed):
        return text, None
    return named.token, named.user


def _parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return header and claims, of a token that is wrong in another way, too.

    Raises:
        ValueError: it is no JWT.
    """
    try:
        parsed = parse(token)
    except JwsMalformed as error:
        claims = readable_claims(token)
        if not claims:
            raise ValueError(f"token: not a JWT: {error}") from None
        return {}, claims
    return dict(parsed.header), dict(parsed.payload)


def _shown(name: str, value: Any) -> Any:
    if name in _MOMENTS and isinstance(value, int | float):
        try:
            return datetime.fromtimestamp(value, UTC)
        except (ValueError, OverflowError, OSError):
            return value
    return value
