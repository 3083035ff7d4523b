import pytest

from fakeserver.tenant.access.checks.smtp_auth import check_smtp_auth
from fakeserver.tenant.directory.users import User
from fakeserver.tenant.refusals import Refusal, SubmissionDisabledForMailbox, SubmissionDisabledForTenant
from fakeserver.tenant.switches.policies import Policies


@pytest.mark.parametrize(
    ("tenant", "mailbox", "refusal"),
    [
        (True, False, SubmissionDisabledForMailbox),
        (False, False, SubmissionDisabledForMailbox),
        (False, None, SubmissionDisabledForTenant),
        (False, True, None),
        (True, None, None),
        (True, True, None),
    ],
)
def test_the_mailbox_wins_over_the_tenant(tenant: bool, mailbox: bool | None, refusal: type[Refusal] | None) -> None:
    user = User("id", "alice@contoso.com", "pw", display_name="Alice", smtp_auth=mailbox)
    if refusal is None:
        check_smtp_auth(tenant, user)
    else:
        with pytest.raises(refusal, match=r"alice@contoso\.com"):
            check_smtp_auth(tenant, user)


def test_the_admin_finds_the_switch_by_its_name() -> None:
    assert "SmtpClientAuthenticationDisabled" in Policies.rows["smtp_auth"].admin_name
