"""PostReplyItem: a post that answers another, in the same folder.

Source: web-service-reference/postreplyitem. Assumption: its subject and body are made as those of a reply, and what is
answered is a post.
"""

from dataclasses import dataclass
from typing import Any, Final

from fakeserver.protocols.ews.operations.items.creating import created
from fakeserver.protocols.ews.operations.items.posting import posted
from fakeserver.protocols.ews.operations.items.responses.references import POSTS, referenced, required_reference
from fakeserver.protocols.ews.operations.items.responses.response import ResponseObject, Ways
from fakeserver.protocols.ews.properties.table import fields_of
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import ITEM_ID, Id
from fakeserver.protocols.ews.request.new_items import read_body, read_field
from fakeserver.protocols.ews.soap.complex_types import ANY, TEXT, complex_type
from fakeserver.protocols.ews.soap.names import t
from fakeserver.protocols.ews.soap.reading import Element
from fakeserver.protocols.ews.soap.writing import Xml
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.responding.answer import Wish, answer_to
from fakeserver.tenant.exchange.responding.verbs import ANSWERS, Verb


@dataclass(frozen=True)
class _Posting:
    reference: Id[Item]
    wish: Wish


def _read(node: Element) -> _Posting:
    subject, body, new_body = (node.find(t(name)) for name in ("Subject", "Body", "NewBodyContent"))
    given: dict[str, Any] = {} if subject is None else read_field(fields_of("PostItem")["Subject"], subject)
    wish = Wish(
        subject=given.get("subject"),
        body=None if body is None else read_body(body),
        new_body=None if new_body is None else read_body(new_body),
    )
    return _Posting(required_reference(node), wish)


def _perform(call: Call, posting: _Posting, ways: Ways) -> Xml:
    original = referenced(call, posting.reference, POSTS)
    folder = original.folder if ways.named_folder is None else ways.named_folder()
    call.check(folder, "create")
    visit, now = call.visit_in(folder), call.tenant.clock.now()
    answer = answer_to(
        original,
        Verb.REPLY,
        posting.wish,
        is_own=lambda address: False,
        at=now,
        zone=visit.owner.zone,
        random=call.tenant.random,
    )
    left_out = (ANSWERS, "to_recipients")
    kept = {name: value for name, value in answer.properties.items() if name not in left_out}
    item = visit.mailbox.items.add(folder, "IPM.Post", {"is_read": True} | posted(call, folder) | kept)
    call.sign(item)
    return created(item)


POST_REPLY: Final = ResponseObject(
    complex_type(elements={"t:Subject": TEXT, "t:Body": ANY, "t:ReferenceItemId": ITEM_ID, "t:NewBodyContent": ANY}),
    _read,
    _perform,
)
