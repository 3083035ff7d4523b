"""The texts of a cause, with the ids filled in; steps in a real tenant are those of the fake's refusals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from fakeserver.tenant.directory.permissions import EXCHANGE_ONLINE
from fakeserver.tenant.refusals import Refusal
from pytest_m365.diagnosis.entra_clues import assertion_in_words
from pytest_m365.diagnosis.permissions import WORDS, required, requirements
from pytest_m365.diagnosis.row import Cause
from pytest_m365.diagnosis.seen import MAIL, Seen

_FACT = re.compile(r"\{(\w+)\}")
#: How long a change takes says the cause's own `Wait`, which knows more.
_DURATION = re.compile(r" (A change takes up to|It takes up to a day until|It can take an hour until)[^.]*\.")
#: what refusals leave open, and is known here -> the fact
_LEFT_OPEN = {
    "<tenant id>": "tenant_id",
    "<tenant id or domain>": "tenant_id",
    "<tenant>": "tenant_id",
    "<client id>": "client_id",
}
#: behind its sentence, where the steps are nobody's yet
_CODES_PAGE = "learn.microsoft.com/entra/identity-platform/reference-error-codes"


def facts_of(seen: Seen) -> dict[str, str]:
    """Return what is known, by the names that refusals have for it."""
    claims = seen.claims or {}
    user = seen.user or seen.mailbox
    facts = {
        "address": seen.mailbox,
        "mailbox": seen.mailbox,
        "sender": seen.sender,
        "application": seen.client_id,
        "client_id": seen.client_id,
        "object_id": seen.object_id if seen.is_app_only else "",
        "principal": seen.object_id if seen.is_app_only else seen.user,
        "user": user,
        "tenant_id": seen.tenant_id,
        "tenant": seen.tenant_id,
        "required": required(seen),
        "granted": " ".join(sorted(seen.permissions)),
        "audience": str(claims.get("aud", "")),
        "protocol": WORDS.get(seen.protocol, ""),
        "assertion": assertion_in_words(seen),
        "message_id": seen.message_id,
        "resource_id": EXCHANGE_ONLINE,
        "bundle_variables": " ".join(name for name in seen.environment if "CA_BUNDLE" in name or "CERT_FILE" in name),
    }
    if seen.protocol in MAIL:
        asked = requirements(seen.protocol)
        facts |= {"switch": asked.cmdlet, "attribute": asked.switch, "role": asked.assigned_role or ""}
        facts |= {"scope_needed": asked.scope or "", "role_needed": asked.role or ""}
        facts["required"] = facts["required"] or f"{asked.scope} or {asked.role}"
    return {name: value for name, value in facts.items() if value}


def filled(text: str, facts: Mapping[str, str]) -> str:
    """Return a text with its ``{facts}``; braces that name none stay, as PowerShell's."""
    return _FACT.sub(lambda match: facts.get(match[1], blank(match[1])), text)


def blank(name: str) -> str:
    """Return what stands for a fact that is not known."""
    return f"<{name.replace('_', ' ')}>"


def text_of(cause: Cause, seen: Seen, code: int) -> str:
    """Return what is wrong."""
    facts = facts_of(seen)
    if cause.text:
        return filled(cause.text, facts)
    refusal = by_code(code)
    if refusal is None:
        return _row_text(code)
    sentence = refusal().sentence.rstrip(".")
    return f"{sentence[0].lower()}{sentence[1:]} (AADSTS{code})"


def fix_of(cause: Cause, seen: Seen, code: int) -> tuple[str, str]:
    """Return the fix, and the page about it."""
    facts = facts_of(seen)
    further = filled(cause.further, facts)
    if isinstance(cause.fix, str):
        return f"{filled(cause.fix, facts)} {further}".strip(), ""
    refusal = cause.fix or by_code(code)
    if refusal is None:
        return further or "See what Microsoft says of the code, at login.microsoftonline.com/error.", _CODES_PAGE
    of_it = refusal(**{name: facts.get(name, blank(name)) for name in refusal().facts})
    page = refusal.pages.get(WORDS.get(seen.protocol, ""), refusal.page)
    fix = _DURATION.sub("", of_it.fill(refusal.real))
    for words, name in _LEFT_OPEN.items():
        fix = fix.replace(words, facts.get(name, words))
    return f"{fix} {further}".strip(), page


@cache
def by_code(code: int) -> type[Refusal] | None:
    """Return the refusal that the fake answers with this number; the most general one that has it."""
    # The table of numbers takes its time, and is needed for few failures.
    from fakeserver.protocols.oauth.refused import CODES

    for refusal, row in CODES.items():
        if (row if isinstance(row, int) else row.code) == code and refusal is not Refusal and refusal.real:
            return refusal
    return None


def _row_text(code: int) -> str:
    from fakeserver.protocols.oauth.rows import ROWS

    row = ROWS.get(code)
    return f"AADSTS{code}" if row is None or "{" in row.text else f"{row.text.rstrip('.')} (AADSTS{code})"
