"""The table of settings."""

from fakeserver.protocols.autodiscover import settings
from fakeserver.protocols.autodiscover.accounts import Account

ACCOUNT = Account("alice@contoso.com", "Alice", "9e19abe1-8917-428e-b47e-36596ca98043", "t-1", "public@contoso.com")


def test_every_value_is_text() -> None:
    for name, value in settings.VALUES.items():
        assert value(ACCOUNT, "https://localhost:1"), name


def test_a_setting_is_there_or_not_available_but_not_both() -> None:
    assert not settings.NOT_AVAILABLE & set(settings.VALUES)


def test_names_are_built_from_the_mailbox() -> None:
    value = settings.VALUES["UserDN"](ACCOUNT, "")
    assert value.endswith("/cn=Recipients/cn=9e19abe18917428eb47e36596ca98043-alice")
