"""httplib2, whose roots are chosen when it is imported."""

from types import ModuleType

import pytest

from fakeserver.redirect.clients.httplib2 import replaced


def test_it_trusts_the_fake(keys: str) -> None:
    httplib2 = pytest.importorskip("httplib2")
    client = httplib2.Http(timeout=60)
    assert client.request(keys)[0].status == 200
    client.close()


def test_the_path_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("httplib2")
    monkeypatch.setattr(module, "CA_CERTS", "of the environment.pem", raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", "bundle.pem")
    [path] = replaced(module)
    for _ in range(2):
        path.put()
        path.put()
        assert vars(module)["CA_CERTS"] == "bundle.pem"
        path.put_back()
        path.put_back()
        assert vars(module)["CA_CERTS"] == "of the environment.pem"
