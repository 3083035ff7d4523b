"""How causes are judged by what else was seen: each clue by itself, and against its opposite."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pytest_m365.diagnosis import Diagnosis, Reached, Seen
from pytest_m365.diagnosis.admin_facts import AdminFacts, MailboxFacts
from pytest_m365.diagnosis.entra_clues import secret_form
from pytest_m365.diagnosis.judging import Standing
from pytest_m365.diagnosis.network_clues import LONGEST_POP3_TOKEN
from pytest_m365.diagnosis.ruling import rule

ALICE, BOB = "alice@contoso.com", "bob@contoso.com"
APP, PUBLIC = "0a000000-0000-4000-8000-00000000000a", "0b000000-0000-4000-8000-00000000000b"
OBJECT = "0c000000-0000-4000-8000-00000000000c"
TENANT = "0d000000-0000-4000-8000-00000000000d"
NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
NOT_CONNECTED = "BAD User is authenticated but not connected."
ROLES = ["IMAP.AccessAsApp", "POP.AccessAsApp", "SMTP.SendAsApp", "full_access_as_app"]


def claims(**changes: Any) -> dict[str, Any]:
    """Return an application's claims, all as they ought to be."""
    return {
        "aud": "https://outlook.office365.com",
        "tid": TENANT,
        "oid": OBJECT,
        "roles": ROLES,
        "exp": NOW.timestamp() + 3600,
        **changes,
    }


def as_app(protocol: str, answer: str, **changes: Any) -> Seen:
    seen = Seen(protocol, answer, mailbox=ALICE, claims=claims(), client_id=APP, tenant_id=TENANT, at=NOW)
    return replace(seen, **changes)


def as_alice(protocol: str, answer: str, **changes: Any) -> Seen:
    delegated = claims(upn=ALICE, scp="IMAP.AccessAsUser.All POP.AccessAsUser.All SMTP.Send EWS.AccessAsUser.All")
    del delegated["roles"]
    return replace(as_app(protocol, answer), claims=delegated, client_id=PUBLIC, **changes)


def ruled(seen: Seen) -> Diagnosis:
    diagnosis = rule(seen)
    assert diagnosis is not None
    return diagnosis


def standing(seen: Seen, row: int, words: str = "") -> Standing:
    """Return how a row's cause stands."""
    diagnosis = ruled(seen)
    [found] = [cause for cause in (*diagnosis.causes, *diagnosis.excluded) if cause.row == row and words in cause.text]
    return found.standing


def opened(protocol: str, mailbox: str = ALICE, app: str = APP, *, admitted: bool | None = True) -> frozenset[Reached]:
    return frozenset({Reached(protocol, mailbox, app, app == APP, admitted)})


class TestWithoutAnything:
    def test_five_causes_cannot_be_told_apart(self) -> None:
        diagnosis = ruled(Seen("imap", NOT_CONNECTED))
        assert diagnosis.rows == (1, 2, 3, 4, 5)
        assert "5 causes have this answer, and nothing seen tells them apart" in diagnosis.verdict
        assert not diagnosis.excluded

    def test_so_it_is_with_five_of_ews(self) -> None:
        diagnosis = ruled(as_app("ews", "HTTP 403 Forbidden (empty body)"))
        assert [cause.row for cause in diagnosis.causes] == [18] * 5
        assert not diagnosis.is_certain


class TestOtherProtocols:
    @pytest.mark.parametrize("protocol", ["pop3", "imap"])
    def test_one_that_asks_for_the_same_excludes_a_missing_permission(self, protocol: str) -> None:
        other = "imap" if protocol == "pop3" else "pop3"
        answer = NOT_CONNECTED if protocol == "imap" else "-ERR Authentication failure: unknown user name"
        assert standing(as_app(protocol, answer, opened=opened(other)), 1) is Standing.EXCLUDED

    def test_ews_does_not_since_an_application_needs_no_permission_there(self) -> None:
        assert standing(as_app("imap", NOT_CONNECTED, opened=opened("ews")), 1) is Standing.POSSIBLE
        assert standing(as_app("imap", NOT_CONNECTED, opened=opened("ews")), 3) is Standing.POSSIBLE

    def test_full_access_before_two_switches(self) -> None:
        """SMTP signs in without it, and so says nothing of a switch."""
        seen = as_app("imap", NOT_CONNECTED, opened=opened("smtp") | opened("ews"), not_opened=opened("pop3"))
        assert ruled(seen).verdict == (
            "the service or its settings, most likely: the application has no FullAccess to the mailbox"
        )

    def test_several_that_are_likely_are_counted_alone(self) -> None:
        seen = as_app("ews", "HTTP 403 Forbidden (empty body)", opened=opened("ews", app=PUBLIC))
        assert "2 causes are likely, and nothing seen tells them apart" in ruled(seen).verdict

    def test_another_that_opens_makes_the_switch_likely(self) -> None:
        assert standing(as_alice("imap", NOT_CONNECTED, opened=opened("ews", app=PUBLIC)), 3) is Standing.LIKELY

    def test_another_identity_that_opens_excludes_it(self) -> None:
        assert standing(as_alice("imap", NOT_CONNECTED, opened=opened("imap")), 3) is Standing.EXCLUDED

    def test_imap_tells_of_smtp_whether_token_or_mailbox_is_refused(self) -> None:
        answer = "535 5.7.3 Authentication unsuccessful"
        refused = as_app("smtp", answer, not_opened=opened("imap", admitted=False))
        assert (standing(refused, 1), standing(refused, 6)) == (Standing.EXCLUDED, Standing.LIKELY)
        admitted = as_app("smtp", answer, not_opened=opened("imap"))
        assert (standing(admitted, 1), standing(admitted, 6)) == (Standing.LIKELY, Standing.EXCLUDED)

    def test_the_same_a_minute_later_is_no_busy_server(self) -> None:
        assert standing(Seen("imap", NOT_CONNECTED, asked_again_after=59), 4) is Standing.POSSIBLE
        assert standing(Seen("imap", NOT_CONNECTED, asked_again_after=60), 4) is Standing.EXCLUDED


class TestClaims:
    def test_an_application_without_roles_may_have_them_from_rbac(self) -> None:
        """Whoever has roles of Exchange's own gets a token without any: that is no missing consent."""
        without = claims()
        del without["roles"]
        smtp = as_app("smtp", "535 5.7.3 Authentication unsuccessful", claims=without)
        assert standing(smtp, 14) is Standing.LIKELY
        assert standing(as_app("ews", "HTTP 403 Forbidden", claims=without), 8) is Standing.LIKELY
        # IMAP and POP3 have no such roles.
        assert standing(as_app("imap", "NO AUTHENTICATE failed.", claims=without), 8) is Standing.PROVED

    @pytest.mark.parametrize(
        ("change", "row"),
        [
            ({"aud": "https://graph.microsoft.com"}, 7),
            ({"aud": "00000003-0000-0000-c000-000000000000"}, 7),
            ({"roles": ["full_access_as_app"]}, 8),
            ({"tid": OBJECT}, 10),
            ({"idp": "https://sts.windows.net/9122040d-6c67-4c5b-b112-36a304b66dad/"}, 10),
            ({"exp": NOW.timestamp() - 1}, 11),
        ],
    )
    def test_a_claim_proves_its_row_and_no_other(self, change: dict[str, Any], row: int) -> None:
        diagnosis = ruled(as_app("imap", "NO AUTHENTICATE failed.", claims=claims(**change)))
        assert diagnosis.rows == (row,)
        assert diagnosis.is_certain
        assert str(next(iter(change.values()))) in str(diagnosis) or row in (8, 11)

    def test_what_is_right_is_excluded_with_its_value(self) -> None:
        [graph] = [cause for cause in ruled(as_app("imap", "NO AUTHENTICATE failed.")).excluded if cause.row == 7]
        assert graph.because == "aud is https://outlook.office365.com"

    def test_the_length_of_a_token_for_pop3(self) -> None:
        answer = "-ERR Protocol error. Connection is closed. 10"
        assert standing(as_app("pop3", answer, token_length=LONGEST_POP3_TOKEN + 1), 40, "too long") is Standing.LIKELY
        assert standing(as_app("pop3", answer, token_length=1500), 40, "too long") is Standing.EXCLUDED
        assert standing(Seen("pop3", answer), 40, "same line") is Standing.POSSIBLE


class TestEws:
    ANSWER = "HTTP 403 Forbidden (empty body)"

    def test_another_mailbox_that_opens_leaves_the_mailbox(self) -> None:
        diagnosis = ruled(as_app("ews", self.ANSWER, opened=opened("ews", BOB)))
        assert [cause.text for cause in diagnosis.likely] == [
            "EWS is off for the mailbox",
            "the mailbox has a licence without EWS (F1, F3, Kiosk)",
            "an application access policy keeps the application out of this mailbox",
        ]
        assert len(diagnosis.causes) == 3

    def test_another_application_that_opens_it_leaves_the_application(self) -> None:
        diagnosis = ruled(as_app("ews", self.ANSWER, opened=opened("ews", app=PUBLIC)))
        assert [cause.text for cause in diagnosis.causes] == [
            "the application is not on the organization's list",
            "an application access policy keeps the application out of this mailbox",
        ]

    def test_no_application_and_no_mailbox_makes_the_organization_likely(self) -> None:
        refused = opened("ews", BOB, PUBLIC, admitted=None)
        assert standing(as_app("ews", self.ANSWER, not_opened=refused), 18, "for the organization") is Standing.LIKELY

    @pytest.mark.parametrize(("number", "refusal"), [("2000002", "expired"), ("2000003", "outlook.office365.com")])
    def test_the_number_of_a_401(self, number: str, refusal: str) -> None:
        answer = f'HTTP 401 Unauthorized x-ms-diagnostics: {number};reason="r";error_category="c"'
        diagnosis = ruled(as_app("ews", answer))
        assert diagnosis.is_certain
        assert diagnosis.causes[0].because == f"x-ms-diagnostics is {number}"


class TestAdminFacts:
    """What the admin's script has found turns guesses into findings."""

    @staticmethod
    def facts(mailbox: dict[str, Any] | None = None, **tenant: Any) -> AdminFacts:
        box = MailboxFacts(**{"primary": ALICE, "plan": "ExchangeOnlineEnterprise-1", **(mailbox or {})})
        return AdminFacts(tenant_id=TENANT, mailboxes={ALICE: box}, **tenant)

    @pytest.mark.parametrize(
        ("facts", "row"),
        [
            ({"full_access": frozenset()}, 1),
            ({"enabled": {"imap": False}, "full_access": frozenset({APP})}, 3),
            ({"primary": ""}, 5),
            ({"primary": "alice.b@contoso.com"}, 5),
            ({"plan": "ExchangeOnlineDeskless-2"}, 5),
        ],
    )
    def test_imaps_five_causes(self, facts: dict[str, Any], row: int) -> None:
        diagnosis = ruled(as_app("imap", NOT_CONNECTED, facts=self.facts(facts)))
        assert diagnosis.rows == (row,)
        assert diagnosis.is_certain
        assert "the admin's script finds" in diagnosis.causes[0].because

    def test_where_all_is_right_the_busy_server_is_left(self) -> None:
        right = self.facts({"full_access": frozenset({APP}), "enabled": {"imap": True}})
        diagnosis = ruled(as_app("imap", NOT_CONNECTED, facts=right))
        assert diagnosis.rows == (4,)
        assert {cause.row for cause in diagnosis.excluded} == {1, 2, 3, 5}

    def test_a_users_permission(self) -> None:
        for_bob = replace(as_alice("imap", NOT_CONNECTED), mailbox=BOB)
        box = MailboxFacts(BOB, full_access=frozenset({"carol@contoso.com"}))
        assert standing(replace(for_bob, facts=AdminFacts(mailboxes={BOB: box})), 2) is Standing.PROVED
        box = MailboxFacts(BOB, full_access=frozenset({ALICE}))
        assert standing(replace(for_bob, facts=AdminFacts(mailboxes={BOB: box})), 2) is Standing.EXCLUDED

    @pytest.mark.parametrize(
        ("known", "result"), [({OBJECT}, Standing.EXCLUDED), ({TENANT}, Standing.PROVED), (set(), Standing.PROVED)]
    )
    def test_the_object_id_in_exchange(self, known: set[str], result: Standing) -> None:
        facts = self.facts(object_ids={APP: frozenset(known)})
        assert standing(as_app("imap", "NO AUTHENTICATE failed.", facts=facts), 6) is result

    @pytest.mark.parametrize(
        ("mailbox", "tenant", "words"),
        [
            ({}, {"ews_enabled": False}, "off for the organization"),
            (
                {},
                {"ews_enabled": True, "has_ews_list": True, "ews_allowed": frozenset({PUBLIC})},
                "organization's list",
            ),
            ({"enabled": {"ews": False}}, {"ews_enabled": True}, "off for the mailbox"),
            ({"plan": "ExchangeOnlineDeskless-2"}, {"ews_enabled": True}, "licence without EWS"),
            ({"access_policy": {APP: "Denied"}}, {"ews_enabled": True}, "access policy"),
        ],
    )
    def test_the_five_causes_of_ews(self, mailbox: dict[str, Any], tenant: dict[str, Any], words: str) -> None:
        diagnosis = ruled(as_app("ews", "HTTP 403 Forbidden", facts=self.facts(mailbox, **tenant)))
        assert diagnosis.is_certain
        assert words in diagnosis.causes[0].text

    def test_where_every_setting_is_right_ews_says_that_nothing_fits(self) -> None:
        """A setting that was read as right may bite a day later, so that the answer stays a riddle."""
        right = {"enabled": {"ews": None, "imap": True}, "access_policy": {APP: "Granted"}}
        tenant = {"ews_enabled": True, "has_ews_list": True, "ews_allowed": frozenset({APP})}
        diagnosis = ruled(as_app("ews", "HTTP 403 Forbidden", facts=self.facts(right, **tenant)))
        assert diagnosis.causes == ()
        assert diagnosis.verdict == "cannot tell: everything that this answer is known for is excluded"

    @pytest.mark.parametrize(
        ("roles", "result"),
        [(frozenset({"Application SMTP.SendAsApp"}), Standing.EXCLUDED), (frozenset(), Standing.PROVED)],
    )
    def test_roles_of_exchanges_own(self, roles: frozenset[str], result: Standing) -> None:
        facts = self.facts({"roles": {APP: roles}})
        without = as_app("smtp", "535 5.7.3 Authentication unsuccessful", claims=claims(roles=[]), facts=facts)
        assert standing(without, 14) is result


class TestSignIn:
    @pytest.mark.parametrize(("ahead", "row"), [(-400.0, "the machine's clock"), (0.5, "older than it may be")])
    def test_an_old_assertion_or_a_wrong_clock(self, ahead: float, row: str) -> None:
        seen = Seen(
            "token", "AADSTS700024: Client assertion is not within its valid time range.",
            at=NOW, ahead=ahead, assertion={"exp": (NOW - timedelta(minutes=5 if ahead > 0 else -5)).timestamp()},
        )  # fmt: skip
        diagnosis = ruled(seen)
        assert diagnosis.is_certain
        assert row in diagnosis.causes[0].text

    @pytest.mark.parametrize(
        ("grant", "words"), [("device_code", "public client flows"), ("client_credentials", "neither secret")]
    )
    def test_a_missing_secret_by_its_grant(self, grant: str, words: str) -> None:
        diagnosis = ruled(Seen("token", "AADSTS7000218: The request body must contain", grant=grant))
        assert diagnosis.is_certain
        assert words in diagnosis.causes[0].text

    def test_a_fork(self) -> None:
        seen = Seen("settings", "ACTIONS_ID_TOKEN_REQUEST_URL", environment={"GITHUB_EVENT_NAME": "pull_request"})
        assert "from a fork" in ruled(seen).likely[0].text

    @pytest.mark.parametrize(
        ("secret", "raw", "odd"),
        [
            ("abc8Q~" + "x" * 34, None, ""),
            ("abc8Q~" + "x" * 34, "abc8Q~" + "x" * 34 + "\n", "line end around it"),
            ("3f2504e0-4f89-11d3-9a0c-0305e82c3301", None, "a GUID"),
            ("short", None, "5 characters"),
            ("x" * 40, None, "not the form"),
        ],
    )
    def test_the_form_of_a_secret(self, secret: str, raw: str | None, odd: str) -> None:
        form = secret_form(secret, raw)
        assert odd in form if odd else form == ""
        assert secret not in form


class TestNetwork:
    def test_one_family_that_is_silent(self) -> None:
        diagnosis = ruled(Seen("network", "IPv6: timed out", families=("IPv4",), silent_families=("IPv6",)))
        assert diagnosis.is_certain
        assert diagnosis.causes[0].because == "IPv4 answers, IPv6 does not"

    @pytest.mark.parametrize(
        ("environment", "issuer", "is_fake", "words"),
        [
            ({}, "CN=Corp Proxy", False, "a proxy between"),
            ({"SSL_CERT_FILE": "/x.pem"}, "CN=DigiCert", False, "are still set"),
            ({}, "O=fakeserver", True, "the fake answers"),
        ],
    )
    def test_a_certificate_that_is_not_trusted(
        self, environment: dict[str, str], issuer: str, is_fake: bool, words: str
    ) -> None:
        seen = Seen("tls", "certificate verify failed", environment=environment, issuer=issuer, is_fake=is_fake)
        assert words in ruled(seen).likely[0].text
