"""GetRoomLists and GetRooms, and rooms where other operations meet them."""

import pytest

from tests.protocols.ews.client import Answer, Ews


def rooms(ews: Ews, inside: str) -> Answer:
    return ews(f"<m:GetRooms><m:RoomList>{inside}</m:RoomList></m:GetRooms>")


def listed(ews: Ews, address: str) -> Answer:
    return rooms(ews, f"<t:EmailAddress>{address}</t:EmailAddress>")


def test_room_lists_by_name(ews: Ews) -> None:
    assert [len(each) for each in ews("<m:GetRoomLists/>").all("m:RoomLists")] == [0]
    ews.tenant.add_distribution_group("team", ["alice"])
    ews.tenant.add_room_list("second", display_name="second floor")
    first = ews.tenant.add_room_list("first", display_name="First floor")
    answer = ews("<m:GetRoomLists/>", ews.bob)
    assert (answer.element.get("ResponseClass"), answer.codes) == ("Success", ["NoError"])
    assert answer.texts("m:RoomLists/t:Address/t:Name") == ["First floor", "second floor"]
    assert [part.text for part in answer.all("m:RoomLists/t:Address")[0]] == [
        "First floor", first.address, "SMTP", "PublicDL",
    ]  # fmt: skip


def test_rooms_of_a_list_in_its_order(ews: Ews) -> None:
    two, one = ews.tenant.add_room("two"), ews.tenant.add_room("one", display_name="Room & One")
    gone = ews.tenant.add_room("gone")
    floor = ews.tenant.add_room_list("floor1", [two, gone, one])
    ews.tenant.people.remove_user(gone)
    answer = listed(ews, floor.address.upper())
    assert (answer.element.get("ResponseClass"), answer.codes) == ("Success", ["NoError"])
    assert [[part.text for part in found] for found in answer.all("m:Rooms/t:Room/t:Id")] == [
        ["Two", two.address, "SMTP", "Mailbox"],
        ["Room & One", one.address, "SMTP", "Mailbox"],
    ]
    floor.members.clear()
    assert len(listed(ews, floor.address).find("m:Rooms")) == 0


@pytest.mark.parametrize("name", ["nobody", "team", "alice", "room1"])
def test_what_is_no_room_list(ews: Ews, name: str) -> None:
    room = ews.tenant.add_room("room1")
    ews.tenant.add_distribution_group("team", [room])
    answer = listed(ews, f"{name}@contoso.onmicrosoft.com")
    assert (answer.status, answer.element.get("ResponseClass")) == (200, "Error")
    assert answer.codes == ["ErrorNameResolutionNoResults"]
    assert answer.texts("m:MessageText") == ["No results were found."]
    assert answer.all("m:Rooms") == []


def test_what_names_no_list_at_all(ews: Ews) -> None:
    assert rooms(ews, "").codes == ["ErrorMissingInformationEmailAddress"]
    wrong = rooms(ews, "<t:EmailAddress>a@b.c</t:EmailAddress><t:RoutingType>EX</t:RoutingType>")
    assert wrong.codes == ["ErrorInvalidRoutingType"]
    assert ews("<m:GetRooms/>").status == 500
    assert ews("<m:GetRoomLists><m:RoomList/></m:GetRoomLists>").status == 500


def test_rooms_are_resolved_as_everybody_is(ews: Ews) -> None:
    room = ews.tenant.add_room("kitchen")
    answer = ews(
        '<m:ResolveNames ReturnFullContactData="false"><m:UnresolvedEntry>kitch</m:UnresolvedEntry></m:ResolveNames>'
    )
    assert answer.texts(".//t:Mailbox/t:EmailAddress") == [room.address]
    assert answer.texts(".//t:MailboxType") == ["Mailbox"]
