"""Extended properties: how they are named, kept and shown (MS-OXWSXPROP, as MS-OXWSCORE's scenarios ask)."""

import pytest

from tests.protocols.ews.client import envelope, fault_of
from tests.protocols.ews.requirements.asking import create, get, made, message
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.wire import EwsOverTls

GUID = "00020329-0000-0000-c000-000000000046"
GOOD = {
    "distinguished set and name": 'DistinguishedPropertySetId="PublicStrings" PropertyName="n" PropertyType="String"',
    "distinguished set and id": 'DistinguishedPropertySetId="Common" PropertyId="34144" PropertyType="String"',
    "set and name": f'PropertySetId="{GUID}" PropertyName="n" PropertyType="String"',
    "set and id": f'PropertySetId="{GUID}" PropertyId="34144" PropertyType="String"',
    "tag": 'PropertyTag="0x3A45" PropertyType="String"',
    "tag in decimals": 'PropertyTag="14917" PropertyType="String"',
}


def extended(path: str, value: str = "<t:Value>x</t:Value>") -> str:
    return f"<t:ExtendedProperty><t:ExtendedFieldURI {path}/>{value}</t:ExtendedProperty>"


@holds("MS-OXWSXPROP", 37, 42, 43, 47, 50, 53, 55, 124, 148, 149, 150, 151, 152, 153)
@pytest.mark.parametrize("name", GOOD)
def test_each_way_to_name_one(ews: EwsOverTls, name: str) -> None:
    [item] = made(ews, message(extended(GOOD[name])))
    shown = ews(get(item, base="IdOnly", more=f"<t:ExtendedFieldURI {GOOD[name]}/>"))
    assert shown.texts(".//t:ExtendedProperty/t:Value") == ["x"]


@holds("MS-OXWSXPROP", 23, 144, 147)
def test_several_values(ews: EwsOverTls) -> None:
    path = f'PropertySetId="{GUID}" PropertyName="n" PropertyType="StringArray"'
    [item] = made(ews, message(extended(path, "<t:Values><t:Value>x</t:Value><t:Value>y</t:Value></t:Values>")))
    shown = ews(get(item, base="IdOnly", more=f"<t:ExtendedFieldURI {path}/>"))
    assert shown.texts(".//t:ExtendedProperty/t:Values/t:Value") == ["x", "y"]


TAGGED = 'PropertyTag="0x3A45" PropertyType="String"'


@holds("MS-OXWSXPROP", 51, 138, 139, 140, 157, 158, 161)
@pytest.mark.parametrize(
    "path",
    [
        f'{TAGGED} DistinguishedPropertySetId="Common"',
        f'{TAGGED} PropertySetId="{GUID}"',
        f'{TAGGED} PropertyName="n"',
        f'{TAGGED} PropertyId="5"',
        f'PropertySetId="{GUID}" DistinguishedPropertySetId="Common" PropertyId="5" PropertyType="String"',
        'PropertyName="n" PropertyType="String"',
        'PropertyId="5" PropertyType="String"',
        f'PropertySetId="{GUID}" PropertyType="String"',
        'DistinguishedPropertySetId="Common" PropertyType="String"',
    ],
)
def test_what_does_not_go_together(ews: EwsOverTls, path: str) -> None:
    answer = ews(create(message(extended(path))))
    assert answer.codes == ["ErrorInvalidExtendedProperty"]


@holds("MS-OXWSXPROP", 122)
@pytest.mark.parametrize("tag", ["0x3A4", "0X3a45"])
def test_how_a_tag_is_written(ews: EwsOverTls, tag: str) -> None:
    path = f'PropertyTag="{tag}" PropertyType="String"'
    [item] = made(ews, message())
    assert ews(get(item, base="IdOnly", more=f"<t:ExtendedFieldURI {path}/>")).codes == ["NoError"]


@holds("MS-OXWSXPROP", 122)
def test_what_is_no_tag(ews: EwsOverTls) -> None:
    request = get("x", more='<t:ExtendedFieldURI PropertyTag="0xsubject" PropertyType="String"/>')
    code, _ = fault_of(ews.post(envelope(request), ews.token(ews.alice)))
    assert code == "ErrorSchemaValidation"
