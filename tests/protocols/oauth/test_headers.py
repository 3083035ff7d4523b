"""The header fields of answers."""

import json

from fakeserver.protocols.oauth import headers
from fakeserver.wire import Headers


def test_a_document_may_be_kept_and_read_by_everybody() -> None:
    answer = headers.document("the-trace", {"a": 1})
    fields = Headers(answer.headers)
    assert (answer.status, json.loads(answer.body)) == (200, {"a": 1})
    assert fields.get("x-ms-request-id") == "the-trace"
    assert fields.get("Cache-Control") == "max-age=86400, private"


def test_each_answer_has_fields_of_its_own() -> None:
    first, second = headers.document("1", {}), headers.document("2", {})
    first.headers.append(("X-Test", "1"))
    assert "X-Test" not in Headers(second.headers)


def test_only_a_script_hears_of_cross_origin_rules() -> None:
    assert headers.cross_origin("") == []
    assert Headers(headers.cross_origin("https://spa.example")).get("Vary") == "Origin"


def test_documents_set_one_cookie_more_than_tokens_do() -> None:
    fields = headers.document("1", {}).headers
    names = [value.partition("=")[0] for name, value in fields if name == "Set-Cookie"]
    assert names == ["fpc", "esctx", "x-ms-gateway-slice", "stsservicecookie"]
    assert "esctx" not in str(headers.TOKEN)


def test_json_has_no_blanks_between_its_members() -> None:
    assert headers.json_text({"a": 1, "b": ["x", "y"]}) == b'{"a":1,"b":["x","y"]}'
