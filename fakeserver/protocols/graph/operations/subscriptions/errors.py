"""Errors of subscriptions, and how a mailbox's own refusals are said there."""

from dataclasses import replace
from http import HTTPStatus
from typing import Final

from fakeserver.protocols.graph.errors import ASSUMED, REPORTED, GraphError, Row
from fakeserver.protocols.graph.failures import said
from fakeserver.tenant.refusals import ApplicationAccessPolicyDenies, Refusal
from fakeserver.tenant.switches.policies import Policies

_INVALID: Final = "InvalidRequest"
_EXTENSION: Final = "ExtensionError"
_FAILED: Final = "Subscription validation request failed. "
_ANSWER: Final = (
    "answer a POST that has validationToken in its query with 200, text/plain, and that token alone, decoded: the "
    "journal says what came instead"
)

NOT_VALIDATED: Final = Row(
    400, _INVALID, f"{_FAILED}Notification endpoint must respond with 200 OK to validation request.", REPORTED, _ANSWER
)
TOKEN_DIFFERS: Final = Row(
    400, _INVALID, f"{_FAILED}Response must exactly match validationToken query parameter.", REPORTED, _ANSWER
)
#: Source: microsoftgraph/aspnetcore-webhooks-sample, TROUBLESHOOTING.md.
TIMED_OUT: Final = Row(400, _INVALID, "Subscription validation request timed out.", REPORTED, _ANSWER)
#: Sources: microsoft-graph-docs#2231, #3041: of a date without a time zone, and of one that is none, as well.
PAYLOAD: Final = Row(
    400,
    _INVALID,
    "Could not process subscription creation payload. Are all property names spelled and camelCased properly?",
)
#: Source: microsoft-graph-docs#4092.
REQUIRED: Final = Row(400, _INVALID, "{name} is a required property for subscription creation")
#: Source: msgraph-sdk-java#2323.
NOTHING_TO_UPDATE: Final = Row(
    400,
    _INVALID,
    "Subscription must contain either the 'expirationDateTime' or 'notificationUrl' property and its value.",
)
NO_HTTPS: Final = Row(400, _INVALID, "The {name} must be an absolute URL that begins with https://.", ASSUMED)
CHANGE_TYPE: Final = Row(400, _INVALID, "The changeType '{value}' is not supported for this resource.", ASSUMED)
TOO_LONG: Final = Row(400, _INVALID, "{name} cannot be longer than {limit} characters.", ASSUMED)
CERTIFICATE_NEEDED: Final = Row(
    400, _INVALID, "encryptionCertificate and encryptionCertificateId are required to include resource data.", ASSUMED
)
CERTIFICATE_INVALID: Final = Row(
    400,
    _INVALID,
    "Invalid encryptionCertificate.",
    ASSUMED,
    fix="give a certificate with an RSA key of 2048 to 4096 bits: DER, in base64",
)
NOT_FOUND: Final = Row(404, "ResourceNotFound", "The object was not found.", REPORTED)
CEILING: Final = Row(400, _EXTENSION, "Subscription expiration can only be {minutes} minutes in the future.", REPORTED)
IN_THE_PAST: Final = Row(400, _EXTENSION, "Subscription expiration must be in the future.", ASSUMED)
#: Source: microsoft-graph-docs#19340.
RESOURCE: Final = Row(
    400,
    _EXTENSION,
    "Operation: Create; Exception: [Status Code: BadRequest; Reason: The value '{value}' of parameter 'Resource' is "
    "invalid.]",
    REPORTED,
)
#: Sources: msgraph-sdk-javascript#252, msgraph-sdk-java#510, microsoft-graph-docs#6868.
EXTENSION: Final = Row(
    403, _EXTENSION, "Operation: {operation}; Exception: [Status Code: {status}; Reason: {reason}]", REPORTED
)


def of_extension(operation: str, trouble: Refusal | GraphError, policies: Policies) -> GraphError:
    """Return what is said of a mailbox that does not open, from behind the gateway.

    Args:
        operation: ``Create``, ``Update``, or another.
    """
    row = trouble.row if isinstance(trouble, GraphError) else said(trouble, policies)
    reason = trouble.message if isinstance(trouble, GraphError) else row.message
    if isinstance(trouble, ApplicationAccessPolicyDenies):
        # As it was quoted; the longer text was seen at the mailbox itself only.
        reason = "Access to OData is disabled."
    words = HTTPStatus(row.status).name.title().replace("_", "")
    error = GraphError(replace(EXTENSION, status=row.status), operation=operation, status=words, reason=reason)
    error.__cause__ = trouble
    return error
