"""What a message says of a vote (MS-OXWSMSG 2.2.4.2, 2.2.4.5 and 2.2.4.6)."""

from base64 import b64encode

from tests.protocols.ews.requirements.asking import get, made, message, uri
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.shown import parts_shown
from tests.protocols.ews.requirements.wire import EwsOverTls
from tests.tenant.exchange.kinds.verb_streams import made as stream_of


def by_outlook(number: int, kind: str, value: str) -> str:
    """Return a property as Outlook writes it: of PSETID_Common."""
    return (
        f'<t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId="Common" PropertyId="{number}" '
        f'PropertyType="{kind}"/><t:Value>{value}</t:Value></t:ExtendedProperty>'
    )


@holds("MS-OXWSMSG", 314, 316, 332, 334, 336, 339, 341, 343, 347, 73004)
def test_voting_information(ews: EwsOverTls) -> None:
    stream = b64encode(stream_of({"Yes": 1, "No": 2, "Maybe": 0})).decode()
    [item] = made(ews, message(by_outlook(0x8520, "Binary", stream) + by_outlook(0x8524, "String", "No")))
    shown = ews(get(item, base="IdOnly", more=uri("message:VotingInformation")))
    voting = ".//t:Message/t:VotingInformation"
    assert shown.texts(f"{voting}/t:UserOptions/t:VotingOptionData/t:DisplayName") == ["Yes", "No", "Maybe"]
    assert shown.texts(f"{voting}/t:UserOptions/t:VotingOptionData/t:SendPrompt") == ["Send", "VotingOption", "None"]
    assert shown.texts(f"{voting}/t:VotingResponse") == ["No"]
    assert {
        "MessageType/VotingInformation", "VotingInformationType", "VotingInformationType/UserOptions",
        "VotingInformationType/VotingResponse", "ArrayOfVotingOptionDataType",
        "ArrayOfVotingOptionDataType/VotingOptionData", "VotingOptionDataType/DisplayName",
        "VotingOptionDataType/SendPrompt", "SendPromptType",
    } <= parts_shown(shown.element)  # fmt: skip
