"""PostReplyItem: a post answers another in its folder."""

from tests.protocols.ews.client import Ews
from tests.protocols.ews.operations.items.responses.answering import create, new_body, response


def test_a_post_answers_a_post_in_the_same_folder(ews: Ews) -> None:
    inbox = ews.mailbox.folders.distinguished("inbox")
    from fakeserver.tenant.exchange.values import Body, EmailAddress, TextFormat

    post = ews.mailbox.items.add(
        inbox,
        "IPM.Post",
        {"subject": "News", "body": Body(TextFormat.PLAIN, "old"), "from_": EmailAddress("Bob", "bob@example.com")},
    )
    answer = ews(create(response("PostReplyItem", post, after=new_body("new")), None))
    assert answer.codes == ["NoError"]
    reply = ews.mailbox.items.by_id(answer.attribute(".//t:PostItem/t:ItemId", "Id"))
    assert (reply.item_class, reply.subject, reply.folder) == ("IPM.Post", "RE: News", inbox)
    assert reply.body.startswith("new\r\n\r\n____")
    assert reply.sender == ews.alice.address
    assert reply.get("conversation_id") == post.get("conversation_id")
    assert reply.get("to_recipients") is None


def test_a_message_is_not_answered_by_a_post(ews: Ews) -> None:
    came = ews.mailbox.deliver()
    assert ews(create(response("PostReplyItem", came), None)).codes == ["ErrorInvalidReferenceItem"]
