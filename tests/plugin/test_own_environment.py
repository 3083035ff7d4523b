"""What a test changes of the environment that the fake has set goes with the test."""

import pytest


@pytest.mark.parametrize("names", ["monkeypatch, m365_redirect", "m365_redirect, monkeypatch"])
def test_a_patch_that_is_undone_last_leaves_nothing_of_the_fake(pytester: pytest.Pytester, names: str) -> None:
    pytester.makepyfile(
        f"""
        import os

        before = dict(os.environ)

        def test_it({names}):
            monkeypatch.setenv("SSL_CERT_FILE", "/corporate.pem")
            monkeypatch.setenv("NO_PROXY", "intranet")
            monkeypatch.delenv("M365_REDIRECTS")
            monkeypatch.delenv("PYTHONPATH")

        def test_after():
            assert {{name: os.environ.get(name) for name in before}} == before | {{
                "PYTEST_CURRENT_TEST": os.environ["PYTEST_CURRENT_TEST"]}}
            assert "M365_REDIRECTS" not in os.environ
        """
    )
    pytester.runpytest_inprocess().assert_outcomes(passed=2)


def test_what_a_wider_target_has_set_stays(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import os
        import requests

        def test_it(monkeypatch, m365_session, m365_redirect):
            monkeypatch.delenv("REQUESTS_CA_BUNDLE")
            monkeypatch.delenv("M365_REDIRECTS")

        def test_after(m365_session):
            assert os.environ["REQUESTS_CA_BUNDLE"].endswith("bundle.pem")
            assert requests.get(m365_session.authority + "/v2.0/.well-known/openid-configuration").ok
            assert "outlook.office365.com" not in os.environ["M365_REDIRECTS"]
        """
    )
    pytester.runpytest_inprocess().assert_outcomes(passed=2)


@pytest.mark.skipif(pytest.version_tuple < (8,), reason="pytest 7 takes no plugin without a hash itself")
@pytest.mark.skipif(pytest.version_tuple < (9, 1), reason="pytest itself asks each plugin for its hash before 9.1")
def test_a_plugin_without_a_hash_is_none_of_its_business(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
        from dataclasses import dataclass

        @dataclass
        class Theirs:
            name: str = "theirs"

        def pytest_configure(config):
            config.pluginmanager.register(Theirs(), "theirs")
        """
    )
    pytester.makepyfile("def test_it(m365): pass")
    pytester.runpytest_inprocess().assert_outcomes(passed=1)
