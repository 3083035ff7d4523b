"""Properties that only the server sets, and values that contradict each other (MS-OXWSCORE, first scenario)."""

import pytest

from tests.protocols.ews.requirements.asking import change, create, get, made, message, update, uri
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.wire import EwsOverTls

#: Property -> an element that would set it.
READ_ONLY = {
    "ItemId": '<t:ItemId Id="x"/>',
    "ParentFolderId": '<t:ParentFolderId Id="x"/>',
    "DateTimeReceived": "<t:DateTimeReceived>2030-01-01T00:00:00Z</t:DateTimeReceived>",
    "Size": "<t:Size>5</t:Size>",
    "DateTimeSent": "<t:DateTimeSent>2030-01-01T00:00:00Z</t:DateTimeSent>",
    "DateTimeCreated": "<t:DateTimeCreated>2030-01-01T00:00:00Z</t:DateTimeCreated>",
    "DisplayTo": "<t:DisplayTo>Bob</t:DisplayTo>",
    "EffectiveRights": (
        "<t:EffectiveRights><t:CreateAssociated>true</t:CreateAssociated><t:CreateContents>true</t:CreateContents>"
        "<t:CreateHierarchy>true</t:CreateHierarchy><t:Delete>true</t:Delete><t:Modify>true</t:Modify>"
        "<t:Read>true</t:Read></t:EffectiveRights>"
    ),
    "LastModifiedName": "<t:LastModifiedName>Bob</t:LastModifiedName>",
    "WebClientReadFormQueryString": "<t:WebClientReadFormQueryString>x</t:WebClientReadFormQueryString>",
    "InstanceKey": "<t:InstanceKey>eA==</t:InstanceKey>",
    "NormalizedBody": '<t:NormalizedBody BodyType="Text">x</t:NormalizedBody>',
    "Preview": "<t:Preview>x</t:Preview>",
    "TextBody": '<t:TextBody BodyType="Text">x</t:TextBody>',
    "IconIndex": "<t:IconIndex>Default</t:IconIndex>",
    "BlockStatus": "<t:BlockStatus>true</t:BlockStatus>",
}
#: The same of messages.
READ_ONLY_MESSAGE = {
    "ConversationIndex": "<t:ConversationIndex>eA==</t:ConversationIndex>",
    "ConversationTopic": "<t:ConversationTopic>x</t:ConversationTopic>",
    "ReceivedBy": "<t:ReceivedBy><t:Mailbox><t:EmailAddress>a@b.example</t:EmailAddress></t:Mailbox></t:ReceivedBy>",
    "ReceivedRepresenting": (
        "<t:ReceivedRepresenting><t:Mailbox><t:EmailAddress>a@b.example</t:EmailAddress></t:Mailbox>"
        "</t:ReceivedRepresenting>"
    ),
    "ApprovalRequestData": (
        "<t:ApprovalRequestData><t:IsUndecidedApprovalRequest>true</t:IsUndecidedApprovalRequest>"
        "</t:ApprovalRequestData>"
    ),
    "VotingInformation": "<t:VotingInformation><t:VotingResponse>x</t:VotingResponse></t:VotingInformation>",
    "ReminderMessageData": "<t:ReminderMessageData><t:ReminderText>x</t:ReminderText></t:ReminderMessageData>",
}
SET = "ErrorInvalidPropertySet"


@holds("MS-OXWSCORE", 2014, 2016, 2025, 2027, 2031, 2033, 2035, 2037, 2039, 2046, 2048, 2050, 2060, 2062)
@holds("MS-OXWSCORE", 2347, 2348, 2349, 2272, 2273, 2274, 2275, 2276, 2277, 2350, 2351, 2352, 2356, 2358, 2355, 2043)
@pytest.mark.parametrize("name", READ_ONLY)
def test_what_the_server_sets_is_not_set_by_clients(ews: EwsOverTls, name: str) -> None:
    created = ews(create(f"<t:Message>{READ_ONLY[name]}</t:Message>"))
    assert (created.codes, created.attributes(".//m:CreateItemResponseMessage", "ResponseClass")) == ([SET], ["Error"])
    [item] = made(ews, message())
    assert ews(update(item, change(f"item:{name}", READ_ONLY[name]))).codes == [SET]
    assert ews(get(item)).value(".//t:Subject") == "About herons"


@holds("MS-OXWSMSG", 49, 52, 72001, 73001, 73008, 73009, 73010)
@pytest.mark.parametrize("name", READ_ONLY_MESSAGE)
def test_nor_what_it_sets_of_messages(ews: EwsOverTls, name: str) -> None:
    assert ews(create(f"<t:Message>{READ_ONLY_MESSAGE[name]}</t:Message>")).codes == [SET]
    [item] = made(ews, message())
    assert ews(update(item, change(f"message:{name}", READ_ONLY_MESSAGE[name]))).codes == [SET]


_LICENCE = (
    "<t:RightsManagementLicenseData>"
    "<t:RightsManagedMessageDecryptionStatus>0</t:RightsManagedMessageDecryptionStatus>"
    "</t:RightsManagementLicenseData>"
)


@holds("MS-OXWSCORE", 1355, 2052, 2353)
def test_nor_a_licence(ews: EwsOverTls) -> None:
    [item] = made(ews, message())
    assert ews(create(f"<t:Message>{_LICENCE}</t:Message>")).codes == [SET]
    assert ews(update(item, change("item:RightsManagementLicenseData", _LICENCE))).codes == [SET]


@holds("MS-OXWSCORE", 204522)
def test_the_stores_entry_id_is_not_updated(ews: EwsOverTls) -> None:
    """The requirement says that it is passed over; its case expects this error."""
    [item] = made(ews, message())
    assert ews(update(item, change("item:StoreEntryId", "<t:StoreEntryId>eA==</t:StoreEntryId>"))).codes == [SET]


@holds("MS-OXWSCORE", 20452, 204521)
def test_the_stores_entry_id_is_passed_over_in_a_new_item(ews: EwsOverTls) -> None:
    [item] = made(ews, "<t:Message><t:StoreEntryId>eA==</t:StoreEntryId></t:Message>")
    shown = ews(get(item, base="IdOnly", more=uri("item:StoreEntryId")))
    assert shown.value(".//t:StoreEntryId") not in ("", "eA==")


_DATES = {name: f"<t:{name}>2030-02-01T00:00:00Z</t:{name}>" for name in ("StartDate", "DueDate", "CompleteDate")}


def flag(status: str, *dates: str) -> str:
    return f"<t:Flag><t:FlagStatus>{status}</t:FlagStatus>{''.join(_DATES[date] for date in dates)}</t:Flag>"


@holds("MS-OXWSCORE", 2002, 2005, 2008, 2010)
@pytest.mark.parametrize(
    "impossible",
    [
        flag("Complete", "StartDate", "DueDate"),
        flag("Complete", "StartDate", "CompleteDate"),
        flag("Flagged", "CompleteDate"),
        flag("Flagged", "StartDate"),
        flag("Flagged", "DueDate"),
        flag("NotFlagged", "StartDate", "DueDate"),
        flag("NotFlagged", "CompleteDate"),
    ],
)
def test_a_flag_that_contradicts_itself(ews: EwsOverTls, impossible: str) -> None:
    assert ews(create(message(impossible))).codes == ["ErrorInvalidArgument"]
    [item] = made(ews, message())
    assert ews(update(item, change("item:Flag", impossible))).codes == ["ErrorInvalidArgument"]


@holds("MS-OXWSCORE", 1042, 1043, 1044, 1045)
@pytest.mark.parametrize(
    ("status", "dates"), [("Flagged", ("StartDate", "DueDate")), ("Complete", ("CompleteDate",)), ("NotFlagged", ())]
)
def test_a_flag_with_its_dates(ews: EwsOverTls, status: str, dates: tuple[str, ...]) -> None:
    [item] = made(ews, message(flag(status, *dates)))
    shown = ews(get(item))
    assert shown.value(".//t:FlagStatus") == status
    for date in _DATES:
        assert shown.texts(f".//t:Flag/t:{date}") == ["2030-02-01T00:00:00Z"] * (date in dates)


@holds("MS-OXWSCDATA", 619)
@holds("MS-OXWSCORE", 2023)
@pytest.mark.parametrize(
    ("element", "foreign"),
    [
        ("Contact", "IPM.Note"),
        ("DistributionList", "IPM.Contact"),
        ("CalendarItem", "IPM.Task"),
        ("PostItem", "IPM.Appointment"),
        ("Task", "IPM.DistList"),
    ],
)
def test_the_class_of_another_kind_of_item(ews: EwsOverTls, element: str, foreign: str) -> None:
    item = f"<t:{element}><t:ItemClass>{foreign}</t:ItemClass><t:Subject>x</t:Subject></t:{element}>"
    assert ews(create(item)).codes == ["ErrorObjectTypeChanged"]
