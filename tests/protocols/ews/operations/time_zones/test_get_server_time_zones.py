"""GetServerTimeZones: the list that Exchange Online has, and rules that say what the zones' clocks show."""

from typing import Any

import pytest

from fakeserver.protocols.ews.soap.names import t
from fakeserver.tenant.windows_zones import windows_ids
from tests.protocols.ews.client import Ews
from tests.protocols.ews.recordings import comparable, recorded

exchangelib = pytest.importorskip("exchangelib")
DEFINITION = ".//t:TimeZoneDefinition"


def ask(content: str = "", full: str = "false") -> str:
    return f'<m:GetServerTimeZones ReturnFullTimeZoneData="{full}">{content}</m:GetServerTimeZones>'


def ids(*windows_ids: str) -> str:
    return f"<m:Ids>{''.join(f'<t:Id>{one}</t:Id>' for one in windows_ids)}</m:Ids>"


def test_the_list_is_the_recorded_one_and_what_cldr_has_besides(ews: Ews) -> None:
    listed = ews(ask()).all(DEFINITION)
    theirs = recorded("APITest.testGetServerTimezones", 0, DEFINITION)
    assert [dict(one.attrib) for one in listed[: len(theirs)]] == [dict(one.attrib) for one in theirs]
    assert comparable(listed[0]) == comparable(theirs[0])
    assert len(listed) == len(windows_ids()) > len(theirs)


def test_zones_are_asked_for_by_id_in_whatever_order_and_others_are_left_out(ews: Ews) -> None:
    answer = ews(ask(ids("Tokyo Standard Time", "Europe/Berlin", "", "UTC", "tzone://Microsoft/Utc")))
    assert answer.attributes(DEFINITION, "Id") == ["UTC", "Tokyo Standard Time"]
    assert answer.attributes(DEFINITION, "Name") == [
        "(UTC) Coordinated Universal Time",
        "(UTC+09:00) Osaka, Sapporo, Tokyo",
    ]


@pytest.mark.parametrize("content", ["<m:Ids/>", "<m:Ids><t:Name>UTC</t:Name></m:Ids>"])
def test_ids_that_the_schema_has_not_are_refused(ews: Ews, content: str) -> None:
    answer = ews(ask(content))
    assert (answer.status, answer.element.findtext("faultcode")) == (500, "a:ErrorSchemaValidation")


def test_rules_are_written_unless_they_are_not_wanted(ews: Ews) -> None:
    for request in (ask(ids("UTC"), full="true"), f"<m:GetServerTimeZones>{ids('UTC')}</m:GetServerTimeZones>"):
        assert ews(request).attributes(".//t:Period", "Bias") == ["PT0S"]
    assert ews(ask(ids("UTC"))).all(".//t:Period") == []


def test_a_zone_whose_rules_have_changed_has_a_group_for_each(ews: Ews) -> None:
    eastern = ews(ask(ids("Eastern Standard Time"), full="true"))
    assert eastern.attributes(".//t:Period", "Id") == [
        f"trule:Microsoft/Registry/Eastern Standard Time/{year}-{name}"
        for year in (2006, 2007)
        for name in ("Standard", "Daylight")
    ]
    assert eastern.texts(".//t:RecurringDayTransition/t:Month") == ["4", "10", "3", "11"]
    assert eastern.texts(".//t:RecurringDayTransition/t:Occurrence") == ["1", "-1", "2", "1"]
    assert eastern.texts(".//t:AbsoluteDateTransition/t:DateTime") == ["2007-01-01T00:00:00"]


def test_a_zone_whose_clocks_never_change_has_one_group_with_one_transition(ews: Ews) -> None:
    india = ews(ask(ids("India Standard Time"), full="true"))
    assert india.texts(".//t:TransitionsGroup/t:Transition/t:To") == [
        "trule:Microsoft/Registry/India Standard Time/1-Standard"
    ]
    assert india.attributes(".//t:Period", "Bias") == ["-PT5H30M"]
    assert [len(india.all(f".//t:{name}")) for name in ("TransitionsGroup", "RecurringDayTransition")] == [1, 0]


def test_definitions_are_whole_as_the_managed_api_wants_them(ews: Ews) -> None:
    """As many transitions as groups, which have one transition to a period, or two that come every year."""
    for zone in ews(ask(full="true")).all(DEFINITION):
        groups = zone.findall(f"{t('TransitionsGroups')}/{t('TransitionsGroup')}")
        assert groups
        assert len(groups) == len(zone.findall(f"{t('Transitions')}/*"))
        periods = {period.get("Id") for period in zone.iter(t("Period"))}
        for group in groups:
            assert [one.tag for one in group] in ([t("Transition")], [t("RecurringDayTransition")] * 2)
            assert {one.findtext(t("To")) for one in group} <= periods


def test_exchangelib_reads_each_of_them(m365_ews: Any) -> None:
    zones = list(m365_ews.protocol.get_timezones(return_full_timezone_data=True))
    assert [zone.id for zone in zones] == list(windows_ids())
    for zone in zones:
        for year in (2005, 2016, 2026, 2040):
            standard, daylight, period = zone.get_std_and_dst(for_year=year)
            assert period.name == "Standard"
            assert (standard is None) == (daylight is None), zone.id


def test_exchangelib_asks_for_some(m365_ews: Any) -> None:
    berlin = exchangelib.EWSTimeZone("Europe/Berlin")
    (zone,) = m365_ews.protocol.get_timezones(timezones=[berlin])
    assert (zone.id, zone.name) == (berlin.ms_id, "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna")
