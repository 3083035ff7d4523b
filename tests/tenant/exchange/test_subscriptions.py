from fakeserver.tenant.exchange.subscriptions import Subscriptions


def test_whatever_nobody_has_left_is_subscribed() -> None:
    subscriptions = Subscriptions()
    assert "one" in subscriptions
    subscriptions.remove("One")
    assert "ONE" not in subscriptions
    assert subscriptions.chosen == []


def test_a_chosen_name_stays_as_it_was_written() -> None:
    subscriptions = Subscriptions()
    for name in ("Straße", "STRASSE", "two"):
        subscriptions.add(name)
    assert subscriptions.chosen == ["Straße", "two"]
    assert subscriptions.has_chosen("strasse")
    subscriptions.remove("strasse")
    assert not subscriptions.has_chosen("Straße")
    assert subscriptions.chosen == ["two"]
    assert "Straße" not in subscriptions
    subscriptions.add("Straße")
    assert "strasse" in subscriptions
