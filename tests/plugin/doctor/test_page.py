"""docs/doctor.md is made of the rows."""

from pytest_m365.commands.doctor import doctor
from pytest_m365.doctor.result import Status, Verdict
from tests.plugin.doctor.page import PAGE, doctor_page


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == doctor_page(), "write it: python -m tests.plugin.doctor.page"


def test_it_has_every_option_status_and_verdict() -> None:
    page = doctor_page()
    for option in doctor.params:
        assert f"`{option.opts[0]}" in page
    for status in Status:
        assert f"\n| {status.value} | " in page
    for verdict in Verdict:
        assert f"`{verdict.value}`" in page
