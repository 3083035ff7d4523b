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
from fakeserver.protocols.graph.operations.subscriptions.certificates import read_certificate
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
    "encryptionCertificate", "encryptionCertificateId", "latestSupportedTlsVersion",
)  # fmt: skip
#: Characters. Source for the first: the page of the resource; for the other: webhooks-with-resource-data.
_LONGEST: Final = {"clientState": 128, "encryptionCertificateId": 128}
_TLS: Final = ("v1_0", "v1_1", "v1_2", "v1_3")
#: What the type has besides, which nothing here does anything with.
_NOT_PERFORMED: Final = ("notificationQueryOptions", "notificationUrlAppId")
_RENEWED: Final = ("expirationDateTime", "notificationUrl", "encryptionCertificate", "encryptionCertificateId")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,12})?)?(Z|[+-]\d\d:\d\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Renewal:
    """What is to change in a subscription."""

    #: as they were written
    properties: Mapping[str, Any]
    #: None: as it is
    expires_at: datetime | None
    notification_url: str | None


@dataclass(frozen=True)
class Wanted:
    """What a subscription is to be."""

    #: as they were written
    properties: Mapping[str, Any]
    expires_at: datetime
    notification_url: str
    #: None: nobody is told what becomes of the subscription
    lifecycle_url: str | None
    types: frozenset[ChangeType]
    resource: Resource
    #: whether changes are told with what was changed
    includes_data: bool


def read_new(body: dict[str, Any]) -> Wanted:
    """Read what a subscription is to be.

    Raises:
        GraphError: a member is missing, unknown, or has no such value.
    """
    given = _given(body, (*_TEXTS, "includeResourceData"))
    for name in _REQUIRED:
        if name not in given:
            raise GraphError(REQUIRED, name=name)
    expires_at, types = _moment(given["expirationDateTime"]), read_types(given["changeType"])
    for name in ("notificationUrl", "lifecycleNotificationUrl"):
        if name in given:
            _check_url(given[name], name)
    includes_data = bool(given.get("includeResourceData"))
    if includes_data and not {"encryptionCertificate", "encryptionCertificateId"} <= given.keys():
        raise GraphError(CERTIFICATE_NEEDED)
    return Wanted(
        given,
        expires_at,
        given["notificationUrl"],
        given.get("lifecycleNotificationUrl"),
        types,
        read_resource(given["resource"]),
        includes_data,
    )


def read_renewal(body: dict[str, Any]) -> Renewal:
    """Read what is to change: until when a subscription is, where changes are told, by which certificate.

    Raises:
        GraphError: as `read_new`.
    """
    given = _given(body, _RENEWED)
    until, url = given.get("expirationDateTime"), given.get("notificationUrl")
    if until is None and url is None:
        raise GraphError(NOTHING_TO_UPDATE)
    if url is not None:
        _check_url(url, "notificationUrl")
    return Renewal(given, None if until is None else _moment(until), url)


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
    if "encryptionCertificate" in given:
        # One that is none is refused at once.
        read_certificate(given["encryptionCertificate"], "")
    return given


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
