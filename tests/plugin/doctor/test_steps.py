"""Single steps: what each says of its own matter."""

import json
import re
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pytest_m365.doctor import where
from pytest_m365.doctor.context import Time
from pytest_m365.doctor.result import Result, Status, Verdict
from pytest_m365.doctor.steps import names, ports, tls
from tests.plugin.doctor.causing_sign_in import federated
from tests.plugin.doctor.situation import Clock, Situation

NUMBER = re.compile(r"\d+")


def seconds(said: str) -> int:
    number = NUMBER.search(said)
    assert number is not None
    return int(number[0])


def only(results: list[Result]) -> Result:
    [result] = results
    return result


class TestClock:
    @pytest.mark.parametrize(
        ("ahead", "verdict", "words"),
        [
            (0, Verdict.OK, "right to {} s"),
            (90, Verdict.NOTE, "{} s ahead of the sign-in service's"),
            (-90, Verdict.NOTE, "{} s behind the sign-in service's"),
            (-900, Verdict.MISSING, ""),
        ],
    )
    def test_the_machines_clock(self, situation: Situation, ahead: float, verdict: Verdict, words: str) -> None:
        clock = Clock(timedelta(seconds=ahead))
        found = situation.as_user(protocols=["smtp"], time=Time(clock.now, clock.sleep))
        result = only(found.of("clock"))
        assert result.verdict is verdict
        assert words in NUMBER.sub("{}", result.said)
        # Date has whole seconds, and a busy machine takes some to ask.
        assert not words or seconds(result.said) == pytest.approx(abs(ahead) or 1, abs=5)
        if verdict is Verdict.MISSING:
            assert result.diagnosis is not None
            assert result.diagnosis.rows == (52,)

    def test_the_services_date(self, situation: Situation) -> None:
        situation.tenant.faults.wrong_date("discovery", seconds=90)
        said = only(situation.as_user(protocols=["smtp"]).of("clock")).said
        assert seconds(said) == pytest.approx(90, abs=5)
        assert "s behind the sign-in service's" in said


class TestTrust:
    def test_variables_of_a_fake(self, situation: Situation) -> None:
        variables, redirect = situation.as_user(protocols=["smtp"]).of("trust")
        assert variables.verdict is redirect.verdict is Verdict.NOTE
        assert "REQUESTS_CA_BUNDLE" in variables.said
        assert "the roots of a fake" in variables.said
        assert "lead to a fake" in redirect.said

    def test_other_roots(self, situation: Situation) -> None:
        context = situation.context(protocols=["smtp"])
        context.environment = {"SSL_CERT_FILE": "/etc/corporate.pem"}
        from pytest_m365.doctor.steps import trust

        variables, _ = [probe.ask() for probe in trust.step(context)]
        assert variables.said == "SSL_CERT_FILE = /etc/corporate.pem (in place of the machine's roots)"

    def test_none(self, situation: Situation, monkeypatch: pytest.MonkeyPatch) -> None:
        from pytest_m365.doctor.steps import trust

        context = situation.context(protocols=["smtp"])
        context.environment = {}
        monkeypatch.setattr(trust, "getproxies", dict)
        assert [probe.ask().verdict for probe in trust.step(context)] == [Verdict.OK, Verdict.OK]


class TestGraph:
    def test_a_users_mailbox_and_an_applications(self, situation: Situation) -> None:
        situation.tenant.mailbox(situation.user).deliver(subject="Hi")
        for found in (situation.as_user(protocols=["graph"]), situation.as_app(protocols=["graph"])):
            assert found.status is Status.WORKS
            assert only(found.of("graph")).said == "1 messages in the Inbox"
            told = next(each for each in found.of("token") if "Graph" in each.subject)
            assert told.shown["aud"] == "https://graph.microsoft.com"

    def test_it_is_asked_where_somebody_wants_it(self, situation: Situation) -> None:
        assert situation.as_user(protocols=["smtp"]).of("graph") == []

    def test_what_is_missing_is_told_in_the_services_words(self, situation: Situation) -> None:
        rights = situation.tenant.rights
        rights.add_application_access_policy(situation.tenant.daemon_app, [situation.user], "DenyAccess")
        result = only(situation.as_app(protocols=["graph"]).of("graph"))
        assert result.verdict is Verdict.MISSING
        assert result.said == "Microsoft Graph does not open the mailbox"
        assert result.answer.startswith("HTTP 403 ErrorAccessDenied: Access to OData is disabled: [RAOP]")

    def test_without_a_token_it_is_not_asked(self, situation: Situation) -> None:
        app = situation.tenant.register_app("Exchange's", public=True, delegated=["SMTP.Send"])
        found = situation.as_user(protocols=["smtp", "graph"], M365_CLIENT_ID=app.client_id)
        assert only(found.of("smtp")).verdict is Verdict.OK
        assert only(found.of("graph")).verdict is Verdict.SKIPPED


class TestNetwork:
    def test_a_proxy_is_told_without_its_password(self, situation: Situation, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(where, "getproxies", lambda: {"https": "http://user:hunter22@proxy.example:3128"})
        monkeypatch.setattr(where, "proxy_bypass", lambda _host: False)
        context = situation.context(protocols=["ews"])
        said = [probe.ask().said for probe in ports.step(context)]
        assert said == ["reached by the proxy proxy.example:3128"] * 2
        assert [probe.subject for probe in names.step(context)] == []

    def test_one_family_that_is_silent(self, situation: Situation, monkeypatch: pytest.MonkeyPatch) -> None:
        """A server by IPv4 alone, at a name that has an address of IPv6 as well, which leads nowhere."""
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            ways = [(socket.AF_INET, ("127.0.0.1", port)), (socket.AF_INET6, ("100::1", port))]
            monkeypatch.setattr(ports, "lookup", lambda _place: ways)
            context = situation.context(protocols=["imap"], M365_IMAP=f"localhost:{port}")
            result = [probe.ask() for probe in ports.step(context)][-1]
        assert result.verdict is Verdict.NOTE
        assert result.said == "IPv4 answers"
        assert result.seen is not None
        assert result.seen.silent_families == ("IPv6",)

    def test_a_host_that_is_shut_is_asked_once(self, situation: Situation) -> None:
        situation.tenant.faults.untrusted_certificate("imap")
        found = situation.as_user()
        assert only(found.of("imap")).verdict is Verdict.SKIPPED
        assert "no TLS with outlook.office365.com:993" in only(found.of("imap")).said
        assert only(found.of("pop3")).verdict is Verdict.OK


class TestTls:
    @pytest.mark.parametrize(
        ("issuer", "verdict", "words"),
        [
            ("DigiCert Inc, DigiCert Global G2", Verdict.OK, "issued by DigiCert Inc"),
            ("Contoso Root", Verdict.NOTE, "issued by Contoso Root: a proxy between here and Microsoft reads this"),
            ("fakeserver", Verdict.NOTE, "a fake answers, and not Microsoft (fakeserver)"),
        ],
    )
    def test_who_has_issued_the_certificate(
        self, situation: Situation, monkeypatch: pytest.MonkeyPatch, issuer: str, verdict: Verdict, words: str
    ) -> None:
        monkeypatch.setattr(tls, "issuer_of", lambda _place, _trust: issuer)
        results = [probe.ask() for probe in tls.step(situation.context(protocols=["imap"]))]
        assert {result.verdict for result in results} == {verdict}
        assert words in results[0].said

    def test_it_is_read_from_the_certificate(self, situation: Situation) -> None:
        context = situation.context(protocols=["smtp"])
        assert [where.issuer_of(place, context.trust) for place in where.places(context)] == ["fakeserver"] * 2


class TestDiscovery:
    def test_another_tenants_document(self, situation: Situation) -> None:
        said = json.dumps({"issuer": "https://login.microsoftonline.com/x/v2.0", "token_endpoint": "https://x/"})
        situation.tenant.faults.say("discovery", text=said, times=2)
        result = only(situation.as_user(protocols=["smtp"]).of("discovery"))
        assert result.verdict is Verdict.MISSING
        assert "another tenant's" in result.said

    def test_an_endpoint_elsewhere(self, situation: Situation) -> None:
        """No secret is sent to where a document says, if the ini file does not allow it."""
        issuer = f"https://login.microsoftonline.com/{situation.m365.tenant_id}/v2.0"
        said = json.dumps({"issuer": issuer, "token_endpoint": "https://stranger.example/token"})
        situation.tenant.faults.say("discovery", text=said, times=2)
        result = only(situation.as_user(protocols=["smtp"]).of("discovery"))
        assert result.verdict is Verdict.REFUSED
        assert "stranger.example" in result.said

    def test_no_document(self, situation: Situation) -> None:
        situation.tenant.faults.html("discovery", times=2)
        assert only(situation.as_user(protocols=["smtp"]).of("discovery")).verdict is Verdict.MISSING


class TestFederation:
    def test_issuer_subject_and_audience_are_shown(self, situation: Situation) -> None:
        found = federated(situation)
        result = only(found.of("federation"))
        assert result.verdict is Verdict.OK
        assert result.shown["sub"] == "repo:contoso/mail:environment:m365-live"
        assert result.shown["aud"] == "api://AzureADTokenExchange"
        assert found.of("token")[0].verdict is Verdict.OK

    def test_a_mismatch_shows_the_rule_that_is_needed(self, situation: Situation) -> None:
        subject = "repo:contoso@1001/mail@2002:environment:m365-live"
        diagnosis = federated(situation, subject=subject).failed("token")
        assert f"sub={subject}" in diagnosis.causes[0].fix
        assert "since 2026-07-15" in diagnosis.notes[0]

    def test_a_file_without_a_token(self, situation: Situation, tmp_path: Path) -> None:
        path = tmp_path / "empty"
        path.write_text("")
        changes: dict[str, Any] = {"M365_CLIENT_SECRET": None, "M365_FEDERATED_TOKEN_FILE": str(path)}
        found = situation.as_app(**changes)
        assert found.status is Status.MISSING
        assert "holds no token" in only(found.of("federation")).answer
