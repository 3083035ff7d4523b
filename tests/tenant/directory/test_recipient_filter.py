"""Filters of dynamic distribution groups, as an Exchange admin writes them."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.tenant.directory.recipient_filter import PROPERTIES, RecipientFilter
from fakeserver.tenant.directory.users import User

ALICE = User("1", "alice@contoso.com", None, display_name="Alice O'Hara", aliases=("sales@contoso.com",))
BOB = User("2", "bob.b@contoso.com", None, display_name="Bob Berg [extern]")
OFFICE = User("3", "office@contoso.com", None, display_name="Office", kind="shared")


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("DisplayName -like 'A*'", [ALICE]),
        ("displayname -LIKE '*b*'", [BOB]),
        ("FirstName -eq 'bob'", [BOB]),
        ("LastName -ne 'Berg [extern]'", [ALICE, OFFICE]),
        ("Alias -notlike '*.*'", [ALICE, OFFICE]),
        ("DisplayName -eq 'Alice O''Hara'", [ALICE]),
        ('DisplayName -eq "Alice O\'Hara"', [ALICE]),
        ("DisplayName -like '*[extern]'", [BOB]),
        ("EmailAddresses -like 'smtp:sales@*'", [ALICE]),
        ("RecipientTypeDetails -eq 'SharedMailbox'", [OFFICE]),
        ("RecipientType -eq 'UserMailbox'", [ALICE, BOB, OFFICE]),
        ("((RecipientType -eq 'UserMailbox') -and (-not(Alias -eq 'office')))", [ALICE, BOB]),
        ("Alias -eq 'alice' -or Alias -eq 'bob.b' -and FirstName -eq 'x'", [ALICE]),
        ("(Alias -eq 'alice' -or Alias -eq 'bob.b') -and FirstName -eq 'x'", []),
        ("-not -not Alias -eq 'alice'", [ALICE]),
        ("PrimarySmtpAddress -eq 'ALICE@contoso.com' -or WindowsEmailAddress -like 'bob*'", [ALICE, BOB]),
        ("UserPrincipalName -like '?lice@contoso.com'", []),
    ],
)
def test_whom_a_filter_means(text: str, members: list[User]) -> None:
    rule = RecipientFilter(text)
    assert [user for user in (ALICE, BOB, OFFICE) if rule(user)] == members


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "a property that users have is wanted"),
        ("Department -eq 'Sales'", "a property that users have is wanted; there are: Alias"),
        ("DisplayNam -eq 'x'", "did you mean 'DisplayName'?"),
        ("DisplayName -match 'x'", "one of -eq, -ne, -like, -notlike is wanted"),
        ("DisplayName -eq $null", "a text in quotation marks is wanted"),
        ("DisplayName -eq x", "a text in quotation marks is wanted"),
        ("DisplayName -eq 'x", "a text in quotation marks is wanted"),
        ("(DisplayName -eq 'x'", "a closing bracket is wanted"),
        ("DisplayName -eq 'x')", "-and or -or is wanted"),
        ("DisplayName -eq 'x' -xor Alias -eq 'y'", "-and or -or is wanted"),
        ("(" * 5000, "no more than 50 brackets"),
        ("-not " * 5000, "no more than 50 brackets"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match="cannot be read") as refused:
        RecipientFilter(text)
    assert reason in str(refused.value)


WORDS = ["(", ")", "-and", "-or", "-not", "-eq", "-like", "'*'", "'a", '"', *PROPERTIES]


@given(st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join) | st.text(max_size=50))
def test_any_text_is_a_filter_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert RecipientFilter(text)(ALICE) in (True, False)
