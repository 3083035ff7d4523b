"""What the steps share: who asks what of which tenant, and what has been found so far."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import TYPE_CHECKING, Self

from fakeserver.jws import readable_claims
from fakeserver.redaction import redacted
from pytest_m365.diagnosis import Reached, Seen
from pytest_m365.diagnosis.admin_facts import AdminFacts
from pytest_m365.diagnosis.seen import MAIL, bearing_on_failures
from pytest_m365.doctor.result import Probe, Result, Verdict
from pytest_m365.doctor.who import Who
from pytest_m365.live.errors import LiveError
from pytest_m365.live.guard import Guard
from pytest_m365.live.settings import LiveSettings

if TYPE_CHECKING:
    import msal
    import requests

    from pytest_m365.live.turn import Turns


@dataclass(frozen=True)
class Time:
    """The machine's time, which tests move without sleeping."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Wish:
    """What was asked for at the command line."""

    #: of `MAIL`, and "autodiscover" and "graph" where somebody asks for them
    protocols: tuple[str, ...] = MAIL
    #: in small letters
    mailboxes: tuple[str, ...] = ()
    #: whether a message is sent, to the mailbox itself
    sends: bool = False
    #: seconds to wait for its arrival
    arrival_limit: float = 120.0


@dataclass
class Context:
    """One walk through a tenant."""

    settings: LiveSettings
    guard: Guard
    wish: Wish
    #: the variables, with blanks around them still there
    environment: Mapping[str, str] = field(repr=False)
    time: Time = field(default_factory=Time)
    #: where users' sign-ins are kept; None: nobody has signed in
    cache: msal.TokenCache | None = None
    #: the file of that, where it is not encrypted
    plain_cache: Path | None = None
    facts: AdminFacts | None = None
    #: this process's turns at the mailboxes; None: it takes none
    turns: Turns | None = None

    #: seconds that this machine's clock is ahead of the service's; None: not known
    ahead: float | None = None
    #: of the token by which the application proves itself, if it is one of another issuer
    assertion: Mapping[str, object] | None = None
    #: "host:port" -> why nothing is to be had there
    shut: dict[str, str] = field(default_factory=dict)
    #: identity and protocol -> access token
    tokens: dict[tuple[Who, str], str] = field(default_factory=dict, repr=False)
    #: identity and protocol -> why there is no token
    without_token: dict[tuple[Who, str], str] = field(default_factory=dict)
    #: mailboxes that another process has kept for longer than may be waited
    occupied: set[str] = field(default_factory=set)
    opened: set[Reached] = field(default_factory=set)
    not_opened: set[Reached] = field(default_factory=set)
    secrets: set[str] = field(default_factory=set, repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        if "http" in self.__dict__:
            self.__dict__.pop("http").close()

    @cached_property
    def trust(self) -> ssl.SSLContext:
        """What this machine trusts; reading the roots takes its time, so once."""
        return ssl.create_default_context()

    @cached_property
    def http(self) -> requests.Session:
        """A session that goes to allowed hosts only, follows no redirect and has no patience."""
        from pytest_m365.live.guarded_session import GuardedSession

        session = GuardedSession(self.guard, self.learn)
        # Front ends route by cookies: one identity's would lead the next one astray.
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        return session

    def learn(self, secret: str) -> None:
        """Remember what nothing may show."""
        self.secrets.add(secret)

    def clean(self, text: str) -> str:
        """Return a text in one line and without secrets."""
        return redacted(" ".join(text.split()), self.secrets)

    def result(self, probe: tuple[str, str], verdict: Verdict, said: str = "", **more: object) -> Result:
        """Return what came of a question.

        Args:
            probe: step and subject.
        """
        return Result(*probe, verdict, self.time.now(), self.clean(said), **more)  # type: ignore[arg-type]

    def failed(self, probe: tuple[str, str], seen: Seen, said: str = "") -> Result:
        """Return a failure, which is judged at the end of the walk."""
        now = self.time.now()
        whole = replace(seen, answer=self.clean(seen.answer), at=now)
        return Result(*probe, Verdict.MISSING, now, self.clean(said), answer=whole.answer, seen=whole)

    def skipped(self, step: str, subject: str, why: str) -> Probe:
        """Return a question that is not asked."""
        return Probe(step, subject, lambda: self.result((step, subject), Verdict.SKIPPED, why))

    def seen(self, protocol: str, answer: str, who: Who | None = None, mailbox: str = "", token: str = "") -> Seen:
        """Return a failure with what is known of it now."""
        daemon = self.settings.daemon
        # Without anybody in particular: the application that the run would ask as.
        client_id = who.client_id if who else self.settings.client_id or (daemon.client_id if daemon else "")
        return Seen(
            protocol=protocol,
            answer=answer,
            mailbox=mailbox,
            claims=readable_claims(token) if token else None,
            token_length=len(token),
            tenant_id=self.settings.tenant_id,
            client_id=client_id.lower(),
            ahead=self.ahead,
            assertion=self.assertion,
            environment=self.environment_shown,
            facts=self.facts,
        )

    @property
    def environment_shown(self) -> dict[str, str]:
        """The variables that bear on a failure, none of them secret."""
        return bearing_on_failures(self.environment)

    def remember(
        self, protocol: str, who: Who, mailbox: str, *, is_open: bool, is_admitted: bool | None = None
    ) -> None:
        """Remember whether a mailbox has opened, and whether the sign-in before that passed."""
        reached = Reached(protocol, mailbox.lower(), who.client_id, who.is_app_only, is_admitted)
        for known in (self.opened, self.not_opened):
            known -= {one for one in known if replace(one, is_admitted=is_admitted) == reached}
        (self.opened if is_open else self.not_opened).add(reached)

    def opened_by(self, who: Who, mailbox: str) -> set[str]:
        """Return the protocols that have opened a mailbox for an identity."""
        about = (mailbox.lower(), who.client_id, who.is_app_only)
        return {one.protocol for one in self.opened if (one.mailbox, one.client_id, one.is_app_only) == about}

    def key(self, who: Who, protocol: str) -> tuple[Who, str]:
        """Return under what a token is kept: an application has one for all, Autodiscover takes that of EWS.

        Microsoft Graph is another resource, and its tokens are its own.
        """
        if protocol == "graph":
            return who, protocol
        return who, "" if who.is_app_only else "ews" if protocol == "autodiscover" else protocol

    def token(self, who: Who, protocol: str) -> str:
        """Return the identity's token for a protocol, a fresh one where there is none yet.

        Raises:
            LiveError, NotAllowed
        """
        key = self.key(who, protocol)
        if key not in self.tokens:
            from pytest_m365.doctor.fresh_tokens import fresh_token

            try:
                self.tokens[key] = fresh_token(
                    self.settings, self.guard, who, protocol, learn=self.learn, cache=self.cache
                )
            except LiveError as error:
                self.without_token[key] = error.answer
                raise
            self.without_token.pop(key, None)
        return self.tokens[key]

    @property
    def identities(self) -> list[Who]:
        """Who the walk asks as: all that the environment names, or what M365_SIGN_IN says."""
        settings, found = self.settings, []
        if settings.client_id and settings.sign_in != "app":
            found += [Who(settings.client_id.lower(), user) for user in self.wish.mailboxes]
        if settings.daemon and settings.sign_in != "user":
            found.append(Who(settings.daemon.client_id.lower()))
        return found

    @property
    def ways(self) -> list[tuple[Who, str]]:
        """Each identity with each mailbox that it is asked to open: users their own, the application all of them."""
        return [
            (who, mailbox) for who in self.identities for mailbox in ([who.user] if who.user else self.wish.mailboxes)
        ]
