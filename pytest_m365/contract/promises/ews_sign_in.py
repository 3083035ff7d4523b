"""EWS and Autodiscover before any mailbox: who is let in, 401 and 403, impersonation, and what is there for anybody."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fakeserver.jws import readable_claims
from pytest_m365.contract.asking import forged
from pytest_m365.contract.asking.soap import Soap, envelope
from pytest_m365.contract.promise import Ask, Table
from pytest_m365.contract.promises.ews_asks import INBOX, get_folder
from pytest_m365.contract.terms import Mark, NotAsked

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker
    from pytest_m365.contract.asking.web import Answer

EWS, AUTODISCOVER = Table("EWS"), Table("Autodiscover")
TABLES = (EWS, AUTODISCOVER)
_SCOPE = "EWS.AccessAsUser.All"
_BEARER = (
    'WWW-Authenticate: Bearer client_id="00000002-0000-0ff1-ce00-000000000000", '
    'trusted_issuers="00000001-0000-0000-c000-000000000000@*", '
    'token_types="app_asserted_user_v1 service_asserted_app_v1", '
    'authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"'
)
_NO_TOKEN = f'401\n{_BEARER},Basic Realm=""\n(empty body)'
_OTHERS = "http://schemas.microsoft.com/exchange/autodiscover/outlook/"
_POX = (
    f'<Autodiscover xmlns="{_OTHERS}requestschema/2006"><Request><EMailAddress>%s</EMailAddress>'
    f"<AcceptableResponseSchema>{_OTHERS}responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>"
)


def _invalid(diagnostics: str) -> str:
    return f'401\n{_BEARER}, error="invalid_token",Basic Realm=""\nx-ms-diagnostics: {diagnostics}\n(empty body)'


_NO_JWT = _invalid('2000001;reason="<any>";error_category="invalid_token"')
_SIGNATURE = _invalid('2000000;reason="The token has an invalid signature.";error_category="invalid_signature"')

_BAD: tuple[tuple[str, str, Callable[[str], str], str, tuple[Mark, str]], ...] = (
    ("garbage", "a text that is no token", lambda token: "no.token.at-all", _NO_JWT, ("I", "EWSINS")),
    ("cut", "a token that was cut off", forged.cut, _NO_JWT, ("I", "EWSINS")),
    ("changed", "a token changed after signing", forged.changed, _SIGNATURE, ("D", "EWSINS")),
    ("unsigned", "an unsigned token (alg none)", forged.unsigned, _SIGNATURE, ("I", "EWSINS")),
    ("unknown-key", "a token signed by somebody else's key", forged.signed_by_another, _SIGNATURE, ("I", "EWSINS")),
)


def _pox(asker: Asker, token: str, address: str = "") -> Answer:
    fields = {"Content-Type": "text/xml"} | ({"Authorization": f"Bearer {token}"} if token else {})
    return asker.web.ask("POST", asker.target.autodiscover_url, _POX % (address or asker.user), fields)


EWS.add(
    "nothing",
    "without a token, EWS is 401 with a challenge, and no body",
    ("T", "headers"),
    Ask("GetFolder without a token", lambda asker: asker.ews(get_folder(INBOX), token="").answer.front_end()),
    _NO_TOKEN,
    kind="http",
    rows="default-nothing-",
)
AUTODISCOVER.add(
    "nothing",
    "without a token, Autodiscover is 401 like EWS",
    ("T", "headers"),
    Ask("POX without a token", lambda asker: _pox(asker, "").front_end()),
    _NO_TOKEN,
    rows="default-nothing-",
)

for _name, _title, _make, _expected, _known in _BAD:
    EWS.add(
        f"refused-{_name}",
        f"{_title} is 401, and the reason is in x-ms-diagnostics",
        _known,
        Ask(
            f"GetFolder with {_title}",
            lambda asker, make=_make: asker.ews(get_folder(INBOX), token=make(asker.token(_SCOPE))).answer.front_end(),
        ),
        _expected,
        kind="http",
        rows=f"default-{_name}-",
    )
    AUTODISCOVER.add(
        f"refused-{_name}",
        f"{_title} is 401 like EWS's",
        ("I", "EWSINS"),
        Ask(f"POX with {_title}", lambda asker, make=_make: _pox(asker, make(asker.token(_SCOPE))).front_end()),
        _expected,
        rows=f"default-{_name}-",
    )


@EWS.asked(
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
    fields = {"Content-Type": "text/xml; charset=utf-8", "Authorization": f"Bearer {token}"}
    if impersonated:
        fields["X-AnchorMailbox"] = asker.user
    return Soap(
        asker.web.ask("POST", asker.target.ews_url, envelope(get_folder(folder), impersonated=impersonated), fields)
    )


@EWS.asked(
    "sign-in-app-only",
    ("D", "EWSOAUTH"),
    "GetFolder of the inbox with an application's token, impersonating",
    "200 NoError",
    rows="default-app-only-",
)
def _app(asker: Asker) -> Sequence[str]:
    """An application's token opens the inbox of whom it impersonates."""
    return _as(asker, asker.app_token(), asker.user).lines()


@EWS.asked(
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


@EWS.asked(
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


@EWS.asked(
    "impersonation-nobody",
    ("T", "exchangelib"),
    "an application impersonates an address that nobody has",
    "500 ErrorNonExistentMailbox: The SMTP address has no mailbox associated with it.",
    rows="no-permission-app-only-no-such-mailbox-",
)
def _nobody(asker: Asker) -> Sequence[str]:
    """An application that impersonates nobody's address is told that there is no mailbox."""
    return _as(asker, asker.app_token(), _nobodys(asker)).lines()


@EWS.asked(
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
        f'<t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>{_nobodys(asker)}</t:EmailAddress></t:Mailbox>'
        "</t:DistinguishedFolderId>"
    )
    return _as(asker, asker.user_token(_SCOPE), "", folder).lines()


def _nobodys(asker: Asker) -> str:
    return f"nobody-{asker.tag}@{asker.user.rpartition('@')[2]}"


@EWS.asked(
    "wrong-scope",
    ("T", "exchangelib, ews-managed-api"),
    "GetFolder with a user's token for IMAP alone",
    "403\n(empty body)",
    kind="http",
    rows="permissions-wrong-scope-",
)
def _wrong_scope(asker: Asker) -> Sequence[str]:
    """A token of Exchange without EWS's scope is 403, and nothing else is said."""
    token = asker.user_token("IMAP.AccessAsUser.All")
    if _SCOPE in str(readable_claims(token).get("scp", "")).split():
        raise NotAsked("the application has consent for this scope, so that no token is without it")
    return asker.ews(get_folder(INBOX), token=token).answer.front_end()


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


@EWS.asked(
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


@EWS.asked("fault-header", ("T", "ews-managed-api"), "a fault: the elements of its envelope", "Body", kind="names")
def _fault(asker: Asker) -> Sequence[str]:
    """A fault's envelope has no header."""
    return asker.ews("<m:Frobnicate/>").children("Envelope")


@EWS.asked("wsdl", ("T", "cases"), "GET Services.wsdl", "200 text/xml", kind="http")
def _wsdl(asker: Asker) -> Sequence[str]:
    """The description of the services is there for whoever is signed in."""
    url = asker.target.ews_url.rpartition("/")[0] + "/Services.wsdl"
    answer = asker.web.ask("GET", url, fields={"Authorization": f"Bearer {asker.token(_SCOPE)}"})
    return [f"{answer.status} {answer.field('Content-Type').partition(';')[0]}".strip()]


# --- Autodiscover --------------------------------------------------------------------------------------------------


@AUTODISCOVER.asked(
    "sign-in-delegated", ("D", "ADPOX"), "POX with a user's token", "200 settings", rows="default-delegated-"
)
def _settings(asker: Asker) -> Sequence[str]:
    """A user's token gets the settings."""
    answer = _pox(asker, asker.user_token(_SCOPE))
    action = (
        "settings"
        if "<Action>settings</Action>" in answer.body
        else "redirect"
        if "<Action>redirect" in answer.body
        else "error"
    )
    return [f"{answer.status} {action}"]


@AUTODISCOVER.asked(
    "pox-nobody",
    ("T*", "clients"),
    "POX for an address that nobody has",
    "200 error 500",
    rows="no-permission-no-such-mailbox-",
)
def _pox_nobody(asker: Asker) -> Sequence[str]:
    """An address that nobody has is error 500 in an answer that is 200."""
    soap = Soap(_pox(asker, asker.user_token(_SCOPE), _nobodys(asker)))
    return [f"{soap.answer.status} error {soap.text('ErrorCode')}"]


def _json(asker: Asker, **query: str) -> Answer:
    base = asker.target.autodiscover_url.rpartition("/")[0]
    return asker.web.ask("GET", f"{base}/autodiscover.json?{urlencode(query)}")


@AUTODISCOVER.asked(
    "json",
    ("T", "exchange-online-wire"),
    "GET autodiscover.json for EWS, without a token: status and keys",
    "200 Protocol Url",
    kind="names",
)
def _version2(asker: Asker) -> Sequence[str]:
    """Version 2 asks for no token, and answers with protocol and address."""
    answer = _json(asker, Email=asker.user, Protocol="EWS")
    return [f"{answer.status} {' '.join(json.loads(answer.body))}"]


@AUTODISCOVER.asked(
    "json-unknown",
    ("T", "exchange-online-wire"),
    "the same for a protocol that is none: status and ErrorCode",
    "400 ProtocolNotSupported",
    kind="names",
)
def _unknown(asker: Asker) -> Sequence[str]:
    """A protocol that is none is not supported."""
    answer = _json(asker, Email=asker.user, Protocol="Frobnicate")
    return [f"{answer.status} {json.loads(answer.body).get('ErrorCode')}"]


@AUTODISCOVER.asked(
    "json-missing",
    ("U", "exchange-online-wire"),
    "the same without Protocol: status and ErrorCode",
    "400 MandatoryParameterMissing",
    kind="names",
)
def _no_protocol(asker: Asker) -> Sequence[str]:
    """What is said where the protocol is missing."""
    answer = _json(asker, Email=asker.user)
    return [f"{answer.status} {json.loads(answer.body).get('ErrorCode')}"]


_SOAP = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:a="http://schemas.microsoft.com/exchange/2010/Autodiscover"><s:Header>{}</s:Header><s:Body>'
    "<a:GetUserSettingsRequestMessage><a:Request><a:Users><a:User><a:Mailbox>{}</a:Mailbox></a:User></a:Users>"
    "<a:RequestedSettings><a:Setting>UserDisplayName</a:Setting></a:RequestedSettings></a:Request>"
    "</a:GetUserSettingsRequestMessage></s:Body></s:Envelope>"
)
for _name, _version, _known in (
    ("soap-no-version", "", ("I", "managed-api-140")),
    ("soap-version", "Exchange2099", ("T", "managed-api-140")),
):

    def _soap(asker: Asker, version: str = _version) -> Sequence[str]:
        url = asker.target.autodiscover_url.rpartition("/")[0] + "/autodiscover.svc"
        header = version and f"<a:RequestedServerVersion>{version}</a:RequestedServerVersion>"
        fields = {"Content-Type": "text/xml; charset=utf-8", "Authorization": f"Bearer {asker.user_token(_SCOPE)}"}
        soap = Soap(asker.web.ask("POST", url, _SOAP.format(header, asker.user), fields))
        return [f"{soap.answer.status} {soap.text('ErrorCode')}: {soap.text('ErrorMessage')}"]

    AUTODISCOVER.add(
        _name,
        "a RequestedServerVersion is needed, and has to exist",
        _known,  # type: ignore[arg-type]
        Ask(
            f"GetUserSettings with {'no RequestedServerVersion' if not _version else 'a RequestedServerVersion that does not exist'}",
            _soap,
        ),
        "200 InvalidRequest: The RequestedServerVersion  header is missing or invalid.",
        rows=f"autodiscover-requests-autodiscover-{'no-version' if not _version else 'version'}-",
    )
