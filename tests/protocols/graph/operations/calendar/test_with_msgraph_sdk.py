"""Events by msgraph-sdk, with exchangelib's and the tenant's eyes on the other side."""

from datetime import date
from typing import Any

import pytest

from tests.protocols.graph.asking import Graph, ok
from tests.protocols.graph.operations.calendar.planning import created, event, guests, only, weekly
from tests.protocols.graph.sdk import Models, ask

pytest.importorskip("msgraph")


sdk = Models()


def _event(graph: Graph, **more: Any) -> Any:
    made = sdk.Event()
    made.subject = "Lunch"
    made.body = sdk.ItemBody(content_type=sdk.BodyType.Html, content="<p>Noon?</p>")
    made.start = sdk.DateTimeTimeZone(date_time="2026-12-01T12:00:00", time_zone="Pacific Standard Time")
    made.end = sdk.DateTimeTimeZone(date_time="2026-12-01T14:00:00", time_zone="Pacific Standard Time")
    made.location = sdk.Location(display_name="Bar")
    made.attendees = [
        sdk.Attendee(
            email_address=sdk.EmailAddress(address=graph.tenant.user("bob").address, name="Bob"),
            type=sdk.AttendeeType.Required,
        )
    ]
    for name, value in more.items():
        setattr(made, name, value)
    return made


def test_an_event_is_made_and_answered(graph: Graph) -> None:
    made = ask(graph, lambda client: client.me.events.post(_event(graph)))
    assert (made.subject, made.type, made.show_as) == (
        "Lunch",
        sdk.EventType.SingleInstance,
        sdk.FreeBusyStatus.Busy,
    )
    assert made.start.date_time == "2026-12-01T20:00:00.0000000"
    assert made.attendees[0].status.response is sdk.ResponseType.None_
    assert made.organizer.email_address.address == graph.tenant.user("alice").address

    async def accept(client: Any) -> Any:
        from msgraph.generated.users.item.events.item.accept.accept_post_request_body import AcceptPostRequestBody

        (theirs,) = (await client.me.events.get()).value
        await client.me.events.by_event_id(theirs.id).accept.post(
            AcceptPostRequestBody(comment="Yes", send_response=True)
        )
        return theirs

    theirs = ask(graph, accept, "bob")
    assert theirs.response_status.response is sdk.ResponseType.NotResponded
    assert only(ok(graph.get("/me/events")))["attendees"][0]["status"]["response"] == "accepted"


def test_a_series_and_its_instances(graph: Graph) -> None:
    pattern = sdk.RecurrencePattern(
        type=sdk.RecurrencePatternType.Weekly,
        interval=1,
        days_of_week=[sdk.DayOfWeek.Tuesday],
    )
    limits = sdk.RecurrenceRange(
        type=sdk.RecurrenceRangeType.EndDate,
        start_date=date(2026, 12, 1),
        end_date=date(2026, 12, 31),
    )
    recurrence = sdk.PatternedRecurrence(pattern=pattern, range=limits)
    made = ask(graph, lambda client: client.me.events.post(_event(graph, recurrence=recurrence, attendees=[])))
    assert made.recurrence.pattern.days_of_week == [sdk.DayOfWeek.Tuesday]
    assert made.recurrence.range.end_date == date(2026, 12, 31)

    async def view(client: Any) -> Any:
        from kiota_abstractions.base_request_configuration import RequestConfiguration
        from msgraph.generated.users.item.calendar_view.calendar_view_request_builder import CalendarViewRequestBuilder

        query = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters(
            start_date_time="2026-12-01T00:00:00Z",
            end_date_time="2027-01-01T00:00:00Z",
            select=["subject", "start", "seriesMasterId"],
            top=2,
            count=True,
        )
        configuration = RequestConfiguration(query_parameters=query)
        configuration.headers.add("Prefer", 'outlook.timezone="Pacific Standard Time"')
        first = await client.me.calendar_view.get(configuration)
        rest = await client.me.calendar_view.with_url(first.odata_next_link).get()
        return first, rest

    first, rest = ask(graph, view)
    assert (first.odata_count, len(first.value), len(rest.value)) == (5, 2, 2)
    assert first.value[0].start.date_time == "2026-12-01T12:00:00.0000000"
    assert {each.series_master_id for each in first.value} == {made.id}


def test_an_event_is_changed_and_deleted(graph: Graph) -> None:
    made = created(graph, event(attendees=guests(graph, "bob"), recurrence=weekly(2, day=1)))

    async def change(client: Any) -> Any:
        one = client.me.events.by_event_id(made["id"])
        changed = await one.patch(sdk.Event(subject="Dinner"))
        await one.delete()
        return changed

    assert ask(graph, change).subject == "Dinner"
    assert graph.mailbox("bob").messages("inbox")[-1].subject == "Canceled: Dinner"


def test_a_refusal_is_the_sdk_s_own(graph: Graph) -> None:
    from msgraph.generated.models.o_data_errors.o_data_error import ODataError

    made = created(graph)
    with pytest.raises(ODataError) as refused:
        ask(graph, lambda client: _decline(client, made))
    assert refused.value.error is not None
    assert refused.value.error.code == "ErrorInvalidRequest"


async def _decline(client: Any, made: dict[str, Any]) -> None:
    from msgraph.generated.users.item.events.item.decline.decline_post_request_body import DeclinePostRequestBody

    await client.me.events.by_event_id(made["id"]).decline.post(DeclinePostRequestBody(send_response=True))


def test_calendars(graph: Graph) -> None:
    async def made(client: Any) -> Any:
        calendar = await client.me.calendars.post(sdk.Calendar(name="Volunteer"))
        listed = await client.me.calendars.get()
        return calendar, listed.value

    calendar, listed = ask(graph, made)
    assert (calendar.name, calendar.owner.address) == ("Volunteer", graph.tenant.user("alice").address)
    assert [each.name for each in listed] == ["Calendar", "Birthdays", "Volunteer"]
