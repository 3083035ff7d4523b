"""The judges: each looks at one kind of evidence."""

from __future__ import annotations

from pytest_m365.diagnosis.admin_facts import MailboxFacts
from pytest_m365.diagnosis.judging import OPEN, Judge, Judgement, excluded, likely, not_about, proved
from pytest_m365.diagnosis.permissions import WORDS, is_for_exchange, required, requirements
from pytest_m365.diagnosis.seen import MAIL, Reached, Seen

#: seconds after which an answer that stays is none of a server that was busy
BUSY = 60


def of_an_application(seen: Seen) -> Judgement:
    """Exclude what only an application's token meets."""
    return not_about(f"the token is a user's, {seen.user}") if seen.is_app_only is False else OPEN


def of_a_user(seen: Seen) -> Judgement:
    """Exclude what only a user's token meets."""
    return not_about("the token is an application's own") if seen.is_app_only else OPEN


def of_another_user(seen: Seen) -> Judgement:
    """Exclude what only a user meets who opens somebody else's mailbox."""
    if not seen.user or not seen.mailbox:
        return OPEN
    if seen.user == seen.mailbox.lower():
        return excluded("the token is of the mailbox's own user")
    return likely(f"the token is of {seen.user}, the mailbox is {seen.mailbox}")


def permission_is_missing(seen: Seen) -> Judgement:
    """Look whether the token has the permission of its protocol."""
    needed = required(seen)
    if not needed or not is_for_exchange(str((seen.claims or {}).get("aud", ""))):
        return OPEN
    held = ", ".join(sorted(seen.permissions)) or "nothing"
    kind = "roles" if seen.is_app_only else "scp"
    if needed in seen.permissions:
        return excluded(f"{kind} has {needed}")
    assigned = requirements(seen.protocol).assigned_role if seen.is_app_only else None
    if assigned is None:
        return proved(f"{kind} is {held}, without {needed}")
    # A role of RBAC for Applications stands in no token.
    if (facts := _mailbox_facts(seen)) and seen.client_id in facts.roles:
        if assigned in facts.roles[seen.client_id]:
            return excluded(f"the admin's script finds the role {assigned}")
        return proved(f"roles is {held}, and the admin's script finds no role {assigned} for {seen.mailbox}")
    return likely(f"roles is {held}; the role {assigned} would stand in no token")


def audience_is_wrong(seen: Seen) -> Judgement:
    """Look whom the token is for."""
    audience = str((seen.claims or {}).get("aud", ""))
    if not audience:
        return OPEN
    return excluded(f"aud is {audience}") if is_for_exchange(audience) else proved(f"aud is {audience}")


def is_of_elsewhere(seen: Seen) -> Judgement:
    """Look which tenant has issued the token, and whether its user is at home there."""
    claims = seen.claims or {}
    tenant, home = str(claims.get("tid", "")), str(claims.get("idp", ""))
    if home and "live.com" in home:
        return proved(f"idp is {home}: a personal account")
    if home and tenant and tenant not in home:
        return proved(f"idp is {home}: a guest")
    if not tenant or not seen.tenant_id:
        return OPEN
    if tenant.lower() != seen.tenant_id.lower():
        return proved(f"tid is {tenant}, the tenant is {seen.tenant_id}")
    return excluded(f"tid is {tenant}")


def has_expired(seen: Seen) -> Judgement:
    """Look at the token's end."""
    end = (seen.claims or {}).get("exp")
    if not isinstance(end, int | float) or seen.at is None:
        return OPEN
    left = end - seen.at.timestamp() + (seen.ahead or 0)
    if left > 0:
        return excluded(f"the token is good for another {int(left // 60)} minutes")
    return proved(f"the token has expired {int(-left // 60)} minutes before")


def opens_by(*protocols: str) -> Judge:
    """Exclude a missing permission on the mailbox, where a protocol that needs the same opens it for the identity."""

    def judge(seen: Seen) -> Judgement:
        same = _others(seen, protocols)
        return excluded(f"{WORDS[same[0].protocol]} opens the mailbox for the same identity") if same else OPEN

    return judge


def before_the_mailbox(seen: Seen) -> Judgement:
    """Exclude the mailbox where IMAP has refused the same identity before any mailbox was named."""
    told = _told_by_imap(seen)
    return excluded("IMAP refuses the same identity's sign-in itself") if told is False else OPEN


def behind_the_sign_in(seen: Seen) -> Judgement:
    """Exclude the token's own faults where IMAP has let the same identity in."""
    told = _told_by_imap(seen)
    if told:
        return excluded("IMAP takes the same identity's sign-in")
    return likely("IMAP refuses the same identity's sign-in too") if told is False else OPEN


def refused_by(*protocols: str) -> Judge:
    """Make a missing permission likely, where the same identity is refused by a protocol that needs the same."""

    def judge(seen: Seen) -> Judgement:
        same = _same(seen, seen.not_opened, protocols)
        return likely(f"{WORDS[same[0].protocol]} does not open it for the same identity either") if same else OPEN

    return judge


def opens_at_all(seen: Seen) -> Judgement:
    """Exclude that the mailbox is not there, where anything has opened it."""
    opened = [one for one in seen.opened if one.mailbox == seen.mailbox.lower() and one.protocol in MAIL]
    return excluded(f"{WORDS[min(one.protocol for one in opened)]} opens the mailbox") if opened else OPEN


def is_switched_off(seen: Seen) -> Judgement:
    """Look at the mailbox's switch of the protocol."""
    facts = _mailbox_facts(seen)
    value = facts.enabled.get(seen.protocol) if facts else None
    if value is not None:
        name = requirements(seen.protocol).cmdlet.rpartition("-")[2]
        said = f"the admin's script finds {name} {'$true' if value else '$false'}"
        return excluded(said) if value else proved(said)
    word = WORDS.get(seen.protocol, "")
    if opened := [one for one in seen.opened if (one.protocol, one.mailbox) == (seen.protocol, seen.mailbox.lower())]:
        own = (seen.client_id, bool(seen.is_app_only))
        # Whose token a program shows may not be known.
        if not seen.client_id or own in [(one.client_id, one.is_app_only) for one in opened]:
            return excluded(f"{word} has opened the mailbox before")
        return excluded(f"{word} opens the mailbox for another identity")
    # EWS opens for an application that has no FullAccess, and SMTP signs it in: they say nothing of one.
    if others := _others(seen, ("imap", "pop3") if seen.is_app_only else MAIL):
        return likely(f"{WORDS[others[0].protocol]} opens the same mailbox, {word} does not")
    return OPEN


def has_full_access(seen: Seen) -> Judgement:
    """Look what the admin's script says of FullAccess."""
    facts = _mailbox_facts(seen)
    if facts is None or facts.full_access is None or seen.is_app_only is None:
        return OPEN
    who = seen.client_id.lower() if seen.is_app_only else seen.user
    if who in facts.full_access:
        return excluded(f"the admin's script finds FullAccess of {who}")
    return proved(f"the admin's script finds no FullAccess of {who}")


def mailbox_is_missing(seen: Seen) -> Judgement:
    """Look what the admin's script says of the mailbox itself."""
    facts = _mailbox_facts(seen)
    if facts is None or facts.primary is None:
        return OPEN
    if not facts.primary:
        return proved("the admin's script finds no such mailbox")
    if facts.primary.lower() != seen.mailbox.lower():
        return proved(f"the admin's script finds the primary address {facts.primary}")
    if is_kiosk(facts.plan):
        return proved(f"the admin's script finds the plan {facts.plan}")
    return excluded(f"the admin's script finds the mailbox, with the plan {facts.plan or '(unknown)'}")


def is_kiosk(plan: str) -> bool:
    """Say whether a mailbox plan is one for frontline workers."""
    # Assumption: the names of such plans have "Deskless" in them, as those that are seen in scripts.
    return "deskless" in plan.lower()


def is_not_registered(seen: Seen) -> Judgement:
    """Look whether Exchange knows the application's object id."""
    known = seen.facts.object_ids.get(seen.client_id.lower()) if seen.facts else None
    if known is not None and seen.object_id:
        if seen.object_id.lower() in known:
            return excluded(f"the admin's script finds {seen.object_id} in Exchange")
        others = ", ".join(sorted(known)) or "nothing"
        return proved(f"oid of the token is {seen.object_id}, and the admin's script finds {others} in Exchange")
    lets_in = [
        one
        for one in seen.opened
        if one.client_id == seen.client_id and one.is_app_only and one.protocol in ("imap", "pop3")
    ]
    if lets_in:
        return excluded(f"Exchange knows the application: {WORDS[lets_in[0].protocol]} opens {lets_in[0].mailbox}")
    return OPEN


def is_busy(seen: Seen) -> Judgement:
    """Exclude a busy server where it says the same a minute later."""
    if seen.asked_again_after >= BUSY:
        return excluded(f"the same answer {round(seen.asked_again_after)} seconds later")
    if any(one.protocol == seen.protocol and one.mailbox == seen.mailbox.lower() for one in seen.opened):
        return likely("it worked before in this run")
    return OPEN


def _told_by_imap(seen: Seen) -> bool | None:
    """Return whether IMAP, which alone tells a token from a mailbox, has let the same identity in; None: not known."""
    told = {
        one.is_admitted
        for one in seen.opened | seen.not_opened
        if one.protocol == "imap" != seen.protocol
        and one.client_id == seen.client_id
        and one.is_app_only == bool(seen.is_app_only)
        and (one.is_app_only or one.mailbox == seen.mailbox.lower())
    }
    return True if True in told else False if False in told else None


def _mailbox_facts(seen: Seen) -> MailboxFacts | None:
    return seen.facts.mailboxes.get(seen.mailbox.lower()) if seen.facts else None


def _others(seen: Seen, protocols: tuple[str, ...]) -> list[Reached]:
    """Return by what else the same identity opens the mailbox."""
    return _same(seen, seen.opened, protocols)


def _same(seen: Seen, among: frozenset[Reached], protocols: tuple[str, ...]) -> list[Reached]:
    """Return what is about the same identity and mailbox, by other protocols."""
    same = [
        one
        for one in among
        if one.mailbox == seen.mailbox.lower()
        and one.client_id == seen.client_id
        and one.is_app_only == bool(seen.is_app_only)
        and one.protocol in protocols
        and one.protocol != seen.protocol
    ]
    return sorted(same, key=lambda one: one.protocol)
