"""UIDs as recorded."""

from datetime import UTC, datetime

from fakeserver.tenant.exchange.kinds.uids import new_uid


def test_a_uid_has_the_time_and_sixteen_octets() -> None:
    uid = new_uid(datetime(2020, 9, 10, 14, 15, 14, 505000, tzinfo=UTC), bytes(range(16)))
    assert len(uid) == 112
    assert uid.startswith("040000008200E00074C5B7101A82E00800000000")
    assert uid[40:56].endswith("CD7C87D601"), "the last octets are those of a UID recorded in that second"
    assert uid[56:] == "0" * 16 + "10000000" + "000102030405060708090A0B0C0D0E0F"


def test_a_clock_before_filetimes_began_makes_uids_too() -> None:
    assert new_uid(datetime.min.replace(tzinfo=UTC), bytes(16))[40:56] == "0" * 16
