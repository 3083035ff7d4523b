"""t:VotingInformation, of messages whose properties are as Outlook writes them."""

from base64 import b64encode

from fakeserver.protocols.ews.values.voting import write_voting
from fakeserver.tenant.exchange.kinds.voting import Voting
from tests.protocols.ews.client import Ews
from tests.protocols.ews.requirements.asking import get, made, message, uri
from tests.tenant.exchange.kinds import verb_streams

COMMON = 'DistinguishedPropertySetId="Common"'
STREAM = f'<t:ExtendedFieldURI {COMMON} PropertyId="{0x8520}" PropertyType="Binary"/>'
RESPONSE = f'<t:ExtendedFieldURI {COMMON} PropertyId="{0x8524}" PropertyType="String"/>'
ASKED = uri("message:VotingInformation")


def extended(path: str, value: str) -> str:
    return f"<t:ExtendedProperty>{path}<t:Value>{value}</t:Value></t:ExtendedProperty>"


def test_the_options_of_a_message_and_what_was_chosen(ews: Ews) -> None:
    stream = b64encode(verb_streams.made({"Approve": 1, "Reject": 2})).decode()
    [asks] = made(ews, message(extended(STREAM, stream)))
    [answers] = made(ews, message(extended(RESPONSE, "Approve")))
    shown = ews(get(asks, answers, more=ASKED))
    assert shown.texts(".//t:VotingInformation/t:UserOptions/t:VotingOptionData/t:DisplayName") == ["Approve", "Reject"]
    assert shown.texts(".//t:SendPrompt") == ["Send", "VotingOption"]
    assert shown.texts(".//t:VotingResponse") == ["Approve"]


def test_other_messages_have_none(ews: Ews) -> None:
    [item] = made(ews, message())
    assert ews(get(item, more=ASKED)).all(".//t:VotingInformation") == []
    assert write_voting("t:VotingInformation", Voting()) == "<t:VotingInformation/>"
