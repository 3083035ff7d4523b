"""Tables as they come in JSON: null, dates as texts, no files; and errors that show no secret and no long value."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeserver.config.reading import ConfigError, read_table, read_toml
from fakeserver.config.tables import AppTable, Config, MessageTable, UserTable

PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"


def refused(kind: type, table: object, where: str = "", **options: Any) -> ConfigError:
    with pytest.raises(ConfigError) as error:
        read_table(kind, table, where, **options)
    assert "\n" not in str(error.value)
    return error.value


def test_null_is_none_where_the_field_takes_it() -> None:
    assert read_table(UserTable, {"name": "a", "password": None}).password is None
    assert str(refused(UserTable, {"name": None})) == "name: a text is wanted, not null"
    assert str(refused(UserTable, {"name": "a", "aliases": None})) == "aliases: a list is wanted, not null"


def test_a_moment_is_a_text_of_iso_8601() -> None:
    came = read_table(MessageTable, {"to": "a", "received_at": "2026-03-01T10:30:00+01:00"}).received_at
    assert came == datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    for wrong in ("2026-03-01", "9" * 50, 1_900_000_000, True):
        assert "received_at: a date and time is wanted, not " in str(
            refused(MessageTable, {"to": "a", "received_at": wrong})
        )


def test_an_error_keeps_its_place_and_its_reason_apart() -> None:
    error = refused(Config, {"users": [{"name": "a", "aliases": ["b", 1]}]})
    assert (error.where, error.reason) == ("users[0]: aliases[1]", "a text is wanted, not 1")
    error = refused(Config, {"users": [{"nam": "a"}]}, "tenant.toml")
    assert (error.where, error.reason) == ("tenant.toml: users[0]", "there is no key 'nam'; did you mean 'name'?")


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        (b"a = " + b"[" * 100_000, "not TOML that can be read: it is nested too deeply"),
        (b"a = \xff", "not TOML: "),
        (b"a = 1" + b"0" * 5000, "not TOML: "),
        (b"a = 1\na = 2", "not TOML: "),
    ],
)
def test_a_file_that_is_no_toml_is_named(octets: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "tenant.toml"
    path.write_bytes(octets)
    with pytest.raises(ConfigError) as error:
        read_toml(path)
    assert error.value.where == str(path)
    assert error.value.reason.startswith(reason)


@pytest.mark.parametrize("table", [[], None, "x", 3, [{"name": "a"}]])
def test_what_is_no_table(table: object) -> None:
    assert str(refused(Config, table)).startswith("a table is wanted, not ")


def test_a_table_in_the_place_of_a_table_only() -> None:
    assert str(refused(Config, {"public_app": "x"})) == "public_app: a table is wanted, not 'x'"
    assert str(refused(Config, {"users": [None]})) == "users: tables are wanted ([[...]]), not null"


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (UserTable, {"name": "a", "password": ["hunter2"]}),
        (UserTable, {"name": "a", "password": "hunter2\n"}),
        (AppTable, {"name": "a", "secret": {"value": "hunter2"}}),
        (Config, {"daemon_app": {"secret": ["hunter2"]}}),
    ],
)
def test_an_error_shows_no_secret(kind: type, table: object) -> None:
    assert "hunter2" not in str(refused(kind, table))


def test_long_values_are_cut() -> None:
    assert len(str(refused(UserTable, {"name": list(range(100_000))}))) < 200
    assert str(refused(UserTable, {"name": 16**5000})) == "name: a text is wanted, not a number of thousands of digits"


def test_half_of_a_surrogate_pair_is_no_character() -> None:
    assert "half of a surrogate pair" in str(refused(UserTable, {"name": "a\ud800"}))


def test_paths_are_taken_from_a_file_only(tmp_path: Path) -> None:
    said = str(refused(MessageTable, {"to": "a", "file": "/etc/hosts"}))
    assert said.startswith("file: nothing is read from the server's disk here")
    said = str(refused(Config, {"apps": [{"name": "a", "certificate": "/etc/hosts"}]}))
    assert said == "apps[0]: certificate: here it is the text of the PEM file, not its path"
    assert read_table(MessageTable, {"to": "a", "file": "x.eml"}, folder=tmp_path).file == str(tmp_path / "x.eml")
    assert "it is empty" in str(refused(MessageTable, {"to": "a", "file": ""}, folder=tmp_path))
    assert read_table(MessageTable, {"to": "a", "file": None}).file is None


def test_the_text_of_a_certificate_may_stand_for_its_file() -> None:
    assert read_table(AppTable, {"name": "a", "certificate": PEM}).certificate == PEM


@dataclass
class Numbers:
    whole: int = 0
    any: float = 0.0
    words: list[str] = field(default_factory=list)


def test_numbers() -> None:
    assert read_table(Numbers, {"whole": 3, "any": 3}) == Numbers(3, 3.0)
    assert str(refused(Numbers, {"whole": 1.5})) == "whole: a whole number is wanted, not 1.5"
    assert str(refused(Numbers, {"any": "3"})) == "any: a number is wanted, not '3'"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from([*Config.__dataclass_fields__, *UserTable.__dataclass_fields__, "file", "to", "kind", "imap"])
TABLES = st.dictionaries(KEYS, JSON | st.lists(st.dictionaries(KEYS, JSON, max_size=4), max_size=2), max_size=5)


@given(table=TABLES | JSON)
def test_whatever_comes_is_read_or_refused_in_one_line(table: object) -> None:
    said = "nothing"
    try:
        Config.of(table)
    except ConfigError as error:
        said = str(error)
    assert len(said.splitlines()) == 1
    assert len(said) < 1000
