"""Rows 18 to 20: EWS. A 403 has no body: its causes are told apart by what else works, or not at all."""

import re
from collections.abc import Callable

from fakeserver.tenant import refusals as no
from pytest_m365.diagnosis import clues, entra_clues, waits
from pytest_m365.diagnosis.admin_facts import AdminFacts
from pytest_m365.diagnosis.judging import ANOTHER_ANSWER, OPEN, Judge, Judgement, each, excluded, likely, proved
from pytest_m365.diagnosis.row import Cause, Row, Sign
from pytest_m365.diagnosis.rows.imap_and_sign_in import FORBIDDEN
from pytest_m365.diagnosis.seen import Reached, Seen

#: what the numbers of x-ms-diagnostics mean, beside what the reason says
_NUMBERS = {
    "2000000": no.SignatureInvalid,
    "2000001": no.TokenMalformed,
    "2000002": no.TokenExpired,
    "2000003": no.AudienceWrong,
    "2000004": no.TenantUnknown,
    "2000005": no.TokenUserUnknown,
    "2000008": no.PermissionsMissing,
}
_NUMBER = re.compile(r"\b(20000\d\d)\b")


def _opened(seen: Seen) -> list[Reached]:
    return [one for one in seen.opened if one.protocol == "ews"]


def _tenant_is_off(seen: Seen) -> Judgement:
    if seen.facts and seen.facts.ews_enabled is not None:
        said = f"the admin's script finds EwsEnabled {'$true' if seen.facts.ews_enabled else '$false'}"
        return excluded(said) if seen.facts.ews_enabled else proved(said)
    if opened := _opened(seen):
        return excluded(f"EWS opens {opened[0].mailbox}")
    apps = {one.client_id for one in seen.not_opened if one.protocol == "ews"} | {seen.client_id}
    mailboxes = {one.mailbox for one in seen.not_opened if one.protocol == "ews"} | {seen.mailbox.lower()}
    return likely("no application opens any mailbox") if len(apps) > 1 and len(mailboxes) > 1 else OPEN


def _app_is_not_listed(seen: Seen) -> Judgement:
    facts = seen.facts
    if facts and facts.has_ews_list:
        if facts.ews_allowed is None:
            return excluded("the admin's script finds no EwsAllowedAppIDs")
        is_there = seen.client_id.lower() in facts.ews_allowed
        said = f"the admin's script finds EwsAllowedAppIDs {'with' if is_there else 'without'} {seen.client_id}"
        return excluded(said) if is_there else proved(said)
    opened = _opened(seen)
    if same := [one for one in opened if one.client_id == seen.client_id]:
        return excluded(f"the same application opens {same[0].mailbox}")
    if others := [one for one in opened if one.mailbox == seen.mailbox.lower()]:
        return likely(f"the application {others[0].client_id} opens the same mailbox")
    return OPEN


def _of_the_mailbox(from_facts: Callable[[AdminFacts, Seen], Judgement]) -> Judge:
    """Return a judge of what shuts one mailbox for every application."""

    def judge(seen: Seen) -> Judgement:
        if seen.facts and (judgement := from_facts(seen.facts, seen)) is not OPEN:
            return judgement
        opened = _opened(seen)
        if others := [one for one in opened if one.mailbox == seen.mailbox.lower()]:
            return excluded(f"the application {others[0].client_id} opens the same mailbox")
        if same := [one for one in opened if one.client_id == seen.client_id]:
            return likely(f"the same application opens {same[0].mailbox}")
        return OPEN

    return judge


def _switch(facts: AdminFacts, seen: Seen) -> Judgement:
    mailbox = facts.mailboxes.get(seen.mailbox.lower())
    if mailbox is None or "ews" not in mailbox.enabled:
        return OPEN
    # An empty value leaves it to the organization; IMAP's is never empty, unless the script could read neither.
    is_off = mailbox.enabled["ews"] is False
    if not is_off and mailbox.enabled.get("imap") is None:
        return OPEN
    said = f"the admin's script finds EwsEnabled {'$false' if is_off else '$true or empty'} for the mailbox"
    return proved(said) if is_off else excluded(said)


def _licence(facts: AdminFacts, seen: Seen) -> Judgement:
    mailbox = facts.mailboxes.get(seen.mailbox.lower())
    if mailbox is None or not mailbox.plan:
        return OPEN
    said = f"the admin's script finds the plan {mailbox.plan}"
    return proved(said) if clues.is_kiosk(mailbox.plan) else excluded(said)


def _access_policy(seen: Seen) -> Judgement:
    mailbox = seen.facts.mailboxes.get(seen.mailbox.lower()) if seen.facts else None
    found = mailbox.access_policy.get(seen.client_id.lower()) if mailbox else None
    if found:
        said = f"the admin's script finds {found} by Test-ApplicationAccessPolicy"
        return proved(said) if found == "Denied" else excluded(said)
    if same := [one for one in _opened(seen) if one.client_id == seen.client_id]:
        return likely(f"the same application opens {same[0].mailbox}")
    if others := [one for one in _opened(seen) if one.mailbox == seen.mailbox.lower()]:
        return likely(f"the application {others[0].client_id} opens the same mailbox")
    return OPEN


def _with_number(number: str) -> Judge:
    """Return a judge that looks at the number of x-ms-diagnostics."""

    def judge(seen: Seen) -> Judgement:
        said = _NUMBER.search(seen.answer)
        if said is None:
            return OPEN
        return proved(f"x-ms-diagnostics is {number}") if said[1] == number else excluded(ANOTHER_ANSWER)

    return judge


ROWS = (
    Row(
        18,
        "EWS 403 with an empty body",
        FORBIDDEN,
        (
            Cause(
                "EWS is off for the organization",
                no.EwsDisabledForTenant,
                waits.EWS,
                _tenant_is_off,
            ),
            Cause(
                "the application is not on the organization's list",
                no.EwsApplicationNotAllowed,
                waits.EWS,
                _app_is_not_listed,
            ),
            Cause(
                "EWS is off for the mailbox",
                no.MailboxProtocolDisabled,
                waits.EWS,
                _of_the_mailbox(_switch),
            ),
            Cause(
                "the mailbox has a licence without EWS (F1, F3, Kiosk)",
                no.LicenceMissing,
                waits.LICENCE,
                _of_the_mailbox(_licence),
            ),
            Cause(
                "an application access policy keeps the application out of this mailbox",
                no.ApplicationAccessPolicyDenies,
                waits.ACCESS_POLICY,
                each(clues.of_an_application, _access_policy),
            ),
        ),
        note="The answer is the same for all of these. It is as the service answered at that minute: a setting that "
        "was read as right may bite a day later.",
    ),
    Row(
        19,
        "EWS 401 with a reason in `x-ms-diagnostics`",
        # exchangelib says of a 401 that the server is busy, unless it is told to fail fast.
        Sign(("ews", "autodiscover"), r"\b401\b|x-ms-diagnostics|Invalid credentials for http", is_loose=True),
        tuple(
            Cause("the token is not taken", refusal, waits.NONE, _with_number(number))
            for number, refusal in _NUMBERS.items()
        ),
    ),
    Row(
        20,
        "EWS `ErrorImpersonateUserDenied`, `ErrorNonExistentMailbox`, or a missing ExchangeImpersonation header",
        Sign(
            ("ews",),
            r"ErrorImpersonat|ErrorNonExistentMailbox|ExchangeImpersonation SOAP header must|"
            r"does not have permission to impersonate",
        ),
        (
            Cause(
                "the application may not act for this mailbox: it is outside of its role's scope",
                no.OutsideRoleScope,
                waits.RBAC,
                each(
                    clues.of_an_application,
                    entra_clues.by_words("ErrorImpersonateUserDenied", "permission to impersonate"),
                ),
            ),
            Cause(
                "the request has no ExchangeImpersonation header",
                no.ImpersonationRequired,
                waits.NONE,
                entra_clues.by_words("must be present"),
            ),
            Cause(
                "there is no mailbox of that address",
                no.ImpersonatedMailboxNotFound,
                waits.LICENCE,
                entra_clues.by_words("ErrorNonExistentMailbox"),
            ),
        ),
    ),
)
