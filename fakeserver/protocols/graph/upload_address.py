"""Where the parts of a large file are sent: an address of the Outlook API, with all in it that opens the session.

Source: learn.microsoft.com/graph/outlook-large-attachments for its form. The real one names outlook.office.com.
"""

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from fakeserver.jws import base64url
from fakeserver.protocols.graph.ids import rest_id
from fakeserver.tenant.exchange.uploads import Upload

if TYPE_CHECKING:
    from fakeserver.protocols.graph.call import Call

VERSION: Final = "api/v2.0"
_PATH: Final = re.compile(
    r"/api/v2\.0/users\('([^'@]{1,100})@([^'@]{1,100})'\)/messages\('([^']{1,1000})'\)/"
    r"attachmentsessions\('([^']{1,500})'\)",
    re.I,
)
_HEADER: Final = base64url(json.dumps({"alg": "RS256", "typ": "JWT"}, separators=(",", ":")).encode())


@dataclass(frozen=True)
class UploadAddress:
    """The address of a session, taken apart."""

    #: object id of the mailbox's owner
    user: str
    tenant: str
    #: the message, as Graph names it
    message: str
    session: str

    @classmethod
    def read(cls, path: str) -> "UploadAddress | None":
        """Read a path, percent-encoded or not; None: it is no such address."""
        match = _PATH.fullmatch(unquote(path).rstrip("/"))
        return None if match is None else cls(*match.groups())

    @property
    def of_message(self) -> str:
        """The path of the message."""
        return f"{VERSION}/Users('{self.user}@{self.tenant}')/Messages('{self.message}')"


def address_of(call: "Call", upload: Upload) -> str:
    """Return the whole address of a session, with the key that opens it."""
    owner, tenant = call.visit.owner.object_id, call.tenant.tenant_id
    where = UploadAddress(owner, tenant, rest_id(upload.item_id), upload.session_id)
    # It has the look of a JWT, as the service's; what it is signed with is the key.
    claims = json.dumps({"exp": int(upload.expires_at.timestamp()), "upn": owner}, separators=(",", ":"))
    token = f"{_HEADER}.{base64url(claims.encode())}.{upload.key}"
    return f"{call.request.base_url}/{where.of_message}/AttachmentSessions('{upload.session_id}')?authtoken={token}"


def key_in(token: str) -> str:
    """Return the key in the token of an address."""
    return token.rpartition(".")[2]


def moment_of(upload: Upload) -> str:
    """Return when a session ends, with the seven decimals that the service writes."""
    return upload.expires_at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{upload.expires_at.microsecond:06}0Z"
