"""Meeting messages as programs of other organizations send them."""

ZOE = "zoe@example.com"
BOB = "bob@contoso.onmicrosoft.com"


def meeting_message(
    method: str = "REQUEST",
    *,
    sequence: int = 0,
    stamp: str = "20261201T000000Z",
    start: str = "20270105T100000Z",
    end: str = "20270105T110000Z",
    summary: str = "Talk",
    sender: str = ZOE,
    organizer: str = ZOE,
    attendee: str = f"ATTENDEE;RSVP=TRUE:mailto:{BOB}",
    more: str = "",
    to: str = BOB,
) -> bytes:
    """Return a message; ``more`` are further lines of the event."""
    named = f"ORGANIZER:mailto:{organizer}\n" if organizer else ""
    text = (
        f"From: <{sender}>\nTo: {to}\nSubject: {summary}\nMIME-Version: 1.0\n"
        f"Content-Type: text/calendar; charset=utf-8; method={method}\n\n"
        f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\nMETHOD:{method}\nBEGIN:VEVENT\nUID:1234@example.com\n"
        f"DTSTAMP:{stamp}\nSEQUENCE:{sequence}\n{named}{attendee}\nDTSTART:{start}\nDTEND:{end}\nSUMMARY:{summary}\n"
        f"{more}END:VEVENT\nEND:VCALENDAR\n"
    )
    return text.replace("\n", "\r\n").encode()
