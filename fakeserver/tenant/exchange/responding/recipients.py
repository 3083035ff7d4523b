"""Who gets a reply.

Source: RFC 5322 section 3.6.3 for Reply-To; OfficeDev/ews-managed-api#123: the service fills the recipients in, and
those of the request come in addition.
"""

from collections.abc import Callable, Iterable

from fakeserver.tenant.exchange.entities import Item
from fakeserver.tenant.exchange.responding.verbs import Verb
from fakeserver.tenant.exchange.values import EmailAddress

#: The properties that name recipients.
KINDS = ("to_recipients", "cc_recipients", "bcc_recipients")


def answered_recipients(original: Item, verb: Verb, is_own: Callable[[str], bool]) -> dict[str, list[EmailAddress]]:
    """Return the recipients that an answer has by itself: none of a forwarded message.

    Args:
        is_own: says whether an address is that of whoever replies. They get no copy of their reply to all, be there
            nobody else: OfficeDev/ews-java-api#687.
    """
    if verb is Verb.FORWARD:
        return {}
    author = original.get("from_") or original.get("sender")
    to: list[EmailAddress] = original.get("reply_to") or ([author] if author is not None else [])
    if verb is Verb.REPLY:
        return {"to_recipients": to}
    everybody = [*to, *(original.get("to_recipients") or [])]
    others = {"to_recipients": everybody, "cc_recipients": original.get("cc_recipients") or []}
    return {name: [one for one in found if not is_own(one.address)] for name, found in others.items()}


def together(own: dict[str, list[EmailAddress]], added: dict[str, list[EmailAddress]]) -> dict[str, list[EmailAddress]]:
    """Return an answer's own recipients and those that a client adds; each address once, where it stands first.

    What a client puts elsewhere is moved there: somebody in Cc by the original who is added to To is in To alone.
    """
    named = {_key(one) for found in added.values() for one in found}
    merged: dict[str, list[EmailAddress]] = {}
    seen: set[str] = set()
    for name in KINDS:
        stay = [one for one in own.get(name, []) if _key(one) not in named or _key(one) in _keys(added.get(name, []))]
        merged[name] = []
        for one in [*stay, *added.get(name, [])]:
            if _key(one) not in seen:
                seen.add(_key(one))
                merged[name].append(one)
    return {name: found for name, found in merged.items() if found}


def _key(address: EmailAddress) -> str:
    return (address.address or address.name).lower()


def _keys(addresses: Iterable[EmailAddress]) -> set[str]:
    return set(map(_key, addresses))
