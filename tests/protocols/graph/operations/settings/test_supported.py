"""The languages and time zones that there are."""

import pytest

from tests.protocols.graph.asking import Graph, error, ok
from tests.protocols.graph.sdk import ask


def test_languages(graph: Graph) -> None:
    said = ok(graph.get("/me/outlook/supportedLanguages", scopes=("User.Read",)))
    assert said["@odata.context"] == f"{graph.root}/$metadata#Collection(microsoft.graph.localeInfo)"
    assert said["value"][0] == {"locale": "af-ZA", "displayName": "Afrikaans (Suid-Afrika)"}
    assert {"locale": "en-US", "displayName": "English (United States)"} in said["value"]


def test_each_language_can_be_chosen(graph: Graph) -> None:
    for each in ok(graph.get("/me/outlook/supportedLanguages"))["value"]:
        ok(graph.patch("/me/mailboxSettings", {"language": {"locale": each["locale"]}}))
        assert ok(graph.get("/me/mailboxSettings/language"))["displayName"]


@pytest.mark.parametrize("path", ["", "(TimeZoneStandard=microsoft.graph.timeZoneStandard'Windows')"])
def test_time_zones_by_the_names_of_windows(graph: Graph, path: str) -> None:
    said = ok(graph.get(f"/me/outlook/supportedTimeZones{path}"))
    assert said["@odata.context"] == f"{graph.root}/$metadata#Collection(microsoft.graph.timeZoneInformation)"
    assert said["value"][0] == {
        "alias": "Dateline Standard Time",
        "displayName": "(UTC-12:00) International Date Line West",
    }


@pytest.mark.parametrize("standard", ["microsoft.graph.timeZoneStandard'Iana'", "'iana'"])
def test_time_zones_by_the_names_of_iana(graph: Graph, standard: str) -> None:
    said = ok(graph.get(f"/me/outlook/supportedTimeZones(TimeZoneStandard={standard})"))
    assert said["value"][0] == {"alias": "Etc/GMT+12", "displayName": "Etc/GMT+12"}
    assert {"alias": "Europe/Berlin", "displayName": "Europe/Berlin"} in said["value"]


@pytest.mark.parametrize("parameters", ["TimeZoneStandard='Mars'", "Standard='iana'", "TimeZoneStandard=iana"])
def test_what_is_no_standard(graph: Graph, parameters: str) -> None:
    answer = error(graph.get(f"/me/outlook/supportedTimeZones({parameters})"))
    assert answer[:2] == (400, "RequestBroker--ParseUri")


@pytest.mark.parametrize("name", ["supportedLanguages", "supportedTimeZones"])
def test_permissions(graph: Graph, name: str) -> None:
    path = f"/me/outlook/{name}"
    assert error(graph.get(path, scopes=("MailboxSettings.ReadWrite",)))[:2] == (403, "ErrorAccessDenied")
    ok(graph.get(path, scopes=("User.ReadBasic.All",)))
    alice = graph.tenant.user("alice").upn
    ok(graph.get(f"/users/{alice}/outlook/{name}", token=graph.app_token("User.Read.All")))


def test_by_msgraph_sdk(graph: Graph) -> None:
    pytest.importorskip("msgraph")
    iana = ask(graph, lambda client: client.me.outlook.supported_time_zones_with_time_zone_standard("iana").get())
    assert iana.value[0].alias == "Etc/GMT+12"
    windows = ask(graph, lambda client: client.me.outlook.supported_time_zones.get())
    assert windows.value[0].alias == "Dateline Standard Time"
    assert ask(graph, lambda client: client.me.outlook.supported_languages.get()).value[0].locale == "af-ZA"
