import pytest

from fakeserver.tenant.access.checks.basic_auth import check_basic_auth
from fakeserver.tenant.access.protocol import Protocol
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import BasicAuthBlockedByPolicy, BasicAuthDisabled, BasicSubmissionRetired, Refusal
from fakeserver.tenant.switches.authentication_policy import AuthenticationPolicy

NOBODY = None
ALLOWS_IMAP = AuthenticationPolicy("IMAP only", allow_basic_auth_imap=True)
BLOCKS_ALL = AuthenticationPolicy("Block Basic Auth")


def alice(policy: AuthenticationPolicy | None = None) -> User:
    return User("oid", "alice@contoso.com", "x", display_name="Alice", authentication_policy=policy)


@pytest.mark.parametrize(
    ("allowed", "smtp_refusal", "default", "own", "protocol", "refusal"),
    [
        (False, "5.7.139", None, None, Protocol.IMAP, BasicAuthDisabled),
        (False, "5.7.139", None, None, Protocol.SMTP, BasicAuthDisabled),
        (False, "5.7.30", None, None, Protocol.SMTP, BasicSubmissionRetired),
        (False, "5.7.30", None, None, Protocol.POP3, BasicAuthDisabled),
        (False, "5.7.139", None, ALLOWS_IMAP, Protocol.IMAP, BasicAuthDisabled),
        ("SMTP", "5.7.139", None, None, Protocol.SMTP, None),
        ("SMTP", "5.7.139", None, None, Protocol.IMAP, BasicAuthDisabled),
        ("SMTP", "5.7.139", None, None, Protocol.EWS, BasicAuthDisabled),
        (True, "5.7.139", None, None, Protocol.EWS, None),
        (True, "5.7.139", None, ALLOWS_IMAP, Protocol.IMAP, None),
        (True, "5.7.139", None, ALLOWS_IMAP, Protocol.POP3, BasicAuthBlockedByPolicy),
        (True, "5.7.139", None, ALLOWS_IMAP, Protocol.AUTODISCOVER, BasicAuthBlockedByPolicy),
        (True, "5.7.139", BLOCKS_ALL, None, Protocol.IMAP, BasicAuthBlockedByPolicy),
        (True, "5.7.139", BLOCKS_ALL, ALLOWS_IMAP, Protocol.IMAP, None),  # the user's own wins
    ],
)
def test_who_may_send_a_password(
    allowed: bool | str,
    smtp_refusal: str,
    default: AuthenticationPolicy | None,
    own: AuthenticationPolicy | None,
    protocol: Protocol,
    refusal: type[Refusal] | None,
) -> None:
    def ask() -> None:
        check_basic_auth(allowed, smtp_refusal, default, protocol, "alice@contoso.com", alice(own))

    if refusal is None:
        ask()
        return
    with pytest.raises(BasicAuthDisabled) as refused:
        ask()
    assert type(refused.value) is refusal
    assert (refused.value.protocol, refused.value.user) == (protocol.value, "alice@contoso.com")


def test_the_default_policy_holds_for_names_that_nobody_has() -> None:
    with pytest.raises(BasicAuthBlockedByPolicy) as refused:
        check_basic_auth(True, "5.7.139", BLOCKS_ALL, Protocol.EWS, "nobody@contoso.com", NOBODY)
    assert refused.value.policy == "Block Basic Auth"
    assert "AllowBasicAuthWebServices" in refused.value.fill(refused.value.rule)
