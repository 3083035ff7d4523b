"""What rules change in a message itself: categories, importance, and whether somebody has read it."""

import re
from typing import Final

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.inbox_rules.actions import RuleActions
from fakeserver.tenant.exchange.mailbox import Mailbox
from fakeserver.tenant.exchange.mime.parts import header_end
from fakeserver.tenant.exchange.mime.render import header_field
from fakeserver.tenant.exchange.values import Importance
from fakeserver.tenant.refusals import MessageTooLarge

#: The fields that say how important a message is.
_IMPORTANCE: Final = re.compile(
    rb"^(?:Importance|Priority|X-Priority|X-MSMail-Priority)[ \t]*:.*(?:\n[ \t].*)*\n?", re.IGNORECASE | re.MULTILINE
)


def mark(actions: RuleActions, mailbox: Mailbox, item: Item) -> None:
    """Change a message that lies in no folder yet."""
    if actions.assign_categories:
        known: list[str] = item.get("categories") or []
        new = [one for one in actions.assign_categories if one not in known]
        item.properties["categories"] = [*known, *new]
    if actions.mark_importance is not None and actions.mark_importance is not item.get("importance"):
        _mark_importance(mailbox, item, actions.mark_importance)
    if actions.mark_as_read:
        # Assumption: nobody has read it, so that no receipt is sent.
        item.flags = item.flags._replace(seen=True)


def _mark_importance(mailbox: Mailbox, item: Item, importance: Importance) -> None:
    """Write it into the message, where every protocol sees it; one that would be too large then stays as it is."""
    raw = item.mime()
    end = header_end(raw)
    header = header_field("Importance", importance.title()) + _IMPORTANCE.sub(b"", raw[:end])
    try:
        mailbox.items.update(item, {"mime_content": header + raw[end:]})
    except MessageTooLarge:
        return
