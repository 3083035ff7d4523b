"""Which element shows items of which class."""

import pytest

from fakeserver.protocols.ews.properties.item_classes import element_for_class, is_message, spelled_class


@pytest.mark.parametrize(
    ("item_class", "element"),
    [
        ("IPM.Note", "Message"),
        ("IPM.Note.SMIME.MultipartSigned", "Message"),
        ("ipm.contact.Customer", "Contact"),
        ("IPM.Contacts", "Message"),
        ("IPM.DistList", "DistributionList"),
        ("IPM.Appointment.Occurrence", "CalendarItem"),
        ("IPM.Post.Rss", "PostItem"),
        ("IPM.Task.Bug", "Task"),
        ("IPM.TaskRequest.Accept", "Message"),
        ("IPM.Schedule.Meeting", "MeetingMessage"),
        ("IPM.Schedule.Meeting.Resp.Pos", "MeetingResponse"),
        ("IPM.Schedule.Meeting.Notification.Forward", "MeetingMessage"),
        ("REPORT.IPM.Note.NDR", "Message"),
        ("REPORT.IPM.Schedule.Meeting.Request.NDR", "Message"),
        ("IPM.StickyNote", "Message"),
        ("IPM.Activity", "Message"),
        ("IPM.Foo", "Message"),
        ("IPM", "Message"),
        ("", "Message"),
    ],
)
def test_element_of_a_class(item_class: str, element: str) -> None:
    assert element_for_class(item_class) == element
    assert is_message(item_class) == (element == "Message" or element.startswith("Meeting"))


@pytest.mark.parametrize(
    ("given", "spelled"),
    [
        ("ipm.contact.Customer", "IPM.Contact.Customer"),
        ("IPM.SCHEDULE.MEETING.REQUEST", "IPM.Schedule.Meeting.Request"),
        ("ipm.contacts", "ipm.contacts"),
        ("", ""),
    ],
)
def test_a_known_class_is_spelled_as_others_spell_it(given: str, spelled: str) -> None:
    assert spelled_class(given) == spelled
