"""UIDs as recorded."""

from datetime import UTC, date, datetime

from fakeserver.tenant.exchange.kinds.uids import global_object_id, new_uid


def test_a_uid_has_the_time_and_sixteen_octets() -> None:
    uid = new_uid(datetime(2020, 9, 10, 14, 15, 14, 505000, tzinfo=UTC), bytes(range(16)))
    assert len(uid) == 112
    assert uid.startswith("040000008200E00074C5B7101A82E00800000000")
    assert uid[40:56].endswith("CD7C87D601"), "the last octets are those of a UID recorded in that second"
    assert uid[56:] == "0" * 16 + "10000000" + "000102030405060708090A0B0C0D0E0F"


def test_a_clock_before_filetimes_began_makes_uids_too() -> None:
    assert new_uid(datetime.min.replace(tzinfo=UTC), bytes(16))[40:56] == "0" * 16


def test_the_global_object_id_has_the_day_of_one_appointment_of_a_series() -> None:
    uid = new_uid(datetime(2026, 11, 30, tzinfo=UTC), bytes(range(16)))
    assert global_object_id(uid, None) == bytes.fromhex(uid)
    # The date is that of [MS-OXOCAL]'s example: 2008-03-25 is 07D80319.
    of_one = global_object_id(uid, date(2008, 3, 25))
    assert of_one.hex().upper() == uid[:32] + "07D80319" + uid[40:]


def test_the_text_of_another_programs_uid_is_in_the_global_object_id() -> None:
    found = global_object_id("x@google.com", None)
    assert found[:16].hex() == "040000008200e00074c5b7101a82e008"
    assert found[16:36] == bytes(20)
    assert int.from_bytes(found[36:40], "little") == len(found[40:])
    assert found[40:] == b"vCal-Uid\x01\0\0\0x@google.com\0"
