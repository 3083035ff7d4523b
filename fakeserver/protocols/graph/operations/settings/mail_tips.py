"""getMailTips: what there is to know of recipients before a message goes to them.

Sources: learn.microsoft.com/graph/api/user-getmailtips, /resources/mailtips. Assumptions: where no tips are named, all
of them are meant; nobody has a tip of their own, and nobody is suggested besides; of an address of the organization
that is nobody's nothing else is said.
"""

from collections.abc import Callable
from typing import Any, Final

from fakeserver.protocols.graph.answers import Result
from fakeserver.protocols.graph.body import insensitive, of_type
from fakeserver.protocols.graph.call import Call
from fakeserver.protocols.graph.errors import MISMATCH, UNKNOWN_PROPERTY, GraphError
from fakeserver.protocols.graph.registry import operation
from fakeserver.protocols.graph.values.reading import listed, text
from fakeserver.protocols.graph.values.times import UTC_ZONE, zoned
from fakeserver.tenant.access.mail_tips import MailTips, mail_tips
from fakeserver.tenant.access.needs import READ_MAIL
from fakeserver.tenant.languages import language_of

_KNOWN: Final = frozenset({"emailaddresses", "mailtipsoptions"})


def _replies(tips: MailTips) -> dict[str, Any]:
    """Return what the sender would be told: an empty text where nobody is away."""
    if tips.reply is None:
        return {"message": ""}
    said: dict[str, Any] = {"message": tips.reply.text}
    if tips.reply.language is not None:
        language = language_of(tips.reply.language)
        name = None if language is None else language.english_name
        said["messageLanguage"] = {"locale": tips.reply.language, "displayName": name}
    for member, at in (("scheduledStartTime", tips.start), ("scheduledEndTime", tips.end)):
        if at is not None:
            said[member] = zoned(at, UTC_ZONE)
    return said


#: Word of mailTipsType -> its member, and what it says; None says nothing.
_TIPS: Final[dict[str, tuple[str, Callable[[MailTips], Any]]]] = {
    "automaticReplies": ("automaticReplies", lambda tips: _replies(tips) if tips.has_mailbox else None),
    "mailboxFullStatus": ("mailboxFull", lambda tips: False if tips.has_mailbox else None),
    "customMailTip": ("customMailTip", lambda tips: None),
    "externalMemberCount": ("externalMemberCount", lambda tips: tips.external),
    "totalMemberCount": ("totalMemberCount", lambda tips: tips.total),
    "maxMessageSize": ("maxMessageSize", lambda tips: tips.max_size),
    "deliveryRestriction": ("deliveryRestricted", lambda tips: tips.is_restricted),
    "moderationStatus": ("isModerated", lambda tips: False),
    "recipientScope": ("recipientScope", lambda tips: "internal" if tips.is_inside else "external"),
    "recipientSuggestions": ("recipientSuggestions", lambda tips: []),
}
_WORDS: Final = {word.lower(): word for word in _TIPS}


@operation("POST", "me/getMailTips", needs=READ_MAIL)
def get_mail_tips(call: Call) -> Result:
    """Return the tips asked for of each address, in order."""
    given = insensitive(call.json)
    for name in given:
        if name not in _KNOWN:
            raise GraphError(UNKNOWN_PROPERTY, name=name[:200], type="microsoft.graph.user")
    addresses = listed(of_type(given.get("emailaddresses"), list, "EmailAddresses"), "EmailAddresses", _address)
    wanted = _wanted(given.get("mailtipsoptions"))
    sender = call.visit.owner.address
    return {
        "@odata.context": f"{call.root}/$metadata#Collection(microsoft.graph.mailTips)",
        "value": [_written(mail_tips(call.tenant, sender, address), address, wanted) for address in addresses],
    }


def _address(value: Any, name: str) -> str:
    address = str(of_type(value, str, name)).strip()
    if not address:
        raise GraphError(MISMATCH, name=name)
    return address


def _wanted(value: Any) -> set[str]:
    """Return the kinds that are asked for: words between commas."""
    options = text(value, "MailTipsOptions")
    if options is None:
        return set(_TIPS)
    given = {word.strip().lower() for word in options.split(",")}
    if not given <= _WORDS.keys():
        raise GraphError(MISMATCH, name="MailTipsOptions")
    return {_WORDS[word] for word in given}


def _written(found: MailTips, address: str, wanted: set[str]) -> dict[str, Any]:
    said: dict[str, Any] = {"emailAddress": {"name": "", "address": address}}
    for word, (member, tip) in _TIPS.items():
        value = tip(found) if word in wanted else None
        if value is not None:
            said[member] = value
    return said
