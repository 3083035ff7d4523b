"""Making an answer to a message, in a folder of the mailbox that is visited."""

from fakeserver.tenant.access import inside
from fakeserver.tenant.access.visit import Visit
from fakeserver.tenant.exchange.entities import Folder, Item
from fakeserver.tenant.exchange.responding.answer import Wish, answer_to
from fakeserver.tenant.exchange.responding.verbs import ANSWERS, Verb


def make_answer(
    visit: Visit, folder: Folder, original: Item, verb: Verb, wish: Wish, *, as_draft: bool, marks: bool
) -> Item:
    """Put an answer to a message into a folder of the visited mailbox.

    Args:
        original: of any mailbox.
        as_draft: whether it stays there as a draft.
        marks: whether the original is marked as answered once the answer is sent.

    Raises:
        MessageTooLarge: an attachment of the original is larger than the mailbox takes; nothing is left then.
    """
    mailbox, tenant = visit.mailbox, visit.tenant
    author = wish.others.get("from_")
    own = {mailbox, None if author is None else tenant.mailboxes.by_address(author.address)} - {None}
    answer = answer_to(
        original,
        verb,
        wish,
        is_own=lambda address: tenant.mailboxes.by_address(address) in own,
        at=tenant.clock.now(),
        zone=visit.owner.zone,
        random=tenant.random,
    )
    properties = ({"is_read": True, "is_draft": True} if as_draft else {}) | answer.properties
    if not marks:
        properties.pop(ANSWERS)
    item = mailbox.items.add(folder, "IPM.Note", properties)
    inside.sign(visit, item)
    try:
        for attachment in answer.attachments:
            mailbox.attachments.add_copy(item, attachment)
    except Exception:
        mailbox.items.delete([item])
        raise
    return item
