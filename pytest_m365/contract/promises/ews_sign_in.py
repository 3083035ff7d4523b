"""EWS before any mailbox: who is let in, 401 and 403, impersonation, and what each answer has with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pytest_m365.contract.asking import forged
from pytest_m365.contract.asking.doors import token_without
from pytest_m365.contract.asking.soap import Soap
from pytest_m365.contract.promise import Ask, Perform, Table
from pytest_m365.contract.promises.ews_asks import INBOX, get_folder
from pytest_m365.contract.terms import Known

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker

TABLE = Table("EWS")
_SCOPE = "EWS.AccessAsUser.All"
_BEARER = (
    'WWW-Authenticate: Bearer client_id="00000002-0000-0ff1-ce00-000000000000", '
    'trusted_issuers="00000001-0000-0000-c000-000000000000@*", '
    'token_types="app_asserted_user_v1 service_asserted_app_v1", '
    'authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"'
)
NO_TOKEN = f'401\n{_BEARER},Basic Realm=""\n(empty body)'


def invalid_token(diagnostics: str) -> str:
    """Return how EWS and Autodiscover refuse a token, with what x-ms-diagnostics says of it."""
    return f'401\n{_BEARER}, error="invalid_token",Basic Realm=""\nx-ms-diagnostics: {diagnostics}\n(empty body)'


NO_JWT = invalid_token('2000001;reason="<any>";error_category="invalid_token"')
_SIGNATURE = invalid_token('2000000;reason="The token has an invalid signature.";error_category="invalid_signature"')

BAD: tuple[tuple[str, str, Callable[[str], str], str, Known], ...] = (
    ("garbage", "a text that is no token", lambda token: "no.token.at-all", NO_JWT, ("I", "EWSINS")),
    ("cut", "a token that was cut off", forged.cut, NO_JWT, ("I", "EWSINS")),
    ("changed", "a token changed after signing", forged.changed, _SIGNATURE, ("D", "EWSINS")),
    ("unsigned", "an unsigned token (alg none)", forged.unsigned, _SIGNATURE, ("I", "EWSINS")),
    ("unknown-key", "a token signed by somebody else's key", forged.signed_by_another, _SIGNATURE, ("I", "EWSINS")),
)


def _spoilt_ews(make: Callable[[str], str]) -> Perform:
    return lambda asker: asker.ews(get_folder(INBOX), token=make(asker.token(_SCOPE))).answer.front_end()


TABLE.add(
    "nothing",
    "without a token, EWS is 401 with a challenge, and no body",
    ("T", "headers"),
    Ask("GetFolder without a token", lambda asker: asker.ews(get_folder(INBOX), token="").answer.front_end()),
    NO_TOKEN,
    kind="http",
    rows="default-nothing-",
)
for _name, _title, _make, _expected, _known in BAD:
    TABLE.add(
        f"refused-{_name}",
        f"{_title} is 401, and the reason is in x-ms-diagnostics",
        _known,
        Ask(
            f"GetFolder with {_title}",
            _spoilt_ews(_make),
        ),
        _expected,
        kind="http",
        rows=f"default-{_name}-",
    )


@TABLE.asked(
    "sign-in-delegated",
    ("D", "EWSOAUTH"),
    "GetFolder of the inbox with a user's token",
    "200 NoError",
    rows="default-delegated-",
)
def _user(asker: Asker) -> Sequence[str]:
    """A user's token opens the user's inbox."""
    return asker.ews(get_folder(INBOX), token=asker.user_token(_SCOPE)).lines()


def _as(asker: Asker, token: str, impersonated: str, folder: str = INBOX) -> Soap:
    return asker.ews(get_folder(folder), token=token, impersonated=impersonated)


@TABLE.asked(
    "sign-in-app-only",
    ("D", "EWSOAUTH"),
    "GetFolder of the inbox with an application's token, impersonating",
    "200 NoError",
    rows="default-app-only-",
)
def _app(asker: Asker) -> Sequence[str]:
    """An application's token opens the inbox of whom it impersonates."""
    return _as(asker, asker.app_token(), asker.user).lines()


@TABLE.asked(
    "impersonation-missing",
    ("T", "exchangelib"),
    "the same without ExchangeImpersonation",
    "500 ErrorInvalidExchangeImpersonationHeaderData: ExchangeImpersonation SOAP header must be present for this type of "
    "OAuth token.",
    rows="impersonation-app-only-unnamed-",
)
def _missing(asker: Asker) -> Sequence[str]:
    """An application has to say whom it impersonates."""
    return _as(asker, asker.app_token(), "").lines()


@TABLE.asked(
    "impersonation-by-user",
    ("I", "ews-managed-api"),
    "GetFolder with a user's token and ExchangeImpersonation",
    "500 ErrorInvalidExchangeImpersonationHeaderData: ExchangeImpersonation SOAP header must not exist for this type of "
    "OAuth token.",
    rows="impersonation-impersonating-user-",
)
def _by_user(asker: Asker) -> Sequence[str]:
    """A user must not impersonate."""
    return _as(asker, asker.user_token(_SCOPE), asker.user).lines()


@TABLE.asked(
    "impersonation-nobody",
    ("T", "exchangelib"),
    "an application impersonates an address that nobody has",
    "500 ErrorNonExistentMailbox: The SMTP address has no mailbox associated with it.",
    rows="no-permission-app-only-no-such-mailbox-",
)
def _nobody(asker: Asker) -> Sequence[str]:
    """An application that impersonates nobody's address is told that there is no mailbox."""
    return _as(asker, asker.app_token(), asker.nobody).lines()


@TABLE.asked(
    "no-such-mailbox",
    ("T", "ews-managed-api"),
    "GetFolder of the inbox of an address that nobody has",
    "200 ErrorNonExistentMailbox: The SMTP address has no mailbox associated with it.",
    "200 ErrorNonExistentMailbox: Mailbox does not exist.",
    rows="no-permission-no-such-mailbox-",
)
def _no_mailbox(asker: Asker) -> Sequence[str]:
    """A mailbox that is not there does not exist, in a response message."""
    folder = (
        f'<t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>{asker.nobody}</t:EmailAddress></t:Mailbox>'
        "</t:DistinguishedFolderId>"
    )
    return _as(asker, asker.user_token(_SCOPE), "", folder).lines()


@TABLE.asked(
    "wrong-scope",
    ("T", "exchangelib, ews-managed-api"),
    "GetFolder with a user's token for another protocol",
    "403\n(empty body)",
    kind="http",
    rows="permissions-wrong-scope-",
)
def _wrong_scope(asker: Asker) -> Sequence[str]:
    """A token of Exchange without EWS's scope is 403, and nothing else is said."""
    return asker.ews(get_folder(INBOX), token=token_without(asker, "EWS")).answer.front_end()


#: fields of an answer that EWS always gives, or never
_FIELDS = (
    "Content-Length",
    "request-id",
    "client-request-id",
    "x-ms-appId",
    "x-EwsHandler",
    "X-FEServer",
    "X-BEServer",
    "Set-Cookie",
    "X-DiagInfo",
)


@TABLE.asked(
    "fields",
    ("T", "headers"),
    f"GetFolder: which of {', '.join(_FIELDS)} are in the answer",
    "request-id x-ms-appId x-EwsHandler X-FEServer Set-Cookie",
    "request-id x-ms-appId x-EwsHandler X-FEServer X-BEServer Set-Cookie X-DiagInfo",
    kind="names",
)
def _fields(asker: Asker) -> Sequence[str]:
    """A good answer says which application and operation it is about, and is chunked."""
    answer = asker.ews(get_folder(INBOX)).answer
    return [" ".join(name for name in _FIELDS if answer.field(name))]


@TABLE.asked("fault-header", ("T", "ews-managed-api"), "a fault: the elements of its envelope", "Body", kind="names")
def _fault(asker: Asker) -> Sequence[str]:
    """A fault's envelope has no header."""
    return asker.ews("<m:Frobnicate/>").children("Envelope")


@TABLE.asked("wsdl", ("T", "cases"), "GET Services.wsdl", "200 text/xml", kind="http")
def _wsdl(asker: Asker) -> Sequence[str]:
    """The description of the services is there for whoever is signed in."""
    url = asker.target.ews_url.rpartition("/")[0] + "/Services.wsdl"
    answer = asker.web.ask("GET", url, fields={"Authorization": f"Bearer {asker.token(_SCOPE)}"})
    return [f"{answer.status} {answer.field('Content-Type').partition(';')[0]}".strip()]
