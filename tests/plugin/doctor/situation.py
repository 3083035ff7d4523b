"""The doctor on a fake: the environment names its tenant as it would a real one, by the real host names."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msal
import pytest

from pytest_m365 import Target, Tenant
from pytest_m365.diagnosis import Diagnosis, Seen, diagnose
from pytest_m365.diagnosis.admin_facts import AdminFacts
from pytest_m365.doctor.context import Context, Time, Wish
from pytest_m365.doctor.document import document
from pytest_m365.doctor.result import Probe, Result, Status, Verdict, status_of
from pytest_m365.doctor.table import table
from pytest_m365.doctor.walk import walk
from pytest_m365.live.guard import Guard
from pytest_m365.live.settings import LiveSettings, read_settings
from tests.certificates import KeyAndCertificate

FAILED = (Verdict.MISSING, Verdict.UNAVAILABLE)


@dataclass
class Clock:
    """A clock that only sleeping moves."""

    #: beside the machine's
    ahead: timedelta = timedelta()
    slept: list[float] = field(default_factory=list)
    #: called after each sleep: what an admin or the service does meanwhile
    meanwhile: Callable[[], object] = lambda: None

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.ahead += timedelta(seconds=seconds)
        self.meanwhile()


@dataclass
class Examined:
    """What a walk has found."""

    context: Context
    asked: Sequence[tuple[Probe, Result]]

    @property
    def results(self) -> list[Result]:
        return [result for _, result in self.asked]

    @property
    def status(self) -> Status:
        return status_of(self.results, self.context.wish.protocols)

    @property
    def table(self) -> str:
        return table(self.context, self.results, self.status)

    @property
    def document(self) -> str:
        return document(self.context, self.results, self.status)

    def of(self, step: str) -> list[Result]:
        return [result for result in self.results if result.step == step]

    def failed(self, step: str) -> Diagnosis:
        """Return the diagnosis of a step's first failure."""
        [first, *_] = [result for result in self.of(step) if result.diagnosis is not None]
        assert first.diagnosis is not None
        return first.diagnosis


@dataclass
class Situation:
    """A tenant, and what asks it."""

    m365: Target
    tenant: Tenant
    environment: dict[str, str]
    certificate: KeyAndCertificate
    folder: Path
    patch: pytest.MonkeyPatch

    @property
    def user(self) -> Any:
        return self.tenant.user(self.m365.username)

    @property
    def daemon(self) -> Any:
        return self.tenant.daemon_app

    def settings(self, **changes: str | None) -> LiveSettings:
        changed = {**self.environment, **changes}
        return read_settings({name: value for name, value in changed.items() if value is not None})

    def context(
        self,
        *,
        protocols: Sequence[str] = ("imap", "pop3", "smtp", "ews"),
        mailboxes: Sequence[str] = (),
        sends: bool = False,
        cache: msal.TokenCache | None = None,
        facts: AdminFacts | None = None,
        time: Time | None = None,
        guard: dict[str, frozenset[str]] | None = None,
        **changes: str | None,
    ) -> Context:
        """Return a walk's beginning; a None takes a variable out."""
        settings = self.settings(**changes)
        wanted = tuple(mailboxes) or settings.usernames
        hosts = {settings.imap.host, settings.pop3.host, settings.smtp.host, urlsplit(settings.ews_url).hostname or ""}
        allowed = {
            "tenants": frozenset({settings.tenant_id}),
            "mailboxes": frozenset({*wanted, *settings.usernames}),
            "hosts": settings.cloud.hosts | hosts,
            **(guard or {}),
        }
        clock = Clock()
        return Context(
            settings=settings,
            guard=Guard(**allowed),
            wish=Wish(tuple(protocols), wanted, sends, 30.0),
            environment={**os.environ, **self.environment, **{n: v for n, v in changes.items() if v is not None}},
            time=time or Time(clock.now, clock.sleep),
            cache=cache,
            facts=facts,
        )

    def examine(self, **changes: Any) -> Examined:
        """Walk through the tenant; arguments are those of `context`."""
        context = self.context(**changes)
        with context:
            return Examined(context, walk(context))

    def as_user(self, **changes: Any) -> Examined:
        """Walk as the user alone."""
        return self.examine(M365_DAEMON_CLIENT_ID=None, M365_CLIENT_SECRET=None, **changes)

    def as_app(self, **changes: Any) -> Examined:
        """Walk as the application alone."""
        without = {"M365_CLIENT_ID": None, "M365_PASSWORD": None, "M365_ALLOW_PASSWORD": None}
        return self.examine(**{**without, **changes})

    def signed_in(self) -> msal.TokenCache:
        """Return a cache in which the user has signed in, as ``login`` leaves it."""
        cache = msal.SerializableTokenCache()
        app = msal.PublicClientApplication(
            self.m365.public_app.client_id,
            authority=f"https://login.microsoftonline.com/{self.m365.tenant_id}",
            token_cache=cache,
        )
        scopes = ["https://outlook.office365.com/.default"]
        result = app.acquire_token_by_username_password(self.m365.username, self.m365.password, scopes)
        assert "access_token" in result, result
        return cache

    def with_sign_in(self, cache: msal.TokenCache, **changes: Any) -> Examined:
        """Walk as a user who has signed in before, without a password."""
        return self.as_user(cache=cache, M365_PASSWORD=None, M365_ALLOW_PASSWORD=None, **changes)

    def met(self, program: Callable[[], object], seen: Seen | None = None) -> Diagnosis:
        """Return what a program's failure comes from, as the report of a failed live test would say."""
        with pytest.raises(Exception) as met:  # noqa: PT011  (whatever its client raises)
            program()
        diagnosis = diagnose(met.value, seen=seen)
        assert diagnosis is not None, met.value
        return diagnosis
