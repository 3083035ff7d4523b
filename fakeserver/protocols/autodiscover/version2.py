"""Autodiscover version 2: JSON over GET, without any credential.

It names an endpoint for a protocol and does not prove that the mailbox exists.
Source: recorded answers of outlook.office365.com (2022, 2026).
"""

import json

from fakeserver.protocols.autodiscover import urls
from fakeserver.wire import HttpRequest, HttpResponse

#: Canonical spelling of a protocol and the path of its endpoint. Ews is asked for as "Ews" and answered as "EWS".
ENDPOINTS = {
    "ews": ("EWS", "/EWS/Exchange.asmx"),
    "autodiscoverv1": ("AutodiscoverV1", "/autodiscover/autodiscover.xml"),
    "activesync": ("ActiveSync", "/Microsoft-Server-ActiveSync"),
    "rest": ("Rest", "/api"),
}
#: In the order of the real service's sentence, which goes on after AutodiscoverV1 with names of internal services.
SUPPORTED = "Rest,ActiveSync,Ews,Substrate,SubstrateSearchService,AutodiscoverV1"

#: The REST API has a host of its own in the public cloud.
_REST_HOSTS = {f"https://{urls.PUBLIC}": "https://outlook.office.com"}


def asked_about(request: HttpRequest) -> str:
    """Return the address that a request is about, in its path or its query; empty where it names none."""
    _, marker, address = request.path.partition("/v1.0/")
    return address if marker else _parameters(request).get("email", "")


def answer(request: HttpRequest) -> HttpResponse:
    """Answer a version 2 request; parameter names and protocols compare without case."""
    address, protocol = asked_about(request), _parameters(request).get("protocol", "")
    # Assumption: error name and sentence for missing parameters; only the status is known.
    for name, value in (("Email", address), ("Protocol", protocol)):
        if not value:
            message = f"A valid value must be provided for the query parameter '{name}'"
            return _error("MandatoryParameterMissing", message)
    if "@" not in address.strip("@"):
        return _error("InvalidUserId", "The given user id is not valid.")
    known = ENDPOINTS.get(protocol.lower())
    if known is None:
        # The apostrophes are escaped, as the real service's serializer does.
        message = f"The given protocol value '{protocol[:100]}' is not supported. Supported values are '{SUPPORTED}'"
        return _error("ProtocolNotSupported", message)
    name, path = known
    origin = urls.origin(request.base_url)
    if name == "Rest":
        origin = _REST_HOSTS.get(origin, origin)
    return _json(200, {"Protocol": name, "Url": origin + path})


def _parameters(request: HttpRequest) -> dict[str, str]:
    return {name.lower(): value for name, value in request.query.items()}


def _error(code: str, message: str) -> HttpResponse:
    response = _json(400, {"ErrorCode": code, "ErrorMessage": message})
    response.headers.append(("jsonerror", "true"))
    return response


def _json(status: int, content: dict[str, str]) -> HttpResponse:
    text = json.dumps(content, separators=(",", ":")).replace("'", "\\u0027")
    return HttpResponse(status, [("Content-Type", "application/json; charset=utf-8")], text.encode())
