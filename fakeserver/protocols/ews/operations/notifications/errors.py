"""EWS errors of subscriptions."""

from typing import Final

from fakeserver.protocols.ews.errors import MANAGED_API, REPORTED, Row

NOT_FOUND: Final = Row("ErrorSubscriptionNotFound", "The specified subscription was not found.", MANAGED_API)
#: Source for the text: the tests of ecederstrand/exchangelib, which compare it.
INVALID_SUBSCRIPTION: Final = Row("ErrorInvalidSubscription", "Subscription is invalid.", REPORTED)
NOT_A_PULL_SUBSCRIPTION: Final = Row(
    "ErrorInvalidPullSubscriptionId",
    "SubscriptionId is invalid. Subscription is not a pull subscription.",
    MANAGED_API,
)
INVALID_WATERMARK: Final = Row("ErrorInvalidWatermark", "The watermark is invalid.", MANAGED_API)
EXPIRED: Final = Row(
    "ErrorExpiredSubscription", "Subscription information is not available. Subscription is expired.", MANAGED_API
)
EVENT_NOT_FOUND: Final = Row(
    "ErrorEventNotFound", "The watermark used for creating this subscription was not found.", MANAGED_API
)
ACCESS_DENIED: Final = Row(
    "ErrorSubscriptionAccessDenied",
    "Access is denied. Only the subscription owner may access the subscription.",
    MANAGED_API,
)
DELEGATE_ACCESS: Final = Row(
    "ErrorSubscriptionDelegateAccessNotSupported",
    "Subscriptions are not supported for delegate user access.",
    MANAGED_API,
)
INVALID_REQUEST: Final = Row(
    "ErrorInvalidSubscriptionRequest",
    "A subscription can only be established on a single public folder or on folders from a single mailbox.",
    MANAGED_API,
)
INVALID_URL: Final = Row(
    "ErrorInvalidPushSubscriptionUrl", "URL specified for push subscription is invalid.", MANAGED_API
)
TOO_MANY: Final = Row(
    "ErrorExceededSubscriptionCount",
    "You have exceeded the available subscriptions for your account.  Remove unnecessary subscriptions and try your "
    "request again.",
    MANAGED_API,
)
UNSUBSCRIBED: Final = Row(
    "ErrorSubscriptionUnsubscribed",
    "The StreamingSubscription was unsubscribed while the current connection was servicing it.",
    MANAGED_API,
)
OTHER_CONNECTION: Final = Row(
    "ErrorNewEventStreamConnectionOpened", "Another connection was opened against this subscription.", MANAGED_API
)
NOT_LOOPBACK: Final = Row(
    INVALID_URL.code,
    f"{INVALID_URL.text} This fake calls loopback addresses only, such as http://127.0.0.1:8080/callback.",
    "the code is the service's; nothing leaves the machine",
)
