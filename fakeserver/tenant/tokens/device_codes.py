"""Device codes: a program without a browser waits while a person signs in elsewhere and types a short code.

Source: RFC 8628; learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code. Entra ID names no `slow_down`;
the fake says it only when a test asks for it (`DeviceCodes.slow_down`), because clients must understand it.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Literal

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.directory.permissions import RequestedScopes
from fakeserver.tenant.identifiers import new_opaque
from fakeserver.tenant.refusals import (
    CodeForOtherApplication,
    CodeInvalid,
    DeviceCodeDeclined,
    DeviceCodeExpired,
    DeviceCodeInvalid,
    DeviceCodePending,
    DeviceCodePolledTooOften,
    Refusal,
)
from fakeserver.tenant.tokens.claims import SignIn

#: Seconds that a device code lives, and between two polls.
LIFETIME = 900
INTERVAL = 5
#: The characters of user codes: none that look alike.
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LIMIT = 1000


@dataclass
class DeviceCode:
    """One device that waits."""

    device_code: str = field(repr=False)
    user_code: str = field(repr=False)
    client_id: str
    scopes: RequestedScopes
    #: seconds since the epoch
    expires_at: float
    #: seconds that the device shall leave between two polls
    interval: int = INTERVAL
    state: Literal["pending", "approved", "declined", "redeemed"] = "pending"
    polled_at: float | None = None
    user_id: str = ""
    sign_in: SignIn | None = None
    #: what refused the person's sign-in; the device gets it at its next poll
    refusal: Refusal | None = None


@dataclass
class DeviceCodes:
    """The device codes of one tenant."""

    clock: Clock
    random: Random
    #: whether a device that polls faster than `interval` gets `slow_down`
    slow_down: bool = False
    _codes: dict[str, DeviceCode] = field(default_factory=dict, repr=False)

    def begin(self, client_id: str, scopes: RequestedScopes) -> DeviceCode:
        """Issue a device code."""
        while len(self._codes) >= _LIMIT:
            del self._codes[next(iter(self._codes))]
        user_code = "".join(self.random.choices(_ALPHABET, k=9))
        text = f"{user_code[0]}AQABAAEAAAD{new_opaque(self.random, 150)}"
        code = DeviceCode(text, user_code, client_id, scopes, self.clock.time() + LIFETIME)
        self._codes[text] = code
        return code

    def knows(self, device_code: str) -> bool:
        """Say whether a device code was issued here, whatever became of it."""
        return device_code in self._codes

    def by_user_code(self, user_code: str) -> DeviceCode:
        """Return the device that shows a code; case and hyphens don't matter.

        Raises:
            DeviceCodeInvalid: no device shows it, or it was answered already.
            DeviceCodeExpired.
        """
        wanted = user_code.strip().replace("-", "").upper()
        code = next((code for code in self._codes.values() if code.user_code == wanted), None)
        if code is None or code.state != "pending":
            raise DeviceCodeInvalid()
        if self.clock.time() >= code.expires_at:
            raise DeviceCodeExpired(application=code.client_id)
        return code

    def approve(self, code: DeviceCode, user_id: str, sign_in: SignIn) -> None:
        """Let the device have the user's tokens."""
        code.state, code.user_id, code.sign_in = "approved", user_id, sign_in

    def decline(self, code: DeviceCode, refusal: Refusal | None = None) -> None:
        """Refuse the device its tokens; ``refusal`` says why, None that the person has declined."""
        code.state, code.refusal = "declined", refusal

    def poll(self, device_code: str, client_id: str) -> tuple[str, SignIn, RequestedScopes]:
        """Take an approved code; it works once.

        Returns:
            The user's object id, how they signed in, and what was asked for.

        Raises:
            DeviceCodeInvalid, CodeForOtherApplication, DeviceCodePending, DeviceCodePolledTooOften,
            DeviceCodeDeclined, DeviceCodeExpired, CodeInvalid (redeemed before), or what refused the sign-in.
        """
        code = self._codes.get(device_code)
        if code is None:
            raise DeviceCodeInvalid(application=client_id)
        if code.client_id != client_id:
            raise CodeForOtherApplication(application=client_id, issued_to=code.client_id)
        if code.state == "redeemed":
            raise CodeInvalid(application=client_id)
        if code.state == "declined":
            if code.refusal is None:
                raise DeviceCodeDeclined(application=client_id)
            # The same exception is raised at every poll; the frames of earlier ones are dropped.
            raise code.refusal.with_traceback(None)
        now = self.clock.time()
        if now >= code.expires_at:
            raise DeviceCodeExpired(application=client_id)
        if code.state == "pending" or code.sign_in is None:
            self._check_pace(code, now)
            raise DeviceCodePending(application=client_id)
        code.state = "redeemed"
        return code.user_id, code.sign_in, code.scopes

    def _check_pace(self, code: DeviceCode, now: float) -> None:
        too_soon = code.polled_at is not None and now - code.polled_at < code.interval
        code.polled_at = now
        if self.slow_down and too_soon:
            code.interval += INTERVAL  # RFC 8628 section 3.5
            raise DeviceCodePolledTooOften(application=code.client_id)
