"""Subscriptions without a protocol, and a reporter that keeps what there is to tell."""

from dataclasses import dataclass, field

from fakeserver.steps import finish
from fakeserver.tenant.exchange.entities import Folder
from fakeserver.tenant.exchange.webhooks.subscription import ChangeType, LifecycleEvent, Scope, WebhookSubscription
from tests.world import World

EVERYTHING = Scope(lambda folder: folder.folder_class == "IPF.Note", lambda item: True)
UNREAD = Scope(lambda folder: folder.folder_class == "IPF.Note", lambda item: not item.is_read, is_filtered=True)


def of(folder: Folder) -> Scope:
    return Scope(lambda each: each is folder, lambda item: True)


@dataclass
class Told:
    """Takes at once what there is to tell."""

    subscription: WebhookSubscription
    heard: list[str] = field(default_factory=list)
    #: whether it leaves what waits
    is_busy: bool = False

    def tell(self) -> None:
        if not self.is_busy:
            self.heard += [f"{notice.type} in {notice.change.folder.path}" for notice in self.subscription.waiting]
            self.subscription.waiting.clear()

    def signal(self, event: LifecycleEvent) -> None:
        self.heard.append(event)

    def begin_anew(self) -> None:
        self.heard.append("anew")

    def end(self) -> None:
        self.heard.append("end")

    def now(self) -> list[str]:
        """Return what was heard since the last time."""
        heard = list(self.heard)
        self.heard.clear()
        return heard


def watched(world: World, scope: Scope = EVERYTHING, *types: ChangeType, seconds: float = 3600) -> Told:
    """Subscribe to alice's mailbox; return who hears of it."""
    tenant = world.tenant
    with tenant.lock:
        subscription = WebhookSubscription(
            str(len(tenant.webhooks.subscriptions)),
            world.mailbox(),
            tenant.daemon_app.client_id,
            "",
            frozenset(types or ChangeType),
            scope,
            tenant.clock.time() + seconds,
            {},
        )
        told = Told(subscription)
        subscription.reporter = told
        finish(subscription.look_through())
        tenant.webhooks.add(subscription)
    return told
