"""Faults of the service: it is busy, away, or says no."""

from typing import Unpack

from fakeserver.suggestion import suggestion
from fakeserver.tenant import refusals
from fakeserver.tenant.faults.aadsts_codes import CODES
from fakeserver.tenant.faults.fault import Where
from fakeserver.tenant.faults.order import Order, not_negative
from fakeserver.tenant.places import MAIL, PLACES, SIGN_IN, WEB, Place, SignInPlace
from fakeserver.tenant.refusals import DirectoryRefused, Refusal

#: of SMTP's replies to who asks for too much
_CODES = (421, 432, 451, 452, 454)
_STATUSES = (429, 500, 502, 503, 504)
#: seconds
_TOKEN_LIFE = 3600
#: statuses that end an exchange
_FINAL = range(200, 600)
#: those among them whose answers have no body (RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5)
_WITHOUT_BODY = (204, 205, 304)
#: IMAP's commands that need an open mailbox; NOOP is refused without one as well.
_OF_A_MAILBOX = tuple(
    name
    for name in PLACES["imap"].operations
    if name not in ("connect", "CAPABILITY", "ID", "ENABLE", "AUTHENTICATE", "LOGIN", "LOGOUT")
)
#: What is throttled where no command is named.
_NEEDS_A_MAILBOX: dict[str, tuple[str, ...]] = {
    "imap": _OF_A_MAILBOX,
    "pop3": ("AUTH", "PASS", "STAT", "LIST", "UIDL", "RETR", "TOP", "DELE"),
}
#: What SMTP's front end passes on to the mailbox's server: the greeting, EHLO and STARTTLS are its own.
_PASSED_ON = ("AUTH", "MAIL", "RCPT", "DATA")
#: What is refused where no command is named: a sign-in, and what needs a mailbox.
_NEEDS_A_RIGHT: dict[str, tuple[str, ...]] = {
    "imap": ("AUTHENTICATE", "LOGIN", *_OF_A_MAILBOX),
    "pop3": _NEEDS_A_MAILBOX["pop3"],
    "smtp": _PASSED_ON,
}
#: What needs the mailbox; of EWS everything does.
_OPENS: dict[str, tuple[str, ...]] = {"imap": _OF_A_MAILBOX, "pop3": ("AUTH", "PASS"), "smtp": ("DATA",)}
#: What puts something into it.
_FILLS: dict[str, tuple[str, ...]] = {
    "imap": ("APPEND", "COPY"),
    "smtp": ("DATA",),
    "ews": ("CreateItem", "CopyItem", "SendItem", "CreateAttachment", "UpdateItem", "CreateFolder", "CopyFolder"),
}


def throttle(
    place: Place,
    operation: str = "",
    *,
    retry_after: float = 5,
    code: int = 0,
    closes: bool = False,
    as_text: bool = False,
    wrapped: bool = False,
    **where: Unpack[Where],
) -> Order:
    """The service is busy and asks the program to wait; once.

    On IMAP and POP3 it is what needs a mailbox, since budgets are a mailbox's; name another command to mean that.

    Args:
        retry_after: seconds that it asks for, in the protocol's own way.
        code: SMTP's reply code, 421, 432, 451, 452 or 454; 0: the one that comes at this command.
        closes: IMAP's ``BAD`` with a BYE behind it, instead of ``NO``.
        as_text: Entra ID's answer is a text of two words, as it was seen, instead of JSON.
        wrapped: EWS tells of it in each part of its answer, within an internal error and without the time.
    """
    _only(place, ("smtp",), code=code)
    if code not in (0, *_CODES):
        raise ValueError(f"code takes {', '.join(map(str, _CODES))}, not {code!r}")
    _only(place, ("imap",), closes=closes)
    _only(place, SIGN_IN, as_text=as_text)
    _only(place, ("ews",), wrapped=wrapped)
    not_negative("retry_after", retry_after)
    forms = {"code": code, "closes": closes, "as_text": as_text, "wrapped": wrapped}
    settings = {"retry_after": retry_after, **forms}
    needs = _NEEDS_A_MAILBOX.get(place, ())
    return Order(place, operation, where, times=1, settings=settings, usually=needs)


def unavailable(
    place: Place,
    operation: str = "",
    *,
    status: int = 503,
    retry_after: float = 0,
    html: bool = False,
    **where: Unpack[Where],
) -> Order:
    """The service fails; until it is cancelled. IMAP and POP3 say ``Server Unavailable. 15``, SMTP 451.

    On SMTP it is what needs the mailbox's server, from AUTH on; at ``connect`` the greeting is 421.

    Args:
        status: of HTTP: 500, 502, 503, 504 or 429.
        retry_after: seconds, for HTTP's Retry-After; 0: it is not sent.
        html: the body is a page of the web server; otherwise it is empty, or Entra ID's JSON.
    """
    if status not in _STATUSES:
        raise ValueError(f"status takes {', '.join(map(str, _STATUSES))}, not {status!r}")
    _only(place, (*WEB, *SIGN_IN), status=status != 503, retry_after=retry_after, html=html)
    not_negative("retry_after", retry_after)
    settings = {"status": status, "retry_after": retry_after, "html": html}
    passed_on = _PASSED_ON if place == "smtp" else ()
    return Order(place, operation, where, times=None, settings=settings, usually=passed_on)


def html(place: Place, operation: str = "", **where: Unpack[Where]) -> Order:
    """A page comes with status 200, as from a proxy or a hotel's network; once."""
    return Order(place, operation, where, times=1, among=(*WEB, *SIGN_IN))


def say(
    place: Place,
    operation: str = "",
    *,
    text: str,
    status: int = 0,
    content_type: str = "",
    **where: Unpack[Where],
) -> Order:
    """The answer is the test's own, and nothing is performed; once. The connection stays open.

    Args:
        text: over HTTP the body; else lines, in which ``{tag}`` stands for the tag of IMAP's command.
        status: of HTTP; 0: 200.
        content_type: of HTTP; by default JSON's at Entra ID, else XML's.
    """
    _only(place, (*WEB, *SIGN_IN), status=status, content_type=content_type)
    if place not in MAIL:
        status = status or 200
        if status not in _FINAL:
            raise ValueError(f"status takes {_FINAL[0]} to {_FINAL[-1]}, not {status!r}")
        if text and status in _WITHOUT_BODY:
            raise ValueError(f"an answer with the status {status} has no body: text takes ''")
        if not content_type.isascii() or not content_type.isprintable():
            raise ValueError(f"content_type takes printable ASCII, not {content_type!r}")
    elif not text.strip():
        raise ValueError("text takes a line at least")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError(f"text takes what UTF-8 can spell, not {text!r}") from None
    settings = {"text": text, "status": status, "content_type": content_type}
    return Order(place, operation, where, times=1, settings=settings)


def refuse(place: Place, operation: str = "", *, reason: str, **where: Unpack[Where]) -> Order:
    """The request is refused for a reason that is none; until it is cancelled. The words are the protocol's.

    On IMAP, POP3 and SMTP it is a sign-in and what needs a mailbox; name another command to mean that.

    Args:
        reason: the name of a refusal, as the report and `fakeserver.tenant.refusals` have it: ``TokenExpired``.
    """
    known = refusal_names(of_entra=place in SIGN_IN)
    if reason not in known:
        raise ValueError(f"{place} has no refusal {reason!r}{suggestion(reason, known)}")
    rights = _NEEDS_A_RIGHT.get(place, ())
    return Order(place, operation, where, times=None, settings={"reason": reason}, usually=rights)


def aadsts(place: SignInPlace, code: int, operation: str = "", **where: Unpack[Where]) -> Order:
    """Entra ID answers with one of its errors; until it is cancelled.

    At ``authorize`` the application is told at its redirect URI, or the person by a page, as of such an error that is
    met.

    Args:
        code: the number behind AADSTS, e.g. 50196 for the loop that it has met.
    """
    if code not in CODES:
        raise ValueError(f"there is no AADSTS{code} here; there are: {', '.join(map(str, CODES))}")
    return Order(place, operation, where, times=None, among=SIGN_IN, settings={"code": code})


def stale_consent(**where: Unpack[Where]) -> Order:
    """Tokens come from a cache: they know what was consented to when this is ordered; until it is cancelled.

    They were issued then, so that it ends by itself after the hour that a token lives. What a user has not allowed then
    is refused, as before.
    """
    return Order("token", "", {"for_": _TOKEN_LIFE, **where}, times=None, keeps_consent=True)


def dead_refresh_token(**where: Unpack[Where]) -> Order:
    """Refresh tokens have expired after 90 days of rest (AADSTS700082); until it is cancelled."""
    return Order("token", "", where, times=None, only_grant="refresh_token")


def not_connected(**where: Unpack[Where]) -> Order:
    """IMAP lets in, and then says ``User is authenticated but not connected``; until it is cancelled."""
    return Order("imap", "", where, times=None, operations=_OF_A_MAILBOX)


def moving(place: Place, operation: str = "", **where: Unpack[Where]) -> Order:
    """The mailbox is being moved to another server, and opens for nobody; until it is cancelled."""
    return Order(place, operation, where, times=None, among=(*MAIL, "ews"), operations=_OPENS.get(place, ()))


def moved(operation: str = "", **where: Unpack[Where]) -> Order:
    """The mailbox is moved to another database just then: IMAP says BYE, and folders have another UIDVALIDITY; once.

    ``people.move_mailbox`` does the same at a moment of the test's.
    """
    return Order("imap", operation, where, times=1, operations=_OF_A_MAILBOX)


def mailbox_full(place: Place, operation: str = "", **where: Unpack[Where]) -> Order:
    """The mailbox has no room for what the program puts into it, or sends; until it is cancelled.

    It concerns IMAP's APPEND and COPY, what EWS creates, copies and sends, and SMTP's messages. Mail to somebody
    whose mailbox is full comes back with ``full_for``.
    """
    return Order(place, operation, where, times=None, among=("imap", "smtp", "ews"), operations=_FILLS.get(place, ()))


def refusal_names(*, of_entra: bool) -> list[str]:
    """Return the names of the refusals that Entra ID has, or of those that mailboxes have."""
    kinds = {name: kind for name, kind in vars(refusals).items() if isinstance(kind, type)}
    return [
        name
        for name, kind in kinds.items()
        if issubclass(kind, Refusal) and issubclass(kind, DirectoryRefused) == of_entra
    ]


def _only(place: str, places: tuple[Place, ...], **settings: object) -> None:
    """Refuse a setting where it means nothing.

    Raises:
        TypeError
    """
    for name, value in settings.items():
        if value and place not in places:
            raise TypeError(f"{name} is for {', '.join(places)}, not for {place!r}")
