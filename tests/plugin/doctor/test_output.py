"""The two forms of output: a table for people, a document for scripts; no secret is in either."""

import json

import pytest

from pytest_m365.diagnosis.columns import WIDTH
from pytest_m365.doctor.document import FORM, document
from pytest_m365.doctor.table import table
from tests.plugin.doctor.situation import Examined, Situation


@pytest.fixture
def broken(situation: Situation) -> Examined:
    """A walk with failures of several kinds."""
    situation.user.imap = False
    situation.tenant.policies.ews_enabled = False
    situation.tenant.rights.unregister_in_exchange(situation.daemon)
    return situation.examine()


class TestTable:
    def test_it_fits_into_eighty_columns(self, broken: Examined) -> None:
        long = [line for line in broken.table.splitlines() if len(line) > WIDTH]
        # Addresses of pages stay whole, so that they can be copied.
        assert all("https://" in line for line in long)

    def test_it_has_no_control_characters(self, broken: Examined) -> None:
        assert all(line.isprintable() for line in broken.table.splitlines())

    def test_each_failure_is_told_in_full(self, broken: Examined) -> None:
        shown = broken.table
        assert "MISSING     imap" in shown
        assert "1. imap alice@contoso.onmicrosoft.com as the user" in shown
        for label in ("answer", "asked", "verdict", "likely", "fix", "wait", "page", "excluded"):
            assert f"   {label}" in shown
        assert "Something is missing. (exit status 1)" in shown

    def test_a_fix_that_stands_above_is_referred_to(self, situation: Situation) -> None:
        situation.user.imap = False
        shown = situation.examine().table
        assert shown.count("Set-CASMailbox -ImapEnabled $true") == 1
        assert "as under 1." in shown

    def test_what_comes_to_the_same_is_told_once(self, situation: Situation) -> None:
        shown = situation.as_user(M365_PASSWORD=None, M365_ALLOW_PASSWORD=None).table
        assert shown.count("answer      nobody has signed in") == 1
        for scope in ("IMAP.AccessAsUser.All", "POP.AccessAsUser.All", "SMTP.Send", "EWS.AccessAsUser.All"):
            assert f"{situation.m365.username} {scope}" in " ".join(shown.partition("1. ")[2].split())

    def test_what_a_service_says_moves_no_cursor(self, situation: Situation) -> None:
        situation.tenant.faults.say("imap", "EXAMINE", text="{tag} NO \x1b[2J\x07 gone")
        assert "\x1b" not in situation.as_user(protocols=["imap"]).table

    def test_an_answer_that_nobody_knows(self, situation: Situation) -> None:
        situation.tenant.faults.say("imap", "EXAMINE", text="{tag} NO Tuesday")
        shown = situation.as_user(protocols=["imap"]).table
        assert "NO Tuesday" in shown
        assert "cannot tell: this answer is not known" in " ".join(shown.split())


class TestDocument:
    def test_its_keys_stay(self, broken: Examined) -> None:
        said = json.loads(broken.document)
        assert list(said) == [
            "form", "tenant_id", "cloud", "mailboxes", "protocols", "status", "exit_status", "results",
        ]  # fmt: skip
        assert (said["form"], said["status"], said["exit_status"]) == (FORM, "missing", 1)
        for result in said["results"]:
            assert list(result) == ["step", "subject", "verdict", "said", "answer", "at", "shown", "diagnosis"]
        diagnoses = [result["diagnosis"] for result in said["results"] if result["diagnosis"]]
        assert diagnoses
        for diagnosis in diagnoses:
            assert list(diagnosis) == ["verdict", "blame", "certain", "causes", "excluded", "notes"]
            for cause in diagnosis["causes"] + diagnosis["excluded"]:
                assert list(cause) == ["row", "text", "standing", "because", "fix", "wait", "page"]

    def test_it_is_the_same_walk(self, broken: Examined) -> None:
        said = json.loads(document(broken.context, broken.results, broken.status))
        assert len(said["results"]) == len(broken.results)


def test_no_secret_is_in_either(situation: Situation) -> None:
    """Nor a part of one: no twelve characters that follow each other in a secret or a token."""
    found = situation.examine(sends=True)
    situation.user.imap = False
    broken = situation.examine()
    wrong = situation.examine(M365_PASSWORD="a wrong password, and a long one")
    written = "\n".join(text for one in (found, broken, wrong) for text in (one.table, one.document))
    secrets = {*found.context.secrets, *broken.context.secrets, *wrong.context.secrets, situation.m365.password}
    assert len(secrets) > 5
    for secret in secrets:
        # The header of a token is public, and the same in all.
        body = secret.partition(".")[2] or secret
        parts = {body[start : start + 12] for start in range(len(body) - 11)}
        assert not [part for part in parts if part in written]


def test_the_context_shows_no_secret(situation: Situation) -> None:
    found = situation.examine(protocols=["imap"])
    shown = repr(found.context)
    assert not [
        secret for secret in found.context.secrets if secret in shown.replace(str(found.context.environment), "")
    ]
    assert table(found.context, found.results, found.status) == found.table
