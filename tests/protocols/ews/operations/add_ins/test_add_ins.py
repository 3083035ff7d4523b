"""No mailbox has add-ins, and it is said where they are to be had."""

import pytest

from tests.protocols.ews.client import Ews, envelope, fault_of


@pytest.mark.parametrize("asked", ["", "<m:IncludeManifestData>true</m:IncludeManifestData>"])
def test_there_are_no_add_ins(ews: Ews, asked: str) -> None:
    answer = ews(f"<m:GetAppManifests>{asked}</m:GetAppManifests>")
    assert answer.codes == ["NoError"]
    [apps] = answer.all(".//m:Apps")
    assert len(apps) == 0


def test_the_marketplace_has_an_address(ews: Ews) -> None:
    assert ews("<m:GetAppMarketplaceUrl/>").value(".//m:AppMarketplaceUrl").startswith("https://")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("<m:IncludeManifestData>yes</m:IncludeManifestData>", "ErrorSchemaValidation"),
        ("<m:ExtensionIds/>", "ErrorInvalidOperation"),
        ("<m:Nonsense/>", "ErrorSchemaValidation"),
    ],
)
def test_what_is_a_fault(ews: Ews, asked: str, code: str) -> None:
    answer = ews.post(envelope(f"<m:GetAppManifests>{asked}</m:GetAppManifests>"), ews.token(ews.alice))
    assert fault_of(answer)[0] == code
