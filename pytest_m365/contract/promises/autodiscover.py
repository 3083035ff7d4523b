"""Autodiscover: who is answered, and what is said to whom it does not know."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pytest_m365.contract.asking.soap import Soap
from pytest_m365.contract.promise import Ask, Perform, Table
from pytest_m365.contract.promises.ews_sign_in import BAD, NO_TOKEN

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker
    from pytest_m365.contract.asking.web import Answer

TABLE = Table("Autodiscover")
_SCOPE = "EWS.AccessAsUser.All"
_OTHERS = "http://schemas.microsoft.com/exchange/autodiscover/outlook/"
_POX = (
    f'<Autodiscover xmlns="{_OTHERS}requestschema/2006"><Request><EMailAddress>%s</EMailAddress>'
    f"<AcceptableResponseSchema>{_OTHERS}responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>"
)


def pox(asker: Asker, token: str, address: str = "") -> Answer:
    """Return the answer to a POX request for an address, the user's by default."""
    fields = {"Content-Type": "text/xml"} | ({"Authorization": f"Bearer {token}"} if token else {})
    return asker.web.ask("POST", asker.target.autodiscover_url, _POX % (address or asker.user), fields)


def _spoilt_pox(make: Callable[[str], str]) -> Perform:
    return lambda asker: pox(asker, make(asker.token(_SCOPE))).front_end()


TABLE.add(
    "nothing",
    "without a token, Autodiscover is 401 like EWS",
    ("T", "headers"),
    Ask("POX without a token", lambda asker: pox(asker, "").front_end()),
    NO_TOKEN,
    rows="default-nothing-",
)
for _name, _title, _make, _expected, _ in BAD:
    TABLE.add(
        f"refused-{_name}",
        f"{_title} is 401 like EWS's",
        ("I", "EWSINS"),
        Ask(f"POX with {_title}", _spoilt_pox(_make)),
        _expected,
        rows=f"default-{_name}-",
    )


@TABLE.asked("sign-in-delegated", ("D", "ADPOX"), "POX with a user's token", "200 settings", rows="default-delegated-")
def _settings(asker: Asker) -> Sequence[str]:
    """A user's token gets the settings."""
    answer = pox(asker, asker.user_token(_SCOPE))
    action = (
        "settings"
        if "<Action>settings</Action>" in answer.body
        else "redirect"
        if "<Action>redirect" in answer.body
        else "error"
    )
    return [f"{answer.status} {action}"]


@TABLE.asked(
    "pox-nobody",
    ("T*", "clients"),
    "POX for an address that nobody has",
    "200 error 500",
    rows="no-permission-no-such-mailbox-",
)
def _pox_nobody(asker: Asker) -> Sequence[str]:
    """An address that nobody has is error 500 in an answer that is 200."""
    soap = Soap(pox(asker, asker.user_token(_SCOPE), asker.nobody))
    return [f"{soap.answer.status} error {soap.text('ErrorCode')}"]


def _json(asker: Asker, **query: str) -> Answer:
    base = asker.target.autodiscover_url.rpartition("/")[0]
    return asker.web.ask("GET", f"{base}/autodiscover.json?{urlencode(query)}")


@TABLE.asked(
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


@TABLE.asked(
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


@TABLE.asked(
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


def _with_version(version: str) -> Perform:
    def perform(asker: Asker) -> Sequence[str]:
        url = asker.target.autodiscover_url.rpartition("/")[0] + "/autodiscover.svc"
        header = version and f"<a:RequestedServerVersion>{version}</a:RequestedServerVersion>"
        fields = {"Content-Type": "text/xml; charset=utf-8", "Authorization": f"Bearer {asker.user_token(_SCOPE)}"}
        soap = Soap(asker.web.ask("POST", url, _SOAP.format(header, asker.user), fields))
        return [f"{soap.answer.status} {soap.text('ErrorCode')}: {soap.text('ErrorMessage')}"]

    return perform


TABLE.add(
    "soap-no-version",
    "a RequestedServerVersion is needed",
    ("I", "managed-api-140"),
    Ask("GetUserSettings without RequestedServerVersion", _with_version("")),
    "200 InvalidRequest: The RequestedServerVersion  header is missing or invalid.",
    rows="autodiscover-requests-autodiscover-no-version-",
)
TABLE.add(
    "soap-version",
    "a RequestedServerVersion has to exist",
    ("T", "managed-api-140"),
    Ask("GetUserSettings with a RequestedServerVersion that does not exist", _with_version("Exchange2099")),
    "200 InvalidRequest: The RequestedServerVersion  header is missing or invalid.",
    rows="autodiscover-requests-autodiscover-version-",
)


@TABLE.asked(
    "basic",
    ("I", "BASIC"),
    "POX with the name of nobody and a password",
    'WWW-Authenticate: Basic Realm="",Basic Realm=""',
    rows="basic-off-password- basic-off-wrong-password-",
)
def _basic(asker: Asker) -> Sequence[str]:
    """A password is 401, and Basic alone is offered, which leads nowhere."""
    basic = b64encode(f"{asker.nobody}:not-the-password".encode()).decode()
    fields = {"Content-Type": "text/xml", "Authorization": f"Basic {basic}"}
    answer = asker.web.ask("POST", asker.target.autodiscover_url, _POX % asker.user, fields)
    return [line for line in answer.front_end() if line.startswith("WWW")] or answer.front_end()
