"""GetUserOofSettings and SetUserOofSettings."""

from datetime import UTC, datetime

import pytest
from lxml import etree

from fakeserver.protocols.ews.soap.names import XML_LANG
from tests.protocols.ews.client import Answer, Ews
from tests.world import World


@pytest.fixture
def world() -> World:
    return World.of("alice", "bob", frozen=True)


def owner(address: str) -> str:
    return f"<t:Mailbox><t:Address>{address}</t:Address></t:Mailbox>"


def got(ews: Ews, address: str = "") -> Answer:
    return ews(f"<m:GetUserOofSettingsRequest>{owner(address or ews.alice.address)}</m:GetUserOofSettingsRequest>")


def replies(internal: str = "in", external: str = "out") -> str:
    return (
        f"<t:InternalReply><t:Message>{internal}</t:Message></t:InternalReply>"
        f"<t:ExternalReply><t:Message>{external}</t:Message></t:ExternalReply>"
    )


def period(start: str, end: str) -> str:
    return f"<t:Duration><t:StartTime>{start}</t:StartTime><t:EndTime>{end}</t:EndTime></t:Duration>"


def put(ews: Ews, state: str, rest: str, audience: str = "Known", address: str = "") -> Answer:
    return ews(
        f"<m:SetUserOofSettingsRequest>{owner(address or ews.alice.address)}<t:UserOofSettings>"
        f"<t:OofState>{state}</t:OofState><t:ExternalAudience>{audience}</t:ExternalAudience>{rest}"
        "</t:UserOofSettings></m:SetUserOofSettingsRequest>"
    )


def leaves(answer: Answer) -> list[tuple[str, str | None]]:
    settings = answer.find("t:OofSettings")
    return [(etree.QName(part).localname, part.text) for part in settings.iter() if not len(part)]


def test_a_new_mailbox_has_none(ews: Ews) -> None:
    answer = got(ews)
    assert [etree.QName(part).localname for part in answer.element] == [
        "ResponseMessage", "OofSettings", "AllowExternalOof",
    ]  # fmt: skip
    assert (answer.element.get("ResponseClass"), answer.codes) == (None, ["NoError"])
    assert answer.value("m:AllowExternalOof") == "All"
    now = ews.tenant.clock.now().replace(minute=0, second=0, microsecond=0)
    assert leaves(answer) == [
        ("OofState", "Disabled"),
        ("ExternalAudience", "All"),
        ("StartTime", f"{now:%Y-%m-%dT%H:%M:%SZ}"),
        ("EndTime", f"{now.replace(tzinfo=UTC).fromtimestamp(now.timestamp() + 86400, UTC):%Y-%m-%dT%H:%M:%SZ}"),
        ("InternalReply", None),
        ("ExternalReply", None),
    ]


def test_what_is_set_is_read_back(ews: Ews) -> None:
    text = replies("in &lt;b&gt;", "out").replace("<t:InternalReply>", '<t:InternalReply xml:lang="de-DE">')
    answer = put(ews, "Enabled", period("2026-10-05T00:00:00", "2026-10-25T02:00:00+02:00") + text)
    assert [etree.QName(part).localname for part in answer.element] == ["ResponseMessage"]
    assert answer.codes == ["NoError"]
    found = got(ews)
    assert leaves(found) == [
        ("OofState", "Enabled"),
        ("ExternalAudience", "Known"),
        ("StartTime", "2026-10-05T00:00:00Z"),
        ("EndTime", "2026-10-25T00:00:00Z"),
        ("Message", "in <b>"),
        ("Message", "out"),
    ]
    assert found.attributes("t:OofSettings/*", XML_LANG) == ["None", "None", "None", "de-DE", "None"]
    assert put(ews, "Disabled", "", "None").codes == ["NoError"]
    assert leaves(got(ews))[:3] == [
        ("OofState", "Disabled"), ("ExternalAudience", "None"), ("StartTime", "2026-10-05T00:00:00Z"),
    ]  # fmt: skip
    assert got(ews).texts(".//t:Message") == ["in <b>", "out"]


@pytest.mark.parametrize(
    ("state", "rest", "code"),
    [
        ("Scheduled", period("2026-12-01T00:00:00Z", "2026-12-02T00:00:00Z") + replies(), "NoError"),
        ("Scheduled", period("2026-10-01T00:00:00Z", "2026-12-02T00:00:00Z") + replies(), "NoError"),
        ("Scheduled", replies(), "ErrorInvalidScheduledOofDuration"),
        (
            "Scheduled",
            period("2026-12-02T00:00:00Z", "2026-12-02T00:00:00Z") + replies(),
            "ErrorInvalidScheduledOofDuration",
        ),
        (
            "Scheduled",
            period("2026-12-03T00:00:00Z", "2026-12-02T00:00:00Z") + replies(),
            "ErrorInvalidScheduledOofDuration",
        ),
        (
            "Scheduled",
            period("2026-10-01T00:00:00Z", "2026-10-02T00:00:00Z") + replies(),
            "ErrorInvalidScheduledOofDuration",
        ),
        ("Enabled", period("2026-10-03T00:00:00Z", "2026-10-02T00:00:00Z") + replies(), "NoError"),
        ("Enabled", "", "ErrorInvalidUserOofSettings"),
        ("Enabled", replies().partition("<t:ExternalReply>")[0], "ErrorInvalidUserOofSettings"),
        ("Enabled", replies("", ""), "NoError"),
        ("Enabled", "<t:InternalReply/><t:ExternalReply/>", "NoError"),
        ("Disabled", "", "NoError"),
    ],
)
def test_periods_and_texts(ews: Ews, state: str, rest: str, code: str) -> None:
    ews.tenant.clock.freeze(datetime(2026, 11, 1, tzinfo=UTC))
    before = leaves(got(ews))
    answer = put(ews, state, rest)
    assert (answer.status, answer.codes) == (200, [code])
    assert answer.attribute("m:ResponseMessage", "ResponseClass") == ("Success" if code == "NoError" else "Error")
    if code != "NoError":
        assert leaves(got(ews)) == before


@pytest.mark.parametrize(
    "rest",
    [
        "<t:CreateOOFEvent>perhaps</t:CreateOOFEvent>",
        period("soon", "later") + replies(),
        replies().replace("<t:InternalReply>", '<t:InternalReply xml:lang="!">'),
    ],
)
def test_what_is_a_fault(ews: Ews, rest: str) -> None:
    assert put(ews, "Enabled", rest).status == 500
    assert put(ews, "Perhaps", replies()).status == 500


def test_the_settings_of_others(ews: Ews) -> None:
    for answer in (got(ews, ews.bob.address), put(ews, "Enabled", replies(), address=ews.bob.address)):
        assert (answer.status, answer.value("faultcode")) == (500, "a:ErrorAccessDenied")
        assert "User is not mailbox owner" in answer.value("faultstring")
    ews.tenant.rights.add_folder_permission("bob", "inbox", "alice", "Owner")
    assert got(ews, ews.bob.address).status == 500
    ews.tenant.rights.add_mailbox_permission("bob", "alice")
    assert put(ews, "Enabled", replies(), address=ews.bob.address).codes == ["NoError"]
    assert got(ews, ews.bob.address).value(".//t:OofState") == "Enabled"
    assert got(ews).value(".//t:OofState") == "Disabled"
    assert got(ews, "nobody@contoso.onmicrosoft.com").codes == ["ErrorNonExistentMailbox"]


def test_an_alias_names_the_mailbox_too(ews: Ews) -> None:
    ews.tenant.people.add_alias("alice", "al")
    assert got(ews, "AL@contoso.onmicrosoft.com").codes == ["NoError"]
