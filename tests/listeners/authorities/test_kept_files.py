"""The folder of a kept authority."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from fakeserver.listeners.authorities.chain import Chain
from fakeserver.listeners.authorities.kept_files import CERTIFICATE, KEY, AuthorityError, keep, read

CHAIN, OTHER = Chain.made(["fake"]), Chain.made([])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which an authority is kept."""
    assert keep(tmp_path / "a" / "ca", CHAIN) is CHAIN
    return tmp_path / "a" / "ca"


def refused(folder: Path) -> str:
    """Return why an authority cannot be used."""
    with pytest.raises(AuthorityError) as refusal:
        read(folder)
    return str(refusal.value)


def test_what_is_kept_is_there_and_nothing_beside_it(folder: Path) -> None:
    found = read(folder)
    assert found is not None
    assert found.pem() == CHAIN.pem()
    assert sorted(path.name for path in folder.iterdir()) == [KEY, CERTIFICATE]
    assert (folder / CERTIFICATE).read_bytes() == CHAIN.root_pem
    assert read(folder.parent) is read(folder / "nowhere") is None


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no modes")
def test_the_key_is_for_its_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    for umask in (0o000, 0o077):
        before = os.umask(umask)
        try:
            keep(tmp_path / str(umask), CHAIN)
        finally:
            os.umask(before)
        modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / str(umask)).iterdir()}
        assert modes == {KEY: 0o600, CERTIFICATE: 0o644}
        assert (tmp_path / str(umask)).stat().st_mode & 0o777 == 0o755


def test_the_first_who_keeps_one_decides(folder: Path) -> None:
    assert keep(folder, OTHER).pem() == CHAIN.pem()
    assert sorted(path.name for path in folder.iterdir()) == [KEY, CERTIFICATE]


def test_those_who_keep_one_at_once_have_the_same(tmp_path: Path) -> None:
    made = [Chain.made([]) for _ in range(8)]
    together = Barrier(len(made))

    def start(chain: Chain) -> bytes:
        together.wait()
        return keep(tmp_path / "ca", chain).pem()

    with ThreadPoolExecutor(len(made)) as pool:
        (told,) = {*pool.map(start, made)}
    assert told == (tmp_path / "ca" / KEY).read_bytes()
    assert told.endswith((tmp_path / "ca" / CERTIFICATE).read_bytes())
    assert sorted(path.name for path in (tmp_path / "ca").iterdir()) == [KEY, CERTIFICATE]


def test_a_certificate_that_is_missing_is_written_again(folder: Path) -> None:
    # As after a crash between the two, or where somebody has removed it.
    (folder / CERTIFICATE).unlink()
    assert read(folder) is not None
    assert (folder / CERTIFICATE).read_bytes() == CHAIN.root_pem


def test_a_certificate_without_its_key(folder: Path) -> None:
    (folder / KEY).unlink()
    assert "has ca.pem but not its key, ca-key.pem: put that back, or remove ca.pem" in refused(folder)


def test_a_certificate_of_another_authority(folder: Path) -> None:
    for content in (OTHER.root_pem, b"", b"no PEM"):
        (folder / CERTIFICATE).write_bytes(content)
        assert "is not the certificate that belongs to ca-key.pem beside it: remove ca.pem" in refused(folder)
    # Remarks and line ends do not matter.
    (folder / CERTIFICATE).write_bytes(b"# the fake's\r\n" + CHAIN.root_pem.replace(b"\n", b"\r\n"))
    assert read(folder) is not None


def test_a_broken_key(folder: Path) -> None:
    (folder / KEY).write_bytes(CHAIN.pem()[:300])
    line = refused(folder)
    assert "ca-key.pem is broken: it holds something else" in line
    assert line.endswith("remove ca.pem and ca-key.pem there and start again, and let programs trust the new ca.pem")


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no modes")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602])
def test_a_key_that_others_may_read_or_change_is_refused(folder: Path, mode: int) -> None:
    (folder / KEY).chmod(mode)
    assert f"may be read by others (mode {mode:o})" in refused(folder)


def test_what_the_system_refuses_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(AuthorityError, match=r"cannot keep an authority in .*file: .*; give --ca-dir a folder"):
        keep(tmp_path / "file", CHAIN)

    def link(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    with pytest.raises(AuthorityError, match=r"operation not permitted .*on a file system with hard links"):
        keep(tmp_path / "ca", CHAIN)
    assert [*(tmp_path / "ca").iterdir()] == []


def test_a_file_system_without_modes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.name == "nt":
        pytest.skip("Windows knows no modes")
    made = Path.stat
    monkeypatch.setattr(Path, "stat", lambda path, **_: os.stat_result((made(path).st_mode | 0o777, *made(path)[1:])))
    with pytest.raises(AuthorityError, match="if the file system keeps no modes, give --ca-dir a folder on another"):
        keep(tmp_path, CHAIN)
    monkeypatch.undo()
    assert [*tmp_path.iterdir()] == []
