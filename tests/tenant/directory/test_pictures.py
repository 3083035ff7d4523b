"""The pictures of people."""

from pathlib import Path
from typing import Any

import pytest

from fakeserver.tenant.directory.pictures import content_type, entity_tag, picture
from fakeserver.tenant.directory.users import User


def user(**switches: Any) -> User:
    return User("id", "alice@contoso.com", "x", display_name="Alice", **switches)


def test_a_user_has_a_picture_of_octets_or_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "me.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\nx")
    assert user().photo is None
    assert user(photo=b"x").photo == b"x"
    alice = user(photo=str(file))
    assert alice.photo == file.read_bytes()
    before = alice.generation
    alice.photo = None
    assert (alice.photo, alice.generation > before) == (None, True)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (b"", "at least one byte"),
        (1, "a file, not int"),
        ("nowhere/me.jpg", "cannot be read: No such file"),
    ],
)
def test_what_is_no_picture(given: object, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        picture(given)
    with pytest.raises(ValueError, match=why):
        user(photo=given)


def test_what_a_picture_is_told_by() -> None:
    assert content_type(b"\xff\xd8\xff\xe0") == "image/jpeg"
    assert content_type(b"GIF89a") == "image/gif"
    assert content_type(b"?") == "image/jpeg"
    assert entity_tag(b"a") == entity_tag(b"a") != entity_tag(b"b")
    assert entity_tag(b"a").strip('"').isalnum()
