"""The part of the Outlook API that takes large files for Graph: parts are put one after the other, without a token.

Source: learn.microsoft.com/graph/outlook-large-attachments, whose samples were in PascalCase, as that API's answers
are; by now they are not (microsoft-graph-docs#15978, msgraph-sdk-dotnet#2092), but where a switch says so.
"""

import re
from dataclasses import dataclass
from typing import Final

from fakeserver.content_coding import BodyTooLargeError, unpacked
from fakeserver.digits import number_in
from fakeserver.edge.exchange import Exchange
from fakeserver.edge.faults.effect import Effect
from fakeserver.protocols.graph.answers import Answer, Ids, response_of
from fakeserver.protocols.graph.errors import ASSUMED, METHOD, NOT_FOUND, OUTAGE, SEGMENT, TOO_LARGE, GraphError, Row
from fakeserver.protocols.graph.failures import failure
from fakeserver.protocols.graph.ids import rest_id
from fakeserver.protocols.graph.properties.attachment import id_of
from fakeserver.protocols.graph.upload_address import VERSION, UploadAddress, key_in, moment_of
from fakeserver.steps import Steps, begun
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.exchange.entities import Attachment
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.uploads import Upload
from fakeserver.tenant.refusals import Refusal
from fakeserver.tenant.tenant import Tenant
from fakeserver.wire import HttpRequest, HttpResponse

#: Octets of one part.
MOST: Final = 4 * 1024 * 1024
NO_SESSION: Final = Row(404, "ErrorItemNotFound", "The upload session was not found, or has expired.", ASSUMED)
BAD_RANGE: Final = Row(400, "ErrorInvalidRequest", "The Content-Range header is missing or malformed.", ASSUMED)
#: The text is OneDrive's, of the same mistake (microsoft-graph-docs#1638).
OTHER_LENGTH: Final = Row(
    400,
    "ErrorInvalidRequest",
    "The Content-Range header length does not match the provided number of bytes.",
    ASSUMED,
)
OTHER_SIZE: Final = Row(
    400, "ErrorInvalidRequest", "The declared size {given} is not that of the upload session, {size}.", ASSUMED
)
OUT_OF_ORDER: Final = Row(
    416, "ErrorInvalidRequest", "The part is not the one that is expected next: it begins at {expected}.", ASSUMED
)
_RANGE: Final = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})", re.ASCII)


class UploadService:
    """Answers what comes to the addresses of upload sessions."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    @staticmethod
    def matches(path: str) -> bool:
        """Say whether a path is this service's."""
        return path.lower().startswith(f"/{VERSION}/")

    def handle(self, request: HttpRequest) -> HttpResponse | Steps[HttpResponse]:
        """Answer one HTTP request, at once or in steps; nothing that a client sends makes this raise."""
        ids = Ids.of(request, self._cloud.new_guid())
        address = UploadAddress.read(request.raw_path or request.path)
        tenant = None if address is None else self._cloud.by_id(address.tenant)
        # The address has the key in its query, and the message's id in its path: neither is for the journal.
        asked = f"{request.method} /{VERSION}/.../AttachmentSessions"
        exchange = Exchange(self._cloud, Protocol.GRAPH.value, asked, tenant, operation="UploadAttachment")
        if address is None or tenant is None:
            row = SEGMENT if address is None else NOT_FOUND
            trouble = GraphError(row, segment=request.path[:200]) if address is None else GraphError(row)
            return self._failed(trouble, exchange, None, ids)
        return begun(tenant.lock, self._serve(request, tenant, address, exchange, ids))

    def _serve(
        self, request: HttpRequest, tenant: Tenant, address: UploadAddress, exchange: Exchange, ids: Ids
    ) -> Steps[HttpResponse]:
        try:
            return (yield from self._respond(request, tenant, address, exchange, ids))
        finally:
            exchange.disconnected()

    def _respond(
        self, request: HttpRequest, tenant: Tenant, address: UploadAddress, exchange: Exchange, ids: Ids
    ) -> Steps[HttpResponse]:
        try:
            mailbox, upload = _opened(tenant, address, request)
            exchange.user = mailbox.address
            effect = exchange.meets_fault(None, mailbox.address)
            if effect is not None and not effect.is_performed:
                return _of_fault(exchange, effect)
            try:
                request = yield from unpacked(request, MOST)
            except BodyTooLargeError as error:
                raise GraphError(TOO_LARGE) from error
            except ValueError as error:
                raise GraphError(BAD_RANGE) from error
            caller = f"{upload.client_id} {mailbox.address}"
            exchange.begun(tenant.budgets.graph_request_begun(caller, len(request.body)))
            answer = _Answering(request, tenant, mailbox, upload, address).answer()
        except (Refusal, GraphError) as trouble:
            return self._failed(trouble, exchange, tenant, ids)
        exchange.answered(str(answer.status))
        response = response_of(answer)
        response.headers += ids.fields()
        return response if exchange.effect is None else exchange.effect.on_response(response)

    def _failed(
        self, trouble: Refusal | GraphError, exchange: Exchange, tenant: Tenant | None, ids: Ids
    ) -> HttpResponse:
        response = failure(trouble, self._cloud, tenant, ids)
        exchange.answered(str(response.status), trouble, status=response.status)
        response.headers += ids.fields()
        return response


def _opened(tenant: Tenant, address: UploadAddress, request: HttpRequest) -> tuple[Mailbox, Upload]:
    """Return the session that an address opens, and whose mailbox it is in."""
    owner = tenant.directory.users.get(address.user.lower())
    mailbox = None if owner is None else owner.mailbox
    upload = None if mailbox is None else mailbox.uploads.find(address.session, key_in(_token(request)))
    if mailbox is None or upload is None or rest_id(upload.item_id) != address.message:
        raise GraphError(NO_SESSION)
    return mailbox, upload


def _token(request: HttpRequest) -> str:
    return next((value for name, value in request.query.items() if name.lower() == "authtoken"), "")


def _of_fault(exchange: Exchange, effect: Effect) -> HttpResponse:
    if effect.response is None and effect.refusal is not None and effect.code in OUTAGE:
        raise GraphError(OUTAGE[effect.code]) from effect.refusal
    return exchange.given(effect) or HttpResponse()


@dataclass(frozen=True)
class _Answering:
    """Answers what is asked of one session."""

    request: HttpRequest
    tenant: Tenant
    mailbox: Mailbox
    upload: Upload
    address: UploadAddress

    def answer(self) -> Answer:
        match self.request.method:
            case "GET":
                return self._state()
            case "DELETE":
                self.mailbox.uploads.end(self.upload)
                return Answer(204)
            case "PUT":
                return self._put()
        raise GraphError(METHOD)

    def _state(self) -> Answer:
        where = self.address.of_message.removeprefix(f"{VERSION}/")
        state = {
            "@odata.context": f"{self.request.base_url}/{VERSION}/$metadata#{where}/AttachmentSessions/$entity",
            "expirationDateTime": moment_of(self.upload),
            "nextExpectedRanges": [str(self.upload.received)],
        }
        if self.tenant.policies.graph_upload_names == "pascal":
            state = {name[0].upper() + name[1:]: value for name, value in state.items()}
        return Answer(200, state)

    def _put(self) -> Answer:
        """Take a part; the last one makes the attachment."""
        part, upload = self.request.body, self.upload
        match = _RANGE.fullmatch(self.request.headers.get("Content-Range").strip())
        if match is None:
            raise GraphError(BAD_RANGE)
        first, last, size = (number_in(digits) or 0 for digits in match.groups())
        if size != upload.size:
            raise GraphError(OTHER_SIZE, given=size, size=upload.size)
        if last - first + 1 != len(part) or not part:
            raise GraphError(OTHER_LENGTH)
        if first != upload.received or last >= size:
            raise GraphError(OUT_OF_ORDER, expected=upload.received)
        item = self.mailbox.items.by_id(upload.item_id)
        if last + 1 < size:
            upload.parts.append(part)
            return self._state()
        attachment = Attachment(
            upload.name,
            b"".join([*upload.parts, part]),
            upload.content_type,
            content_id=upload.content_id,
            is_inline=upload.is_inline,
        )
        self.mailbox.attachments.add(item, attachment)
        self.mailbox.uploads.end(upload)
        where = f"{self.request.base_url}/{self.address.of_message}/Attachments('{id_of(attachment)}')"
        return Answer(201, None, [("Location", where)])
