"""What a live run knows of its tenant when a test fails, as the diagnosis takes it; nothing is asked anew."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pytest_m365.diagnosis import Reached, Seen
from pytest_m365.diagnosis.entra_clues import secret_form
from pytest_m365.diagnosis.seen import MAIL, bearing_on_failures
from pytest_m365.live.errors import LiveError, SignInRefused
from pytest_m365.live.probe import scope_of
from pytest_m365.live.run import LiveRun

_SECRET = "M365_CLIENT_SECRET"


class Evidence:
    """What the helpers of a run have been told so far, in this process, and whom they ask as."""

    def __init__(self, run: LiveRun, way: str = "") -> None:
        """Take the run.

        Args:
            way: by which the failed test's mailbox was reached; empty where it was not.
        """
        self._access = run.access
        self._probes = run.probes
        self._choice = run.mailboxes.choice
        self._way = way

    @property
    def refused(self) -> Mapping[str, LiveError]:
        """What each protocol said that has not opened the mailbox."""
        lost = {name: error for name, error in self._probes.answers.items() if error is not None}
        return {**self._choice.refused, **lost}

    def of(self, failure: BaseException) -> Seen:
        """Return what is known of a failure: all, where a helper of ours has met it.

        Whom a program asks as is not known, and so nothing that is about its token.
        """
        if not isinstance(failure, LiveError):
            names = self._access.settings.usernames
            return Seen(
                mailbox=names[0] if len(names) == 1 else "",
                tenant_id=self._access.settings.tenant_id,
                environment=bearing_on_failures(os.environ),
                opened=frozenset(self._reached(is_open=True)),
            )
        is_app, mailbox = self._access.is_app, self._access.user
        if isinstance(failure, SignInRefused) and failure.user is not None:
            # Also a test that acts as the user may have asked for the application's token, or for another user's.
            is_app, mailbox = not failure.user, failure.user or mailbox
        seen = Seen(
            mailbox=mailbox.lower(),
            tenant_id=self._access.settings.tenant_id,
            client_id=self._client_id(is_app=is_app),
            at=failure.at,
            environment=bearing_on_failures(os.environ),
            opened=frozenset(self._reached(is_open=True)),
            not_opened=frozenset(self._reached(is_open=False)),
        )
        if scope := scope_of(self._access, failure.protocol):
            return replace(seen, claims=self._access.claims(scope))
        return self._with_credential(seen, is_app=is_app)

    def _client_id(self, *, is_app: bool) -> str:
        settings = self._access.settings
        known = settings.daemon.client_id if is_app and settings.daemon else settings.client_id
        return (known or "").lower()

    def _with_credential(self, seen: Seen, *, is_app: bool) -> Seen:
        """Say how a token was asked for, and what is odd about the secret."""
        settings = self._access.settings
        if not is_app:
            return replace(seen, grant="refresh_token" if settings.password is None else "password")
        daemon = settings.daemon
        form = secret_form(daemon.secret, os.environ.get(_SECRET)) if daemon and daemon.secret is not None else None
        return replace(seen, grant="client_credentials", secret_form=form)

    def _reached(self, *, is_open: bool) -> Iterator[Reached]:
        """Yield the protocols that have opened this process's mailbox, or those that have not."""
        is_app = self._access.is_app
        whose = (self._access.user.lower(), self._client_id(is_app=is_app), is_app)
        if not is_open:
            for protocol, error in self.refused.items():
                yield Reached(protocol, *whose, _is_admitted(protocol, error.answer))
            return
        opened = {name for name, error in self._probes.answers.items() if error is None} | {self._way}
        if self._choice.was_tried and self._choice.name:
            opened.add(self._choice.name)
        for protocol in sorted(opened & {*MAIL}):
            yield Reached(protocol, *whose, is_admitted=True)


def _is_admitted(protocol: str, answer: str) -> bool | None:
    """Return whether a sign-in passed though no mailbox opened, which IMAP alone tells; None: not known."""
    if protocol != "imap":
        return None
    if re.search(r"(AUTHENTICATE|LOGIN) failed", answer):
        return False
    return True if "User is authenticated" in answer else None
