"""Nothing outside the peer's own text is read."""

import pytest

from fakeserver.protocols.http import request_xml
from fakeserver.steps import finish


def test_the_root_is_returned() -> None:
    assert finish(request_xml.parse(b"<a><b/></a>")).tag == "a"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no xml",
        b"<a>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a d="&b;"/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
        b'<?xml version="1.0" encoding="nonsense"?><a/>',
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a><a/>',
        b"<a>" * 5000,
    ],
)
def test_what_is_no_plain_xml_is_refused(body: bytes) -> None:
    with pytest.raises(request_xml.NotXmlError):
        finish(request_xml.parse(body))


@pytest.mark.parametrize("declaration", [b'<?xml version="1.1"?>', b"<?xml version='2.0' encoding='utf-8'?>"])
def test_another_version_of_xml_is_refused_at_its_number(declaration: bytes) -> None:
    with pytest.raises(
        request_xml.NotXmlError, match=r"Version number '.\..' is invalid. Line 1, position 16."
    ) as caught:
        finish(request_xml.parse(declaration + b"<a/>"))
    assert (caught.value.line, caught.value.position) == (1, 16)


def test_a_page_with_a_document_type_in_cdata_is_text() -> None:
    assert finish(request_xml.parse(b"<a><![CDATA[<!DOCTYPE html>]]></a>")).text == "<!DOCTYPE html>"


def test_a_document_of_too_many_elements_is_read_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_xml, "_PIECE", 1000)
    monkeypatch.setattr(request_xml, "MAX_TAGS", 500)
    assert len(finish(request_xml.parse(b"<a>" + b"<b/>" * 498 + b"</a>"))) == 498
    steps = request_xml.parse(b"<a>" + b"<b/>" * 100_000 + b"</a>")
    next(steps)
    with pytest.raises(request_xml.NotXmlError, match="The document has too many elements"):
        next(steps)
