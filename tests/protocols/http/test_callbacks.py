"""Where clients' services are called."""

import pytest

from fakeserver.protocols.http.callbacks import CallbackRefused, read_callback


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1/", "https://localhost/x", "http://[::1]:8080/", "http://127.1.2.3/", "http://me.localhost/"],
)
def test_this_machine_is_called(url: str) -> None:
    assert read_callback(f" {url} ") == (url, url.partition(":")[0], True)


@pytest.mark.parametrize("url", ["http://example.com/", "https://callback.invalid/x", "http://a.test"])
def test_names_for_examples_are_taken_and_not_called(url: str) -> None:
    assert not read_callback(url).is_called


@pytest.mark.parametrize(
    "url", ["http://192.0.2.1/x", "https://contoso.com/", "http://localhost.contoso.com/", "http://0.0.0.0/"]
)
def test_no_other_machine_is(url: str) -> None:
    with pytest.raises(CallbackRefused, match="is never asked") as refused:
        read_callback(url)
    assert refused.value.is_elsewhere


@pytest.mark.parametrize(
    "url",
    ["ftp://127.0.0.1/", "127.0.0.1", "http://", "http://[::1/", "http://127.0.0.1:x/", "http://127.0.0.1\x0b/", "",
     f"http://127.0.0.1/{'x' * 2083}"],
)  # fmt: skip
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(CallbackRefused) as refused:
        read_callback(url)
    assert not refused.value.is_elsewhere
    assert refused.value.fix
