"""Requests about meetings, and what stands in mailboxes afterwards."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from fakeserver.tenant.directory.users import User
from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.kinds.attendees import Attendee
from tests.protocols.ews.client import Answer, Ews

BOB, CAROL, OUTSIDE = "bob@contoso.onmicrosoft.com", "carol@contoso.onmicrosoft.com", "zoe@example.com"
START, END = "2027-01-05T10:00:00Z", "2027-01-05T11:00:00Z"


def attendees(name: str, *addresses: str) -> str:
    listed = "".join(
        f"<t:Attendee><t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox></t:Attendee>"
        for address in addresses
    )
    return f"<t:{name}>{listed}</t:{name}>" if listed else ""


class Meetings:
    """A tenant with alice, who invites, and with bob and carol."""

    def __init__(self, ews: Ews) -> None:
        self.ews = ews
        self.tenant = ews.tenant
        self.alice, self.bob, self.carol = (self.tenant.user(name) for name in ("alice", "bob", "carol"))

    # --- requests ----------------------------------------------------------------------------------------------------

    def create(
        self,
        *required: str,
        optional: Sequence[str] = (),
        resources: Sequence[str] = (),
        send: str = "SendToAllAndSaveCopy",
        times: str = f"<t:Start>{START}</t:Start><t:End>{END}</t:End>",
        more: str = "",
        last: str = "",
        user: User | None = None,
        folder: str = "",
    ) -> Answer:
        return self.ews(
            f'<m:CreateItem SendMeetingInvitations="{send}">{folder}<m:Items><t:CalendarItem>'
            f'<t:Subject>Plan</t:Subject><t:Body BodyType="Text">Bring ideas.</t:Body>{times}{more}'
            f"{attendees('RequiredAttendees', *required)}"
            f"{attendees('OptionalAttendees', *optional)}{attendees('Resources', *resources)}{last}"
            "</t:CalendarItem></m:Items></m:CreateItem>",
            user,
        )

    def invite(self, *required: str, **options: Any) -> Item:
        """Create a meeting of alice's; return her appointment."""
        answer = self.create(*required, **options)
        assert answer.codes == ["NoError"], answer.text
        return self.the(self.alice, "calendar")

    def update(
        self, item: Item, field: str, value: str, send: str = "SendToAllAndSaveCopy", user: User | None = None
    ) -> Answer:
        element = "MeetingRequest" if item.item_class.startswith("IPM.Schedule.Meeting.Request") else "CalendarItem"
        return self.ews(
            f'<m:UpdateItem ConflictResolution="AlwaysOverwrite" MessageDisposition="SaveOnly" '
            f'SendMeetingInvitationsOrCancellations="{send}"><m:ItemChanges><t:ItemChange>'
            f'<t:ItemId Id="{item.item_id}"/><t:Updates><t:SetItemField><t:FieldURI FieldURI="{field}"/>'
            f"<t:{element}>{value}</t:{element}></t:SetItemField></t:Updates></t:ItemChange></m:ItemChanges>"
            "</m:UpdateItem>",
            user,
        )

    def delete(self, item: Item, send: str, user: User | None = None, mode: str = "MoveToDeletedItems") -> Answer:
        return self.ews(
            f'<m:DeleteItem DeleteType="{mode}" SendMeetingCancellations="{send}"><m:ItemIds>'
            f'<t:ItemId Id="{item.item_id}"/></m:ItemIds></m:DeleteItem>',
            user,
        )

    def respond(
        self,
        name: str,
        item: Item,
        user: User | None = None,
        *,
        before: str = "",
        after: str = "",
        disposition: str = ' MessageDisposition="SendAndSaveCopy"',
    ) -> Answer:
        """Send a response object about an item; bob's where nobody is named."""
        return self.ews(
            f'<m:CreateItem{disposition}><m:Items><t:{name}>{before}<t:ReferenceItemId Id="{item.item_id}"/>{after}'
            f"</t:{name}></m:Items></m:CreateItem>",
            user or self.bob,
        )

    def get(self, item: Item, user: User | None = None) -> Answer:
        answer = self.ews(
            "<m:GetItem><m:ItemShape><t:BaseShape>AllProperties</t:BaseShape></m:ItemShape><m:ItemIds>"
            f'<t:ItemId Id="{item.item_id}"/></m:ItemIds></m:GetItem>',
            user,
        )
        assert answer.codes == ["NoError"], answer.text
        return answer

    # --- what is there afterwards ------------------------------------------------------------------------------------

    def items(self, user: User, folder: str = "inbox") -> list[Item]:
        return self.tenant.mailbox(user).messages(folder)

    def the(self, user: User, folder: str = "inbox") -> Item:
        """Return the one item of a folder."""
        found = self.items(user, folder)
        assert len(found) == 1, found
        return found[0]

    def attendee(self, item: Item, address: str) -> Attendee:
        listed: list[Attendee] = [*(item.get("required_attendees") or ()), *(item.get("optional_attendees") or ())]
        return next(one for one in listed if one.address.address == address)

    def words(self, answer: Answer) -> list[str]:
        """Return the names of the response objects in an answer."""
        found = answer.all(".//t:ResponseObjects/*")
        return [str(one.tag).rpartition("}")[2] for one in found]


def at(hour: int, minute: int = 0) -> datetime:
    """Return a moment of the day of the meeting."""
    return datetime(2027, 1, 5, hour, minute, tzinfo=UTC)
