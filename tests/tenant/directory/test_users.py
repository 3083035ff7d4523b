import pytest

from fakeserver.tenant.directory.users import USER_SWITCHES, User


def test_the_sign_in_name_is_the_primary_address() -> None:
    user = User("id", "alice@contoso.com", "pw", display_name="Alice Adams", aliases=("al@contoso.com",))
    assert user.address == "alice@contoso.com"
    assert user.addresses == ["alice@contoso.com", "al@contoso.com"]
    assert (user.given_name, user.surname) == ("Alice", "Adams")


def test_an_unknown_switch_suggests_the_right_one() -> None:
    with pytest.raises(TypeError, match="did you mean 'imap'"):
        User("id", "alice@contoso.com", "pw", display_name="Alice", imapp=True)
    with pytest.raises(TypeError, match=r"^a user has no switch 'imapp'; did you mean 'imap'"):
        User("id", "alice@contoso.com", "pw", display_name="Alice").set(imapp=True)


def test_the_password_never_shows() -> None:
    user = User("id", "alice@contoso.com", "Heron-Maple-4821", display_name="Alice")
    assert "Heron" not in repr(user)


def test_defaults_let_a_mail_app_in() -> None:
    user = User("id", "alice@contoso.com", "pw", display_name="Alice")
    assert (user.enabled, user.imap, user.pop, user.mfa) == (True, True, True, "none")
    assert (user.ews, user.smtp_auth) == (None, None)
    assert {"imap", "pop", "ews", "smtp_auth", "enabled", "mfa"} <= USER_SWITCHES
