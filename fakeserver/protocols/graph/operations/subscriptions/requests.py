"""What a request says of a subscription, read and checked as far as nothing else has to be looked at.

Sources: learn.microsoft.com/graph/api/resources/subscription, subscription-post-subscriptions, subscription-update.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from fakeserver.protocols.graph.body import members
from fakeserver.protocols.graph.errors import NOT_PERFORMED, GraphError, Row
from fakeserver.protocols.graph.operations.subscriptions.certificates import Certificate, read_certificate
from fakeserver.protocols.graph.operations.subscriptions.errors import (
    CERTIFICATE_NEEDED,
    CHANGE_TYPE,
    NO_HTTPS,
    NOT_VALIDATED,
    NOTHING_TO_UPDATE,
    PAYLOAD,
    REQUIRED,
    TOO_LONG,
)
from fakeserver.protocols.graph.operations.subscriptions.resource import Resource, read_resource
from fakeserver.protocols.http.callbacks import CallbackRefused, read_callback
from fakeserver.tenant.exchange.webhooks.subscription import ChangeType

_REQUIRED: Final = ("changeType", "notificationUrl", "resource", "expirationDateTime")
_TEXTS: Final = (
    "changeType", "notificationUrl", "lifecycleNotificationUrl", "resource", "expirationDateTime", "clientState",
    "encryptionCertificate", "encryptionCertificateId", "latestSupportedTlsVersion", "notificationContentType",
)  # fmt: skip
#: Characters. Source for the first: the page of the resource; for the other: webhooks-with-resource-data.
_LONGEST: Final = {"clientState": 128, "encryptionCertificateId": 128}
_TLS: Final = ("v1_0", "v1_1", "v1_2", "v1_3")
#: What the type has besides, which nothing here does anything with.
_NOT_PERFORMED: Final = ("notificationQueryOptions", "notificationUrlAppId")
_RENEWED: Final = ("expirationDateTime", "notificationUrl", "encryptionCertificate", "encryptionCertificateId")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,12})?)?(Z|[+-]\d\d:\d\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Wanted:
    """What a request says: of a new subscription, or of what is to change in one."""

    properties: Mapping[str, Any]
    #: what a change leaves as it is is None
    expires_at: datetime | None
    certificate: Certificate | None

    @property
    def notification_url(self) -> str | None:
        """Where changes are told."""
        return self.properties.get("notificationUrl")

    @property
    def lifecycle_url(self) -> str | None:
        """Where it is told what becomes of the subscription."""
        return self.properties.get("lifecycleNotificationUrl")

    @property
    def types(self) -> frozenset[ChangeType]:
        """Which changes are told."""
        return read_types(self.properties["changeType"])

    @property
    def resource(self) -> Resource:
        """What is watched."""
        return read_resource(self.properties["resource"])

    @property
    def includes_data(self) -> bool:
        """Whether changes are told with what was changed."""
        return bool(self.properties.get("includeResourceData"))


def read_new(body: dict[str, Any]) -> Wanted:
    """Read what a subscription is to be.

    Raises:
        GraphError: a member is missing, unknown, or has no such value.
    """
    given = _given(body, (*_TEXTS, "includeResourceData"))
    for name in _REQUIRED:
        if name not in given:
            raise GraphError(REQUIRED, name=name)
    wanted = _wanted(given)
    read_types(given["changeType"])
    for name in ("notificationUrl", "lifecycleNotificationUrl"):
        if name in given:
            _check_url(given[name], name)
    if wanted.includes_data and not {"encryptionCertificate", "encryptionCertificateId"} <= given.keys():
        raise GraphError(CERTIFICATE_NEEDED)
    _ = wanted.resource
    return wanted


def read_renewal(body: dict[str, Any]) -> Wanted:
    """Read what is to change: until when a subscription is, where changes are told, by which certificate.

    Raises:
        GraphError: as `read_new`.
    """
    given = _given(body, _RENEWED)
    if not {"expirationDateTime", "notificationUrl"} & given.keys():
        raise GraphError(NOTHING_TO_UPDATE)
    if "notificationUrl" in given:
        _check_url(given["notificationUrl"], "notificationUrl")
    return _wanted(given)


def _given(body: dict[str, Any], known: tuple[str, ...]) -> dict[str, Any]:
    """Return the members that have a value."""
    given = {name: value for name, value in members(body).items() if value is not None}
    for name, value in given.items():
        if name in _NOT_PERFORMED:
            raise GraphError(NOT_PERFORMED, what=f"subscriptions with {name}")
        if name not in known or not isinstance(value, bool if name == "includeResourceData" else str):
            raise GraphError(PAYLOAD)
        if len(value if isinstance(value, str) else "") > _LONGEST.get(name, len(str(value))):
            raise GraphError(TOO_LONG, name=name, limit=_LONGEST[name])
    if given.get("latestSupportedTlsVersion", _TLS[0]) not in _TLS:
        raise GraphError(PAYLOAD)
    if given.get("notificationContentType", "application/json") != "application/json":
        raise GraphError(PAYLOAD)
    return given


def _wanted(given: dict[str, Any]) -> Wanted:
    until = given.get("expirationDateTime")
    encoded = given.get("encryptionCertificate")
    certificate = None if encoded is None else read_certificate(encoded, given.get("encryptionCertificateId", ""))
    return Wanted(given, None if until is None else _moment(until), certificate)


def _moment(text: str) -> datetime:
    if _MOMENT.fullmatch(text) is None:
        raise GraphError(PAYLOAD)
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise GraphError(PAYLOAD) from error


def read_types(text: str) -> frozenset[ChangeType]:
    """Read a list of changes, in any case.

    Raises:
        GraphError: one is none.
    """
    found = set[ChangeType]()
    for word in text.split(","):
        try:
            found.add(ChangeType(word.strip().lower()))
        except ValueError as error:
            raise GraphError(CHANGE_TYPE, value=word.strip()[:50]) from error
    return frozenset(found)


def _check_url(text: str, name: str) -> None:
    """Refuse an address at which nobody is called.

    Deviation: the service takes https alone. On this machine http is taken as well, since a test's listener seldom has
    a certificate.
    """
    try:
        callback = read_callback(text)
    except CallbackRefused as refused:
        # Whoever is elsewhere cannot answer, which is what the service would say of them.
        row = NOT_VALIDATED if refused.is_elsewhere and text.lower().startswith("https://") else NO_HTTPS
        raise _refused(row, refused.fix, name) from refused
    if not callback.is_called:
        raise _refused(NOT_VALIDATED, f"nobody can be at {text[:100]}: let the program listen on 127.0.0.1", name)


def _refused(row: Row, fix: str, name: str) -> GraphError:
    error = GraphError(row, name=name)
    error.fix = fix
    return error
