"""Pictures of users: set, and got in every size (MS-OXWSCONT)."""

from lxml import etree

from fakeserver.protocols.ews.description.wsdl import services_wsdl
from tests.protocols.ews.requirements.holding import holds
from tests.protocols.ews.requirements.wire import EwsOverTls

_WSDL = {"w": "http://schemas.xmlsoap.org/wsdl/", "soap": "http://schemas.xmlsoap.org/wsdl/soap/"}
_SIZES = "HR48x48 HR64x64 HR96x96 HR120x120 HR240x240 HR360x360 HR432x432 HR504x504 HR648x648"


def got(email: str, size: str = "HR96x96") -> str:
    return f"<m:GetUserPhoto><m:Email>{email}</m:Email><m:SizeRequested>{size}</m:SizeRequested></m:GetUserPhoto>"


@holds("MS-OXWSCONT", 302024, 302025, 302034, 302052, 302053, 302055, 302056, 302057, 302058, 30205601)
@holds("MS-OXWSCONT", 302068, 302069, 302070, 302071, 302072, 302073, 302074, 302075, 302076)
@holds("MS-OXWSCONT", 302021, 302022, 302023, 302081, 302098, 302099, 302100, 302107, 302125, 302126, 1275114)
def test_a_picture_is_set_and_got_in_every_size(ews: EwsOverTls) -> None:
    own = ews.alice.address
    answer = ews(f"<m:SetUserPhoto><m:Email>{own}</m:Email><m:Content>/9j/4AAQ</m:Content></m:SetUserPhoto>")
    assert (etree.QName(answer.element).localname, answer.element.get("ResponseClass")) == (
        "SetUserPhotoResponse",
        "Success",
    )
    for size in _SIZES.split():
        shown = ews(got(own, size))
        assert (shown.element.get("ResponseClass"), shown.value("m:ResponseCode")) == ("Success", "NoError"), size
        assert (shown.value("m:HasChanged"), shown.value("m:PictureData")) == ("true", "/9j/4AAQ"), size


@holds("MS-OXWSCONT", 302002, 302003, 302017, 302020, 302078, 302079, 302094, 302097)
def test_the_description_has_both_operations() -> None:
    wsdl = etree.fromstring(services_wsdl("https://localhost/EWS/Exchange.asmx"))
    for name in ("GetUserPhoto", "SetUserPhoto"):
        port = wsdl.find(f"w:portType/w:operation[@name='{name}']", _WSDL)
        assert port is not None
        assert [child.get("message") for child in port] == [f"tns:{name}SoapIn", f"tns:{name}SoapOut"]
        parts = wsdl.findall(f"w:message[@name='{name}SoapOut']/w:part", _WSDL)
        assert {str(part.get("name")): part.get("element") for part in parts} == {
            f"{name}Result": f"tns:{name}Response",
            "ServerVersion": "t:ServerVersionInfo",
        }
        bound = wsdl.find(f"w:binding/w:operation[@name='{name}']", _WSDL)
        assert bound is not None
        assert [header.get("part") for header in bound.findall("w:input/soap:header", _WSDL)] == ["RequestVersion"]
        action = bound.find("soap:operation", _WSDL)
        assert action is not None
        assert str(action.get("soapAction")).endswith(f"/messages/{name}")
