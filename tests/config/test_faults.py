"""Faults of the configuration are those of `Tenant.faults`, and mistakes are said in a line."""

from pathlib import Path

import pytest

from fakeserver.config import Config, ConfigError, build
from fakeserver.tenant.cloud import Cloud
from fakeserver.tenant.tenant import Tenant


def built(tmp_path: Path, text: str) -> Tenant:
    path = tmp_path / "tenant.toml"
    path.write_text(text, encoding="utf-8")
    return build(Config.read(path), Cloud())


def test_faults_are_ordered(tmp_path: Path) -> None:
    tenant = built(
        tmp_path,
        """
        [[faults]]
        kind = "throttle"
        place = "ews"
        operation = "FindItem"
        times = 2
        retry_after = 3

        [[faults]]
        kind = "drop"
        place = "imap"
        within = "FETCH"
        user = "alice"

        [[faults]]
        kind = "junk"

        [[faults]]
        kind = "answer"
        place = "token"
        parts = ["throttle", "ok", ["unavailable", {status = 502}]]
        """,
    )
    assert [fault.text for fault in tenant.faults.in_force] == [
        "faults.throttle(place='ews', operation='FindItem', times=2, retry_after=3)",
        "faults.drop(place='imap', within='FETCH', user='alice')",
        "faults.junk()",
        "faults.answer(place='token', parts=['throttle', 'ok', ['unavailable', {'status': 502}]])",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            'kind = "throtle"\nplace = "ews"',
            "faults[0] (throtle): there is no fault 'throtle'; did you mean 'throttle'",
        ),
        ('kind = "throttle"\nplace = "ewss"', "there is no place 'ewss'; did you mean 'ews'?"),
        ('kind = "throttle"', "faults[0] (throttle): faults.throttle needs 'place'"),
        (
            'kind = "throttle"\nplace = "ews"\ntiems = 2',
            "faults[0] (throttle): faults.throttle takes no 'tiems'; did you mean 'times'?",
        ),
        ('kind = "throttle"\nplace = "ews"\nseconds = 2', "faults.throttle takes no 'seconds'"),
        ('kind = "throttle"\nplace = "ews"\nretry_after = "3"', "retry_after takes a number, not '3'"),
        ('kind = "drop"\nplace = "imap"\nreset = 1', "reset takes True or False, not 1"),
        ('kind = "drop"\nplace = "imap"\nuser = "carol"', "no user 'carol'"),
        ('place = "imap"', "the key 'kind' is missing"),
    ],
)
def test_a_mistake_is_said_in_one_line(text: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        built(tmp_path, f"[[faults]]\n{text}\n")
    assert problem in str(refused.value)
    assert "\n" not in str(refused.value)
