"""The whole walk: what it asks, in which order, what it leaves alone, and what the exit status says."""

import json
from datetime import UTC, datetime

import pytest

from fakeserver.tenant.places import Place
from pytest_m365 import Tenant
from pytest_m365.diagnosis.judging import Standing
from pytest_m365.doctor.result import Result, Status, Verdict, status_of
from pytest_m365.doctor.walk import walk
from tests.plugin.doctor.situation import Examined, Situation


def test_where_all_is_well(situation: Situation) -> None:
    found = situation.examine(sends=True)
    assert found.status is Status.WORKS
    assert {result.verdict for result in found.results} <= {Verdict.OK, Verdict.NOTE}
    steps = list(dict.fromkeys(result.step for result in found.results))
    assert steps == [
        "settings", "trust", "names", "ports", "tls", "clock", "discovery", "token", "autodiscover", "imap", "pop3",
        "smtp", "ews", "contents", "sending",
    ]  # fmt: skip


def test_tokens_are_fresh_and_shown(situation: Situation, m365_fake: Tenant) -> None:
    found = situation.with_sign_in(situation.signed_in(), protocols=["imap", "smtp"])
    imap, smtp = found.of("token")
    assert imap.shown["scp"] == "IMAP.AccessAsUser.All"
    assert smtp.shown["scp"] == "SMTP.Send"
    assert imap.shown["oid"] == situation.user.object_id
    assert {"iat", "length", "aud", "tid"} <= {*imap.shown}
    asked = [each.asked for each in m365_fake.journal.entries if "refresh_token" in each.asked]
    assert len(asked) == 2


def test_a_sign_in_in_plain_text_is_told(situation: Situation) -> None:
    context = situation.context(protocols=["smtp"])
    context.plain_cache = situation.folder / "kept.plain.json"
    with context:
        found = Examined(context, walk(context))
    [kept] = [result for result in found.of("settings") if result.subject == "sign-in kept"]
    assert kept.verdict is Verdict.NOTE
    assert "kept.plain.json" in kept.said


def test_the_cache_is_left_as_it_was(situation: Situation) -> None:
    cache = situation.signed_in()
    before = cache.serialize()
    situation.with_sign_in(cache, protocols=["imap"])
    assert cache.serialize() == before


class TestGuard:
    """Where the ini file does not allow it, nothing is asked of anybody."""

    @pytest.mark.parametrize(
        "guard",
        [
            {"tenants": frozenset[str]()},
            {"mailboxes": frozenset({"boss@contoso.onmicrosoft.com"})},
            {"hosts": frozenset({"login.microsoftonline.com"})},
        ],
        ids=lambda guard: next(iter(guard)),
    )
    def test_refused(self, situation: Situation, guard: dict[str, frozenset[str]]) -> None:
        found = situation.examine(guard=guard)
        assert found.status is Status.REFUSED
        assert {result.step for result in found.results} == {"settings"}
        assert situation.tenant.journal.entries == []
        assert "exit status 3" in found.table
        assert "m365_live_" in found.table

    def test_anothers_host(self, situation: Situation) -> None:
        guard = {"hosts": situation.settings().cloud.hosts}
        found = situation.examine(M365_SMTP="smtp.stranger.example:587", guard=guard)
        assert found.status is Status.REFUSED
        assert situation.tenant.journal.entries == []

    def test_a_token_of_another_user(self, situation: Situation) -> None:
        """An environment proves nothing: the token is looked at."""
        situation.tenant.add_user("bob", "bobs password")
        cache = situation.signed_in()
        [account] = cache.search(cache.CredentialType.ACCOUNT)
        cache.modify(cache.CredentialType.ACCOUNT, account, {"username": f"bob@{situation.m365.domain}"})
        found = situation.with_sign_in(cache, M365_USERNAME=f"bob@{situation.m365.domain}", protocols=["imap"])
        assert found.status is Status.REFUSED
        assert found.of("token")[0].verdict is Verdict.REFUSED
        assert found.of("imap")[0].verdict is Verdict.SKIPPED


class TestWhatIsMissing:
    def test_a_user_who_has_not_signed_in_yet_is_no_failure_where_an_application_acts(
        self, situation: Situation
    ) -> None:
        found = situation.examine(M365_PASSWORD=None, M365_ALLOW_PASSWORD=None)
        assert found.status is Status.WORKS
        skipped = [result for result in found.of("token") if result.verdict is Verdict.SKIPPED]
        assert skipped
        assert "python -m pytest_m365 login" in skipped[0].said

    def test_nobody_has_signed_in(self, situation: Situation) -> None:
        found = situation.as_user(M365_PASSWORD=None, M365_ALLOW_PASSWORD=None)
        assert found.status is Status.MISSING
        assert "python -m pytest_m365 login" in found.table

    def test_a_protocol_that_was_not_asked_for_does_not_count(self, situation: Situation) -> None:
        situation.tenant.policies.ews_enabled = False
        assert situation.as_user().status is Status.MISSING
        assert situation.as_user(protocols=["imap", "smtp"]).status is Status.WORKS

    def test_autodiscover_is_worth_a_note_unless_it_was_asked_for(self, situation: Situation) -> None:
        situation.tenant.faults.unavailable("autodiscover")
        found = situation.as_user(protocols=["ews"])
        assert (found.status, found.of("autodiscover")[0].verdict) == (Status.WORKS, Verdict.NOTE)
        assert situation.as_user(protocols=["autodiscover"]).status is Status.UNAVAILABLE

    @pytest.mark.parametrize("place", ["imap", "pop3", "smtp", "ews", "token"])
    def test_a_service_that_is_down(self, situation: Situation, place: Place) -> None:
        situation.tenant.faults.unavailable(place)
        found = situation.as_user()
        assert found.status is Status.UNAVAILABLE, found.table
        assert "exit status 4" in found.table

    def test_what_follows_from_a_missing_token_is_skipped_with_the_reason(self, situation: Situation) -> None:
        situation.tenant.user(situation.m365.username).enabled = False
        found = situation.as_user()
        for step in ("imap", "pop3", "smtp", "ews"):
            [result] = found.of(step)
            assert result.verdict is Verdict.SKIPPED
            assert "no token" in result.said

    def test_a_busy_server_says_nothing_of_permissions(self, situation: Situation) -> None:
        situation.user.pop = False
        situation.tenant.faults.throttle("imap", times=5)
        diagnosis = situation.as_app(protocols=["imap", "pop3"]).failed("pop3")
        assert {cause.standing for cause in diagnosis.causes} == {Standing.POSSIBLE}

    @pytest.mark.parametrize("place", ["imap", "pop3", "smtp", "ews", "discovery", "token"])
    @pytest.mark.parametrize("kind", ["garbage", "drop", "broken_tls", "down"])
    def test_whatever_comes_it_is_told(self, situation: Situation, place: Place, kind: str) -> None:
        situation.tenant.faults.add(kind, place)
        found = situation.as_user(sends=True)
        assert found.table
        assert json.loads(found.document)["results"]

    def test_every_mailbox_is_asked(self, situation: Situation) -> None:
        bob = situation.tenant.add_user("bob")
        found = situation.as_app(protocols=["imap"], mailboxes=[situation.m365.username, bob.upn])
        assert [result.subject for result in found.of("imap")] == [
            f"{situation.m365.username} as the application",
            f"{bob.upn} as the application",
        ]


class TestByAddress:
    """A fake that is named by its addresses, and not by Microsoft's names."""

    def test_it_works(self, situation_by_address: Situation) -> None:
        found = situation_by_address.examine(sends=True)
        assert found.status is Status.WORKS, found.table
        assert "localhost" in found.table


def examined(*verdicts: tuple[str, Verdict]) -> list[Result]:
    return [Result(step, "", verdict, datetime.now(UTC)) for step, verdict in verdicts]


@pytest.mark.parametrize(
    ("verdicts", "status"),
    [
        ([("imap", Verdict.OK)], Status.WORKS),
        ([("imap", Verdict.OK), ("tls", Verdict.NOTE)], Status.WORKS),
        ([("imap", Verdict.OK), ("imap", Verdict.SKIPPED)], Status.WORKS),
        ([("imap", Verdict.SKIPPED)], Status.MISSING),
        ([("imap", Verdict.OK), ("imap", Verdict.MISSING)], Status.MISSING),
        ([("imap", Verdict.UNAVAILABLE)], Status.UNAVAILABLE),
        ([("imap", Verdict.UNAVAILABLE), ("token", Verdict.MISSING)], Status.MISSING),
        ([("token", Verdict.REFUSED), ("imap", Verdict.MISSING)], Status.REFUSED),
    ],
)
def test_the_exit_status(verdicts: list[tuple[str, Verdict]], status: Status) -> None:
    assert status_of(examined(*verdicts), ["imap"]) is status


def test_each_question_is_told_before_it_is_asked(situation: Situation) -> None:
    told: list[str] = []
    context = situation.context(protocols=["imap"])
    with context:
        found = Examined(context, walk(context, told.append))
    assert len(told) == len([result for result in found.results if result.step != "settings"])
