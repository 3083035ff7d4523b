"""What the consent page says of permissions."""

from fakeserver.protocols.oauth.permission_titles import of_request, titled
from fakeserver.tenant.directory.permissions import MAIL_ROLES, MAIL_SCOPES, OPENID_SCOPES, parse_scopes


def test_every_mail_permission_has_a_title() -> None:
    names = {*MAIL_SCOPES, *MAIL_ROLES, *OPENID_SCOPES}
    assert {value for title, value in titled(names) if title != value} == names


def test_one_without_a_title_is_shown_by_its_name() -> None:
    assert titled(["Sing.Songs"]) == [("Sing.Songs", "Sing.Songs")]


def test_what_was_consented_to_is_not_listed() -> None:
    scopes = parse_scopes("https://outlook.office.com/SMTP.Send https://outlook.office.com/Mail.Read openid")
    assert [value for _, value in of_request(scopes, frozenset({"Mail.Read"}))] == ["Mail.Read", "openid"]
