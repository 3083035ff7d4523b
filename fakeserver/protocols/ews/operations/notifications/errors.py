"""EWS errors of subscriptions."""

from typing import Final

from fakeserver.protocols.ews.errors import MANAGED_API, REPORTED, Row

_ANEW: Final = "subscribe anew, then synchronize (SyncFolderItems): what came in between is told by nobody"

NOT_FOUND: Final = Row(
    "ErrorSubscriptionNotFound",
    "The specified subscription was not found.",
    MANAGED_API,
    f"it was never made, has ended or was ended (Unsubscribe, Timeout, restore): {_ANEW}",
)
#: Source for the text: the tests of ecederstrand/exchangelib, which compare it.
INVALID_SUBSCRIPTION: Final = Row(
    "ErrorInvalidSubscription",
    "Subscription is invalid.",
    REPORTED,
    f"it has ended, or is none of the kind that streams: {_ANEW}",
)
NOT_A_PULL_SUBSCRIPTION: Final = Row(
    "ErrorInvalidPullSubscriptionId",
    "SubscriptionId is invalid. Subscription is not a pull subscription.",
    MANAGED_API,
    "GetEvents takes what PullSubscriptionRequest has made; GetStreamingEvents reads what streams",
)
INVALID_WATERMARK: Final = Row(
    "ErrorInvalidWatermark",
    "The watermark is invalid.",
    MANAGED_API,
    f"give the Watermark of the last event that this subscription told of; where it is lost, {_ANEW}",
)
EXPIRED: Final = Row(
    "ErrorExpiredSubscription",
    "Subscription information is not available. Subscription is expired.",
    MANAGED_API,
    f"nobody asked within its Timeout, by the tenant's clock: {_ANEW}",
)
EVENT_NOT_FOUND: Final = Row(
    "ErrorEventNotFound", "The watermark used for creating this subscription was not found.", MANAGED_API
)
ACCESS_DENIED: Final = Row(
    "ErrorSubscriptionAccessDenied",
    "Access is denied. Only the subscription owner may access the subscription.",
    MANAGED_API,
    "ask as who has subscribed, by the same application and with the same impersonation",
)
DELEGATE_ACCESS: Final = Row(
    "ErrorSubscriptionDelegateAccessNotSupported",
    "Subscriptions are not supported for delegate user access.",
    MANAGED_API,
    "tenant.rights.add_mailbox_permission(owner, user), which is FullAccess; or impersonate the owner",
)
INVALID_REQUEST: Final = Row(
    "ErrorInvalidSubscriptionRequest",
    "A subscription can only be established on a single public folder or on folders from a single mailbox.",
    MANAGED_API,
    "subscribe once for each mailbox; GetStreamingEvents takes several subscriptions",
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
