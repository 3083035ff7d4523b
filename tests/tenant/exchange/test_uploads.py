"""Upload sessions of one mailbox."""

from random import Random

from fakeserver.tenant.clock import Clock
from fakeserver.tenant.exchange.uploads import LIFETIME, Upload, Uploads


def found(uploads: Uploads, upload: Upload) -> Upload | None:
    return uploads.find(upload.session_id, upload.key)


def test_the_key_opens_it() -> None:
    uploads = Uploads(Clock(), Random(1))
    one, other = uploads.begin("id", "a", 7), uploads.begin("id", "a", 7)
    assert found(uploads, one) is one
    assert uploads.find(one.session_id, other.key) is uploads.find("x", one.key) is None
    assert one.key not in repr(one)
    uploads.end(one)
    assert found(uploads, one) is None


def test_it_ends_after_a_while() -> None:
    clock = Clock()
    clock.freeze()
    uploads = Uploads(clock, Random(1))
    one = uploads.begin("id", "a", 7)
    clock.advance(LIFETIME.total_seconds())
    assert found(uploads, one) is None


def test_the_oldest_has_to_go() -> None:
    uploads = Uploads(Clock(), Random(1))
    first = uploads.begin("id", "a", 7)
    others = [uploads.begin("id", "a", 7) for _ in range(20)]
    assert found(uploads, first) is None
    assert all(found(uploads, one) is one for one in others)
    large = uploads.begin("id", "a", 300 * 1024 * 1024)
    assert not any(found(uploads, one) for one in others)
    assert found(uploads, large) is large
