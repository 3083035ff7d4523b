"""Languages by their locales."""

from fakeserver.tenant.languages import language_of, languages


def test_each_has_its_names() -> None:
    german = language_of("DE-de")
    assert german is not None
    assert german == ("de-DE", "German (Germany)", "Deutsch (Deutschland)")
    assert language_of("de") is None
    assert all(all(each) for each in languages().values())
    assert list(languages()) == sorted(languages())
