"""Good credentials that the sign-in service refuses all the same, by a rule or a state of whose they are.

Asked with the run's own password or secret, which are right, and once for all of these promises. A run that acts as the
application may know the password of a user whom nobody signs in by it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pytest_m365.contract.promise import Ask, Table
from pytest_m365.contract.promises.settings import refused_as
from pytest_m365.contract.promises.token_endpoint import MAIL, Form, by_app, by_password, post, said

if TYPE_CHECKING:
    from pytest_m365.contract.asking.asker import Asker
    from pytest_m365.fake import FakeTarget

TABLE = Table("Token")


def _asked_once(form: Callable[[Asker], Form]) -> Callable[[Asker], list[str]]:
    return lambda asker: asker.once(form, lambda: said(post(asker, form(asker))))


_PASSWORD = _asked_once(by_password(MAIL))
_SECRET = _asked_once(by_app())

_GRANT = "400 invalid_grant"
_DEVICE = "Device is not in required device state: unregistered. Conditional Access policy requires a "
_DISABLED = "400 unauthorized_client\nAADSTS7000112: Application '<guid>'(<name>) is disabled."


def _wants(grant: str) -> Callable[[FakeTarget], object]:
    return lambda target: target.tenant.sign_ins.add_conditional_access("Contract", grant=grant)


def _disable(target: FakeTarget) -> None:
    target.tenant.public_app.enabled = target.tenant.daemon_app.enabled = False


def _lock(target: FakeTarget) -> None:
    target.user.locked_until = target.tenant.clock.time() + 60


for _code, _name, _says, _sets, _expected, _rows in (
    (
        53000,
        "compliant-device",
        "where Conditional Access wants a compliant device, a password is refused in these words",
        _wants("compliant_device"),
        f"{_GRANT}/message_only\nAADSTS53000: {_DEVICE}compliant device, and the device is not compliant. The user must "
        "enroll their device with an approved MDM provider like Intune.",
        "ca-compliant-device-delegated-",
    ),
    (
        53001,
        "joined-device",
        "where Conditional Access wants a device of the domain, a password is refused in these words",
        _wants("domain_joined_device"),
        f"{_GRANT}/message_only\nAADSTS53001: {_DEVICE}domain joined device, and the device is not domain joined.",
        "ca-joined-device-delegated-",
    ),
    (
        50053,
        "locked",
        "a locked account is told so, with the right password",
        _lock,
        f"{_GRANT}\nAADSTS50053: The account is locked, you've tried to sign in too many times with an incorrect user ID "
        "or password.",
        "locked-delegated-",
    ),
    (
        50055,
        "password-expired",
        "a password that has expired, or must be changed at the first sign-in, is refused in these words",
        lambda target: target.user.set(password_expired=True),
        f"{_GRANT}/user_password_expired\nAADSTS50055: The password is expired.",
        "password-expired-delegated- password-temporary-delegated-",
    ),
    (
        50057,
        "disabled",
        "a disabled account is told so, with the right password",
        lambda target: target.user.set(enabled=False),
        f"{_GRANT}\nAADSTS50057: The user account is disabled.",
        "disabled-delegated-",
    ),
    (
        7000112,
        "app-disabled-delegated",
        "nobody signs in by an application that is disabled",
        _disable,
        _DISABLED,
        "app-disabled-delegated-",
    ),
):
    TABLE.add(
        f"refused-{_name}",
        _says,
        ("I", "XCSV"),
        Ask("password, with the user's own", _PASSWORD),
        _expected,
        rows=_rows,
        needs=refused_as(_code, _PASSWORD, _sets),
    )
TABLE.add(
    "refused-app-disabled",
    "an application that is disabled gets no token",
    ("I", "XCSV"),
    Ask("client credentials", _SECRET),
    _DISABLED,
    rows="app-disabled-app-only-",
    needs=refused_as(7000112, _SECRET, _disable),
)
