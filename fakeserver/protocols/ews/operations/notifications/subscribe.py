"""Subscribe: begins to watch folders of a mailbox.

Sources: web-service-reference/subscribe-operation and the pages of its elements. exchangelib writes m:Watermark where
the schema has t:Watermark, and is understood.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from fakeserver.protocols.ews.answers.forms import Single
from fakeserver.protocols.ews.errors import EwsError
from fakeserver.protocols.ews.operations.notifications.callbacks import read_url
from fakeserver.protocols.ews.operations.notifications.errors import INVALID_REQUEST, INVALID_WATERMARK, TOO_MANY
from fakeserver.protocols.ews.operations.notifications.pushing import Pushing
from fakeserver.protocols.ews.operations.notifications.retention import is_kept
from fakeserver.protocols.ews.operations.notifications.subscribers import (
    Subscribed,
    check_ownership,
    owner_id,
    sight_of,
)
from fakeserver.protocols.ews.operations.notifications.subscription_ids import read_watermark
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import FOLDER_IDS, named_folder, read_folder_id
from fakeserver.protocols.ews.soap.complex_types import TEXT, ComplexType, complex_type, list_type
from fakeserver.protocols.ews.soap.enumerations import of_words
from fakeserver.protocols.ews.soap.names import TYPES, m, t
from fakeserver.protocols.ews.soap.reading import (
    Element,
    at_least_one,
    boolean_attribute,
    by_name,
    integer_of,
    non_empty,
    required,
    required_one,
    word,
)
from fakeserver.protocols.ews.soap.writing import NOTHING, Xml, joined, text
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.notifications.events import EventType
from fakeserver.tenant.exchange.notifications.subscription import Place, Subscription, Way

#: Minutes.
LONGEST: Final = 1440
#: Seconds without a connection after which a streaming subscription ends.
#: Assumption: as long as a connection lasts at most; no page has a number.
STREAMING_LIFETIME: Final = 1800.0
EVENT_TYPE: Final = of_words("NotificationEventTypeType", " ".join(f"{each}Event" for each in EventType))

_WHAT: Final[Mapping[str, ComplexType]] = {
    "t:FolderIds": FOLDER_IDS,
    "t:EventTypes": list_type({"t:EventType": TEXT}),
}
_FROM: Final[Mapping[str, ComplexType]] = {"t:Watermark": TEXT, "m:Watermark": TEXT}


def _request(elements: Mapping[str, ComplexType], not_performed: str = "") -> ComplexType:
    return complex_type("SubscribeToAllFolders", {**_WHAT, **elements}, not_performed)


@dataclass(frozen=True)
class _Asked:
    """What a request asks for, read and allowed."""

    mailbox: Mailbox
    #: None: all
    folders: list[Folder] | None
    types: frozenset[EventType]
    #: from where on; None: from now
    place: Place | None

    def begun(self, call: Call, way: Way, lifetime: float | None = None) -> Subscribed:
        """Begin the subscription.

        Args:
            lifetime: seconds; None: it ends otherwise.
        """
        notifications, visit = self.mailbox.notifications, call.visit
        limit = call.tenant.policies.ews_subscriptions
        if limit is not None and notifications.count >= limit:
            raise EwsError(TOO_MANY, fix=f"tenant.policies.ews_subscriptions = {limit} allows no more; unsubscribe")
        subscription: Subscription = notifications.subscribe(
            self.mailbox.ids.new_number(),
            way,
            self.types,
            self.folders,
            owner=owner_id(call.visitor),
            acting_as=visit.owner.address if visit is not None and visit.impersonated else "",
            place=self.place,
            sees=None if self.folders is None else sight_of(call.visit_in(self.folders[0])),
            **({} if lifetime is None else {"lifetime": lifetime}),
        )
        return Subscribed(self.mailbox, subscription)


@operation(
    "Subscribe",
    answer=Single(),
    since="Exchange2007",
    request=complex_type(
        elements={
            "m:PullSubscriptionRequest": _request({**_FROM, "t:Timeout": TEXT}),
            "m:PushSubscriptionRequest": _request(
                {**_FROM, "t:StatusFrequency": TEXT, "t:URL": TEXT}, not_performed="t:CallerData"
            ),
            "m:StreamingSubscriptionRequest": _request({}),
        }
    ),
)
def subscribe(call: Call) -> Xml:
    """Return the subscription's id, and the watermark to begin with where the client keeps one."""
    asked = required_one(call.body, *_WAYS)
    subscribed = _WAYS[str(asked.tag)](call, asked)
    place = subscribed.subscription.place
    mark = text("m:Watermark", subscribed.watermark(place)) if subscribed.subscription.way != "streaming" else NOTHING
    return joined((text("m:SubscriptionId", subscribed.id), mark))


def _pull(call: Call, node: Element) -> Subscribed:
    minutes = integer_of(required(node, t("Timeout")), f"{TYPES}:SubscriptionTimeoutType", 1, LONGEST)
    return _read(call, node).begun(call, "pull", minutes * 60.0)


def _push(call: Call, node: Element) -> Subscribed:
    kind = f"{TYPES}:SubscriptionStatusFrequencyType"
    minutes = integer_of(required(node, t("StatusFrequency")), kind, 1, LONGEST)
    url = required(node, t("URL"))
    asked = _read(call, node)
    callback = read_url(url.text or "")
    subscribed = asked.begun(call, "push")
    if callback.is_called:
        Pushing(call, subscribed, callback.url, minutes * 60.0).start()
    else:
        call.remark([f"nothing is ever sent to {callback.url}: callbacks go to loopback addresses only"])
    return subscribed


def _streaming(call: Call, node: Element) -> Subscribed:
    return _read(call, node).begun(call, "streaming", STREAMING_LIFETIME)


_WAYS: Final[Mapping[str, Callable[[Call, Element], Subscribed]]] = {
    m("PullSubscriptionRequest"): _pull,
    m("PushSubscriptionRequest"): _push,
    m("StreamingSubscriptionRequest"): _streaming,
}


def _read(call: Call, node: Element) -> _Asked:
    """Read what all three have.

    Raises:
        Violation: it is not what the schema has.
        EwsError, Refusal: the caller may not, or not at once.
    """
    parts = by_name(node)
    everything = boolean_attribute(node, "SubscribeToAllFolders", default=False)
    types = frozenset(_event_type(each) for each in at_least_one(required(node, t("EventTypes"))))
    listed = parts.get(t("FolderIds"))
    ids = [] if listed is None else [read_folder_id(each) for each in at_least_one(listed)]
    given = parts.get(t("Watermark"), parts.get(m("Watermark")))
    mark = None if given is None else non_empty(given)
    if everything == bool(ids):
        # Assumption: the code for both at once, and for neither.
        raise EwsError(INVALID_REQUEST, fix="name folders, or ask for all of them by SubscribeToAllFolders")
    folders = [named_folder(call, each, "read") for each in ids]
    guids = {folder.mailbox.ids.mailbox_guid for folder in folders}
    # Assumption: the code for a public folder that is to be streamed, which the service does not do.
    public = [folder for folder in folders if folder.mailbox.is_public]
    if public and node.tag == m("StreamingSubscriptionRequest"):
        raise EwsError(INVALID_REQUEST, fix="subscribe to a public folder by pull or push; nothing streams its events")
    if len(guids) > 1 or len(public) > 1:
        raise EwsError(INVALID_REQUEST, fix="subscribe to each mailbox by a request of its own")
    mailbox = call.visit_in(folders[0]).mailbox if folders else call.mailbox
    if folders:
        check_ownership(call.visit_in(folders[0]))
    return _Asked(mailbox, folders or None, types, None if mark is None else _place(mark, mailbox))


def _event_type(node: Element) -> EventType:
    return EventType(word(node, EVENT_TYPE).removesuffix("Event"))


def _place(mark: str, mailbox: Mailbox) -> Place:
    place = read_watermark(mark, mailbox.guid)
    if place is None or not place.is_in(mailbox.changes):
        raise EwsError(INVALID_WATERMARK)
    if not is_kept(mailbox, place):
        # Source: web-service-reference/watermark, of one that the table of events holds no longer.
        raise EwsError(INVALID_WATERMARK, fix="subscribe without a watermark, and synchronize what happened meanwhile")
    return place
