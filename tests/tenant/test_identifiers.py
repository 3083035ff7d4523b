import re
import uuid
from random import Random

from fakeserver.tenant.identifiers import new_guid, new_opaque, new_password, new_secret


def test_a_guid_is_a_random_uuid_in_lower_case() -> None:
    guid = new_guid(Random(1))
    assert uuid.UUID(guid).version == 4
    assert guid == guid.lower()


def test_a_secret_has_the_shape_of_entra_ids() -> None:
    assert re.fullmatch(r"[A-Za-z0-9]{3}8Q~[A-Za-z0-9~._-]{34}", new_secret(Random(1)))


def test_a_password_meets_the_complexity_rule() -> None:
    password = new_password(Random(1))
    assert re.fullmatch(r"[A-Z][a-z]+-[A-Z][a-z]+-\d{4}", password)


def test_opaque_text_is_base64url_without_padding() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", new_opaque(Random(1), 16))


def test_the_same_seed_gives_the_same_names() -> None:
    assert new_guid(Random(7)) == new_guid(Random(7))
