from fakeserver.tenant.access.credentials import BearerToken, Password


def test_credentials_do_not_show_their_secrets() -> None:
    assert "secret" not in repr(BearerToken("secret", "alice@contoso.com"))
    assert "secret" not in repr(Password("alice@contoso.com", "secret"))
