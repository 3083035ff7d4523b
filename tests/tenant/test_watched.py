import pytest

from fakeserver.tenant.directory.users import User


def make_user() -> User:
    return User("id", "alice@contoso.com", "pw", display_name="Alice Adams")


def test_each_assignment_is_counted() -> None:
    user = make_user()
    before = user.generation
    user.imap = False
    user.pop = False
    assert user.generation == before + 2


def test_touch_counts_a_change_that_assignment_does_not_show() -> None:
    user = make_user()
    before = user.generation
    user.touch()
    assert user.generation == before + 1


def test_a_misspelt_name_is_an_error_that_suggests_the_right_one() -> None:
    with pytest.raises(AttributeError, match="did you mean 'smtp_auth'"):
        make_user().smpt_auth = True  # type: ignore[attr-defined]
