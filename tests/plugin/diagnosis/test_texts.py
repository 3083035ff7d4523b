"""Texts and fixes: every one is filled, whatever is known."""

import pytest

from pytest_m365.diagnosis import Seen
from pytest_m365.diagnosis.judging import Standing
from pytest_m365.diagnosis.row import Row
from pytest_m365.diagnosis.rows import ROWS
from pytest_m365.diagnosis.texts import by_code, facts_of, fix_of, text_of

KNOWN = Seen(
    mailbox="alice@contoso.com",
    sender="bob@contoso.com",
    claims={"oid": "the-oid", "roles": ["IMAP.AccessAsApp"], "aud": "https://outlook.office365.com"},
    tenant_id="the-tenant",
    client_id="the-client",
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))
@pytest.mark.parametrize("seen", [Seen(), KNOWN], ids=["nothing known", "all known"])
def test_every_cause_has_text_fix_and_wait(row: Row, seen: Seen) -> None:
    for cause in row.causes:
        for code in row.sign.codes or (0,):
            for protocol in row.sign.protocols or ("",):
                one = Seen(**{**vars(seen), "protocol": protocol})
                text, (fix, page) = text_of(cause, one, code), fix_of(cause, one, code)
                assert text, (row.number, code)
                assert not text.endswith(".")
                assert fix, (row.number, code)
                assert "{" not in text + fix.replace("{id-token: write, contents: read}", "")
                assert page == "" or page.partition("/")[0].endswith(".com")
                # How long it takes is said once.
                assert "takes up to" not in fix.replace("It takes up to a day, or 30 minutes after Set-User", "")
        assert cause.wait.text


def test_ids_are_filled_in() -> None:
    rows = {row.number: row for row in ROWS}
    fix, page = fix_of(rows[6].causes[0], KNOWN, 0)
    assert "New-ServicePrincipal -AppId the-client -ObjectId the-oid" in fix
    assert page.startswith("learn.microsoft.com/")
    assert "Add-MailboxPermission -Identity alice@contoso.com -User the-oid" in fix_of(rows[1].causes[0], KNOWN, 0)[0]


def test_what_is_not_known_is_named() -> None:
    rows = {row.number: row for row in ROWS}
    assert "-AppId <application> -ObjectId <object id>" in fix_of(rows[6].causes[0], Seen(), 0)[0]


def test_facts_of_nothing() -> None:
    # Exchange Online's, the same in every tenant.
    assert facts_of(Seen()) == {"resource_id": "00000002-0000-0ff1-ce00-000000000000"}


def test_what_a_refusal_leaves_open_is_filled_in() -> None:
    rows = {row.number: row for row in ROWS}
    organization, the_list = rows[18].causes[:2]
    for cause in (organization, the_list):
        fix, _ = fix_of(cause, KNOWN, 0)
        assert "-EwsAllowedAppIDs '<ids that are there>,the-client'" in fix
        assert "-RetrieveEwsOperationAccessPolicy" in fix
    assert (
        "login.microsoftonline.com/the-tenant/adminconsent?client_id=the-client"
        in fix_of(rows[25].causes[0], KNOWN, 65001)[0]
    )
    assert "<tenant id>" in fix_of(rows[25].causes[0], Seen(), 65001)[0]


def test_an_application_is_told_of_roles_and_a_user_of_scopes() -> None:
    rows = {row.number: row for row in ROWS}
    of_app, of_user = rows[41].causes[:2]
    app, user = (Seen(protocol="pop3", claims=claims) for claims in ({"idtyp": "app"}, {"scp": "", "upn": "a@b.c"}))
    assert "Application permissions > POP.AccessAsApp;" in fix_of(of_app, app, 0)[0]
    assert "Delegated permissions > POP.AccessAsUser.All;" in fix_of(of_user, user, 0)[0]
    assert (of_app.judge(user).standing, of_user.judge(app).standing) == (Standing.EXCLUDED, Standing.EXCLUDED)


def test_the_refusal_behind_a_number() -> None:
    refusal = by_code(7000222)
    assert refusal is not None
    assert refusal.__name__ == "SecretExpired"
    assert by_code(1) is None
