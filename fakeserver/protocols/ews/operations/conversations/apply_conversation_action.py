"""ApplyConversationAction."""

from fakeserver.protocols.ews.answers.forms import Perform, PerItem, XmlSteps
from fakeserver.protocols.ews.operations.conversations.actions import (
    ACTION_TYPE,
    ConversationAction,
    perform_always,
    perform_once,
    read_action,
)
from fakeserver.protocols.ews.operations.conversations.conversation_ids import items_seen, named_conversation
from fakeserver.protocols.ews.registry import operation
from fakeserver.protocols.ews.request.call import Call
from fakeserver.protocols.ews.request.ids import named_folder
from fakeserver.protocols.ews.soap.complex_types import complex_type, list_type
from fakeserver.protocols.ews.soap.writing import NOTHING
from fakeserver.steps import each


@operation(
    "ApplyConversationAction",
    answer=PerItem("ConversationActions", read_action),
    since="Exchange2010_SP1",
    request=complex_type(elements={"m:ConversationActions": list_type({"t:ConversationAction": ACTION_TYPE})}),
)
def apply_conversation_action(call: Call) -> Perform[ConversationAction]:
    """Do something to all items of conversations, or to those in a folder; and to those that come later.

    ProcessRightAway changes nothing: it is done when the answer comes, in any case.
    Source: web-service-reference/applyconversationaction-operation, /conversationaction
    """

    def apply(action: ConversationAction) -> XmlSteps:
        named = named_conversation(call, action.store_id)
        mailbox, conversation_id = named
        context = None if action.context is None else named_folder(call, action.context, "read")
        items = yield from items_seen(call, named)
        if action.is_standing:
            perform_always(call, action, mailbox, conversation_id)
        concerned = [item for item in items if action.concerns(item, context)]
        yield from each(concerned, lambda item: perform_once(call, action, mailbox, item))
        return NOTHING

    return apply
