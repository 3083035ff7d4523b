"""The registry of real secrets: what it refuses, and that it may be added to while others look."""

import threading
from pathlib import Path

import pytest

from pytest_m365.secrecy.files import clean_file, clean_log
from pytest_m365.secrecy.registry import Secrets

SECRET = "Zr8Q~Kd0aGVtcGVyYW1lbnQtb2YtYS1zZWNyZXQ"


def keeping(*values: str) -> Secrets:
    secrets = Secrets()
    secrets.add(*values)
    return secrets


@pytest.mark.parametrize("value", ["", "12345"])
def test_a_value_that_every_text_has_somewhere_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=f"a secret of {len(value)} characters .* give the account a longer one"):
        keeping(SECRET, value)


def test_short_ones_are_found_whole_alone() -> None:
    assert keeping("hunter2").scrub("hunter2 hunter") == "<redacted> hunter"


def test_tokens_that_nobody_has_added_are_shown_by_their_claims() -> None:
    token = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhcGk6Ly94In0.c2lnbmF0dXJl"
    assert keeping(SECRET).scrub(f"{token} {SECRET}") == "<token aud=api://x> <redacted>"
    assert keeping(SECRET).scrub_known(f"{token} {SECRET}") == f"{token} <redacted>"


def test_others_look_while_one_adds() -> None:
    secrets, values = Secrets(), [f"{number:04}-{SECRET[number % 9 :]}" for number in range(300)]
    secrets.add(values[0])
    adding = threading.Thread(target=lambda: secrets.add(*values))
    shown: list[str] = []

    def look() -> None:
        while adding.is_alive():
            shown.append(secrets.scrub(f"{values[0]} and"))

    looking = [threading.Thread(target=look) for _ in range(2)]
    for thread in (adding, *looking):
        thread.start()
    for thread in (adding, *looking):
        thread.join()
    assert set(shown) <= {"<redacted> and"}
    assert secrets.scrub(" ".join(values)).split() == ["<redacted>"] * len(values)


def test_a_report_in_a_file_is_cleaned_and_stays_markup(tmp_path: Path) -> None:
    file = tmp_path / "junit.xml"
    file.write_text(f'<property name="a" value="{SECRET}ä"/>', "utf-8")
    clean_file(str(file), keeping(SECRET))
    assert file.read_text("utf-8") == '<property name="a" value="&lt;redacted&gt;ä"/>'
    for path in (None, str(tmp_path / "nothing.xml")):
        clean_file(path, keeping(SECRET))


def test_what_is_no_handler_of_logs_is_left_alone() -> None:
    clean_log(None, keeping(SECRET))
