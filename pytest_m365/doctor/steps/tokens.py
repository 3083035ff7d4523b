"""A fresh token for each permission: a new msal client each time, and no access token out of any cache."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from fakeserver.jws import readable_claims
from pytest_m365.diagnosis.entra_clues import secret_form
from pytest_m365.diagnosis.permissions import WORDS
from pytest_m365.doctor.context import Context
from pytest_m365.doctor.fresh_tokens import cached_scopes, scope_of
from pytest_m365.doctor.result import Probe, Result, Verdict
from pytest_m365.doctor.where import why_shut
from pytest_m365.doctor.who import Who
from pytest_m365.live.environment import SettingsWrong
from pytest_m365.live.errors import LiveError, SignInNeeded, Unavailable
from pytest_m365.live.guard import NotAllowed

STEP = "token"


def step(context: Context) -> Iterator[Probe]:
    """Ask for a user's token by each protocol's scope, and for the application's with all its roles."""
    why = why_shut(context, "sign-in")
    for who in context.identities:
        asked = context.wish.protocols
        scopes = ["", *(name for name in asked if name == "graph")] if who.is_app_only else asked
        for protocol in scopes:
            subject = f"application {who.client_id}" if who.is_app_only else f"{who.user} {scope_of(protocol)}"
            subject += f" of {WORDS[protocol]}" if protocol == "graph" else ""
            if why:
                context.without_token[who, protocol] = why
                yield context.skipped(STEP, subject, why)
            else:
                yield Probe(
                    STEP,
                    subject,
                    partial(_asked, context, who, protocol, subject),
                )


def _asked(context: Context, who: Who, protocol: str, subject: str) -> Result:
    asked = (STEP, subject)
    try:
        token = context.token(who, protocol)
    except SignInNeeded as error:
        if context.settings.daemon is not None and context.settings.sign_in == "auto" and not error.code:
            # The run would act as the application.
            return context.result(asked, Verdict.SKIPPED, error.answer)
        return _refused(context, asked, who, error)
    except LiveError as error:
        return _refused(context, asked, who, error)
    except NotAllowed as error:
        context.without_token[who, protocol] = str(error)
        return context.result(asked, Verdict.REFUSED, str(error))
    except (SettingsWrong, ValueError) as error:
        context.without_token[who, protocol] = str(error)
        return context.failed(asked, context.seen("token", f"{type(error).__name__}: {error}", who))
    claims = readable_claims(token)
    shown = _shown(claims, token)
    held = shown.get("scp") or shown.get("roles") or "no permission (RBAC for Applications shows in no token)"
    older = [scopes for scopes in cached_scopes(context.cache, who.user) if scope_of(protocol) not in scopes]
    if who.user and protocol != "graph" and older and scope_of(protocol) in shown.get("scp", ""):
        seen = context.seen("token", f"an older token lacks {scope_of(protocol)}, as long as it is kept", who)
        return replace(context.failed(asked, seen, held), verdict=Verdict.NOTE, shown=shown)
    return context.result(asked, Verdict.OK, "" if held == scope_of(protocol) else held, shown=shown)


def _refused(context: Context, asked: tuple[str, str], who: Who, error: LiveError) -> Result:
    settings = context.settings
    grant = "client_credentials" if who.is_app_only else "password" if settings.password else "refresh_token"
    form = None
    if who.is_app_only and settings.daemon and settings.daemon.secret is not None:
        form = secret_form(settings.daemon.secret, context.environment.get("M365_CLIENT_SECRET"))
    seen = replace(context.seen("token", error.answer, who, who.user), grant=grant, secret_form=form)
    result = context.failed(asked, seen)
    return replace(result, verdict=Verdict.UNAVAILABLE) if isinstance(error, Unavailable) else result


def _shown(claims: Mapping[str, object], token: str) -> dict[str, str]:
    """Return what is worth showing of a token."""
    names = ("oid", "upn", "scp", "roles", "aud", "tid")
    shown = {name: _text(claims[name]) for name in names if name in claims}
    issued = claims.get("iat")
    if isinstance(issued, int | float):
        shown["iat"] = f"{datetime.fromtimestamp(issued, UTC):%Y-%m-%d %H:%M:%SZ}"
    return shown | {"length": str(len(token))}


def _text(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
