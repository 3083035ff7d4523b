"""Places in a request's text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from fakeserver.protocols.ews.soap import positions
from fakeserver.protocols.ews.soap.positions import Place, position_of
from fakeserver.steps import finish

REQUEST = b"""<?xml version="1.0"?>
<a><!-- <b> -->
 <p:b xmlns:p="urn:p" One="1>"
   Two = '2'/><b One="">\xc3\xa9<c/></b ></a>"""


def place(path: str, **how: object) -> Place:
    root = etree.fromstring(REQUEST, etree.XMLParser(remove_comments=True))
    return Place(next(iter(root.xpath(path))), **how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (place("/a"), (2, 2)),
        (place("/a", at_end=True), (4, 37)),
        (place("/a/*[1]"), (3, 3)),
        (place("/a/*[1]", attribute="One"), (3, 23)),
        (place("/a/*[1]", attribute="Two"), (4, 4)),
        (place("/a/*[1]", attribute="Three"), (3, 3)),
        (place("/a/*[1]", at_end=True), (3, 3)),
        (place("/a/b"), (4, 16)),
        (place("/a/b/c"), (4, 27)),
        (place("/a/b", at_end=True), (4, 32)),
        (Place(line=7, position=3), (7, 3)),
    ],
)
def test_a_place_is_counted_as_dotnet_does(where: Place, expected: tuple[int, int]) -> None:
    assert finish(position_of(where, REQUEST)) == expected


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252"])
def test_line_ends_and_encodings(end: bytes, encoding: str) -> None:
    request = f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + end + "<a>é<b/></a>".encode(encoding)
    root = etree.fromstring(request)
    assert finish(position_of(Place(root[0]), request)) == (2, 6)


_NAMES = st.sampled_from(["a", "b", "c"])
_TREES = st.recursive(
    st.builds(lambda name, text: f"<{name}>{text}</{name}>", _NAMES, st.text("x \n\r\té", max_size=5)),
    lambda inner: st.builds(
        lambda name, parts: f"<{name} x='1'>{''.join(parts)}</{name}>", _NAMES, st.lists(inner, max_size=3)
    ),
    max_leaves=8,
)


@given(_TREES, st.data())
def test_the_name_of_any_element_stands_where_it_is_said_to(tree: str, data: st.DataObject) -> None:
    request = tree.encode()
    elements = list(etree.fromstring(request).iter())
    element = elements[data.draw(st.integers(0, len(elements) - 1))]
    line, position = finish(position_of(Place(element), request))
    text = tree.replace("\r\n", "\n").replace("\r", "\n").split("\n")[line - 1]
    assert text[position - 2 :].startswith(f"<{element.tag}")


@given(st.binary(max_size=50))
def test_a_text_that_is_not_the_elements_own_does_no_harm(request: bytes) -> None:
    line, position = finish(position_of(Place(etree.fromstring(b"<a><b/></a>")[0]), request))
    assert line >= 1
    assert position >= 1


def test_others_run_while_a_long_request_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fakeserver.steps.STEP", 0)
    request = b"<a>" + b"<b/>" * 20_000 + b"<c/></a>"
    steps = position_of(Place(etree.fromstring(request)[-1]), request)
    taken = sum(1 for _ in iter(lambda: next(steps, "done"), "done"))
    assert taken > 20
    assert finish(position_of(Place(etree.fromstring(request)[-1]), request)) == (1, len(request) - 6)


@pytest.mark.parametrize(("attributes", "is_found"), [(500, True), (5_000, False)])
def test_behind_a_very_long_start_tag_no_place_is_looked_for(
    monkeypatch: pytest.MonkeyPatch, attributes: int, is_found: bool
) -> None:
    monkeypatch.setattr(positions, "_CHUNK", 1_000)
    monkeypatch.setattr(positions, "_LONGEST_TAG", 10_000)
    many = " ".join(f'a{number}=""' for number in range(attributes))
    request = f"<r><a {many}/><b/></r>".encode()
    found = finish(position_of(Place(etree.fromstring(request)[1]), request))
    assert found == (1, request.index(b"<b") + 2 if is_found else 2)
