"""Users' pictures by GET."""

from fakeserver.protocols.ews.user_photos import PHOTO_PATH
from fakeserver.steps import finish
from fakeserver.tenant.directory.pictures import entity_tag
from fakeserver.wire import Headers, HttpRequest, HttpResponse
from tests.protocols.ews.client import Ews

PICTURE = b"\x89PNG\r\n\x1a\n bob"


def get(ews: Ews, query: str, method: str = "GET", known: str = "", *, signed_in: bool = True) -> HttpResponse:
    fields = [("If-None-Match", known)]
    if signed_in:
        fields.append(("Authorization", f"Bearer {ews.token(ews.alice)}"))
    answer = ews.service.handle(HttpRequest(method, "/ews/Exchange.asmx/s/GetUserPhoto", query, Headers(fields)))
    return answer if isinstance(answer, HttpResponse) else finish(answer)


def test_a_picture_and_its_tag(ews: Ews) -> None:
    ews.bob.photo = PICTURE
    query = f"email={ews.bob.address}&size=HR240x240"
    assert ews.service.matches(PHOTO_PATH)
    answer = get(ews, query)
    fields = dict(answer.headers)
    assert (answer.status, answer.body, fields["Content-Type"]) == (200, PICTURE, "image/png")
    assert fields["ETag"] == entity_tag(PICTURE)
    assert get(ews, query, "HEAD").body == b""
    unchanged = get(ews, query, known=f'"x", W/{fields["ETag"]}')
    assert (unchanged.status, unchanged.body, dict(unchanged.headers)["ETag"]) == (304, b"", fields["ETag"])
    assert get(ews, query, known="*").status == 304, "whatever there is"
    ews.bob.photo = b"GIF89a"
    assert get(ews, query, known=fields["ETag"]).status == 200


def test_no_picture_and_nobody(ews: Ews) -> None:
    for address in (ews.bob.address, "nobody@contoso.com"):
        assert (get(ews, f"email={address}&size=HR48x48").status) == 404


def test_what_is_wrong(ews: Ews) -> None:
    query = f"email={ews.bob.address}&size=HR48x48"
    assert [get(ews, wrong).status for wrong in ("", "size=HR48x48", "email=x@y.z", "email=x@y.z&size=48")] == [400] * 4
    assert get(ews, query, "POST").status == 405
    assert get(ews, query, signed_in=False).status == 401
