"""Settings and guard: what the environment names, and whether the ini file allows it. Nothing is asked of anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from pytest_m365.diagnosis.entra_clues import secret_form
from pytest_m365.doctor.context import Context
from pytest_m365.doctor.result import Probe, Result, Verdict
from pytest_m365.live.guard import NotAllowed

STEP = "settings"
_SECRET = "M365_CLIENT_SECRET"


def step(context: Context) -> Iterator[Probe]:
    """Ask the guard for the tenant, each mailbox and each host, and look at the secret's form."""
    settings, guard = context.settings, context.guard
    yield _allowed(context, "tenant", settings.tenant_id, partial(guard.check_tenant, settings.tenant_id))
    for mailbox in context.wish.mailboxes:
        yield _allowed(context, "mailbox", mailbox, partial(guard.check_mailbox, mailbox))
    for name, url in (("sign-in", settings.authority), ("EWS", settings.ews_url)):
        yield _allowed(context, name, url, partial(guard.check_url, url))
    for name in ("imap", "pop3", "smtp"):
        where = getattr(settings, name)
        said = f"{where.host}:{where.port}"
        yield _allowed(context, name.upper(), said, partial(guard.check_host, where.host))
    if context.facts is not None:
        policies = ", ".join(context.facts.conditional_access) or "none"
        said = f"of {context.facts.taken_at or 'an unknown time'}; Conditional Access policies that are on: {policies}"
        yield Probe(STEP, "admin's facts", partial(context.result, (STEP, "admin's facts"), Verdict.OK, said))
    if context.plain_cache is not None:
        said = f"in plain text, readable by you alone: {context.plain_cache}"
        yield Probe(STEP, "sign-in kept", partial(context.result, (STEP, "sign-in kept"), Verdict.NOTE, said))
    if settings.daemon and settings.daemon.secret is not None:
        yield Probe(STEP, _SECRET, partial(_form, context, settings.daemon.secret))


def _allowed(context: Context, subject: str, said: str, check: Callable[[], None]) -> Probe:
    def ask() -> Result:
        try:
            check()
        except NotAllowed as error:
            return context.result((STEP, subject), Verdict.REFUSED, str(error))
        return context.result((STEP, subject), Verdict.OK, said)

    return Probe(STEP, subject, ask)


def _form(context: Context, secret: str) -> Result:
    context.learn(secret)
    odd = secret_form(secret, context.environment.get(_SECRET))
    return context.result((STEP, _SECRET), Verdict.NOTE if odd else Verdict.OK, odd or f"{len(secret)} characters")
