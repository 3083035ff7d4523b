from fakeserver.tenant.directory.consent import Consent


def test_an_admin_allows_for_everybody_and_a_user_for_themselves() -> None:
    consent = Consent()
    consent.grant("app", "exchange", ["IMAP"])
    consent.grant("app", "exchange", ["SMTP"], "alice")
    assert consent.scopes("app", "exchange", "alice") == {"IMAP", "SMTP"}
    assert consent.scopes("app", "exchange", "bob") == {"IMAP"}
    assert consent.scopes("app", "graph", "alice") == frozenset()


def test_consent_adds_up() -> None:
    consent = Consent()
    consent.assign("app", "exchange", ["a"])
    consent.assign("app", "exchange", ["b"])
    assert consent.roles("app", "exchange") == {"a", "b"}


def test_withdrawing_takes_back_everything_of_one_application() -> None:
    consent = Consent()
    for app in ("one", "two"):
        consent.grant(app, "exchange", ["IMAP"])
        consent.grant(app, "exchange", ["SMTP"], "alice")
        consent.assign(app, "exchange", ["role"])
    consent.withdraw("one")
    assert consent.scopes("one", "exchange", "alice") == frozenset()
    assert consent.roles("one", "exchange") == frozenset()
    assert consent.scopes("two", "exchange", "alice") == {"IMAP", "SMTP"}


def test_it_is_what_it_was_for_a_while() -> None:
    consent = Consent()
    consent.grant("app", "exchange", ["IMAP"])
    earlier = consent.copied()
    consent.grant("app", "exchange", ["SMTP"], "alice")
    consent.assign("app", "exchange", ["role"])
    consent.withdraw("another")
    with consent.as_it_was(earlier):
        assert consent.scopes("app", "exchange", "alice") == {"IMAP"}
        assert consent.roles("app", "exchange") == frozenset()
    with consent.as_it_was(None):
        assert consent.roles("app", "exchange") == {"role"}
    assert consent.scopes("app", "exchange", "alice") == {"IMAP", "SMTP"}
    consent.grant("app", "exchange", ["POP"])
    assert earlier.scopes("app", "exchange", "alice") == {"IMAP"}
