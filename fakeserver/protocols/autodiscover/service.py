"""The Autodiscover service: which path speaks which dialect, and who may ask.

POX and SOAP ask for a token like EWS does; version 2 tells everybody. A caller learns about its own tenant only.
"""

from collections.abc import Callable

from fakeserver.protocols import http_refusals
from fakeserver.protocols.autodiscover import accounts, pox, soap, urls, version2
from fakeserver.tenant.access.door import Visitor
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.refusals import Refusal
from fakeserver.wire import HttpRequest, HttpResponse

#: most characters of a peer's own words that the journal keeps
_NOTED = 200
XML = ("Content-Type", "text/xml; charset=utf-8")


class AutodiscoverService:
    """Answers everything under ``/autodiscover/``, whatever the case of the path.

    Args:
        cloud: the tenants to tell about.
        new_id: makes the GUID of ``request-id``; the cloud's by default.
    """

    def __init__(self, cloud: Cloud, new_id: Callable[[], str] | None = None) -> None:
        self._cloud = cloud
        self._new_id = new_id or cloud.new_guid

    def handle(self, request: HttpRequest) -> HttpResponse:
        """Answer one request; never raises a refusal."""
        request_id = self._new_id()
        path = request.path.lower()
        if path.startswith("/autodiscover/autodiscover.json"):
            return self._version2(request, request_id)
        dialect = {"/autodiscover/autodiscover.xml": self._pox, "/autodiscover/autodiscover.svc": self._soap}.get(path)
        if dialect is None:
            return HttpResponse(404, http_refusals.answer_headers(request, request_id))
        elsewhere = urls.redirect_of_plain_http(request.base_url, path)
        if elsewhere is not None:
            # Before any question about a token: clients send this request without one.
            headers = [("Location", elsewhere), *http_refusals.answer_headers(request, request_id)]
            return HttpResponse(302, headers)
        try:
            visitor = self._cloud.door.admit(
                Protocol.AUTODISCOVER,
                http_refusals.credential(request),
                user_agent=request.headers.get("User-Agent"),
                peer=request.peer,
            )
        except Refusal as refusal:
            # The door has written it into the journal.
            return http_refusals.refused(refusal, request, request_id)
        with visitor.tenant.lock:
            response, answered = dialect(request, visitor)
        visitor.tenant.journal.add("Autodiscover", f"{request.method} {path}", answered)
        response.headers += [
            ("Cache-Control", "private"),
            ("X-AspNet-Version", "4.0.30319"),
            ("X-BackEndHttpStatus", str(response.status)),
            *http_refusals.answer_headers(request, request_id),
        ]
        return response

    def _version2(self, request: HttpRequest, request_id: str) -> HttpResponse:
        response = version2.answer(request)
        response.headers += [("Cache-Control", "private"), *http_refusals.answer_headers(request, request_id)]
        self._cloud.journal.add("Autodiscover", f"{request.method} {request.path[:_NOTED]}", str(response.status))
        return response

    def _pox(self, request: HttpRequest, visitor: Visitor) -> tuple[HttpResponse, str]:
        try:
            address = pox.requested_address(request.body)
            found = accounts.find(visitor.tenant, address)
            if found is None:
                raise pox.PoxError(pox.ADDRESS_NOT_FOUND)
        except pox.PoxError as problem:
            body = pox.error(problem.row, visitor.tenant.clock.now())
            return HttpResponse(200, [XML], body), f"error {problem.row[0]}"
        if isinstance(found, accounts.Redirect):
            return HttpResponse(200, [XML], pox.redirect(found)), f"redirectAddr {found.address}"
        return HttpResponse(200, [XML], pox.settings(found, request.base_url)), f"settings of {found.address}"

    def _soap(self, request: HttpRequest, visitor: Visitor) -> tuple[HttpResponse, str]:
        try:
            wish = soap.read(request.body)
        except soap.SoapRequestError:
            return HttpResponse(400), "400"
        except soap.ActionNotSupportedError as problem:
            return HttpResponse(500, [XML], soap.action_not_supported(str(problem))), "ActionNotSupported"
        found = [accounts.find(visitor.tenant, address) for address in wish.addresses]
        body = soap.user_settings(wish, found, request.base_url)
        return HttpResponse(200, [XML], body), f"settings of {', '.join(wish.addresses)[:_NOTED]}"
