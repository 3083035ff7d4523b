"""Standard streams without secrets: whatever is written, in whatever pieces, nothing but secrets is changed."""

import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_m365.secrecy.registry import Secrets
from pytest_m365.secrecy.streams import CleanWriter, guard

SECRET = "Zr8Q~Kd0aGVtcGVyYW1lbnQtb2YtYS1zZWNyZXQ"
SECRETS = Secrets()
SECRETS.add(SECRET, "Wünter-2026")


def written(pieces: list[str], encoding: str = "utf-8") -> str:
    out = io.BytesIO()
    write = CleanWriter(out.write, encoding, SECRETS)
    assert [write(piece.encode(encoding)) for piece in pieces] == [len(piece.encode(encoding)) for piece in pieces]
    return out.getvalue().decode(encoding)


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        (["a ", "b\n", "ü"], "a b\nü"),
        ([f"a {SECRET} b"], "a <redacted> b"),
        ([SECRET[:20], SECRET[20:], " b"], "<redacted> b"),
        (["a ", *SECRET, " b"], f"a {SECRET[:11]}<redacted> b"),
        ([SECRET[:11], SECRET[11:14], SECRET[14:], SECRET, "\n", SECRET], f"{SECRET[:11]}<redacted>\n<redacted>"),
        (["x = b'", SECRET[:9], "'\n     b'", SECRET[9:], "'"], f"x = b'{SECRET[:9]}'\n     b'<redacted>'"),
        (["Wünter-", "2026 and Wünter-2026"], "Wünter-<redacted> and <redacted>"),
        ([""], ""),
    ],
)
def test_pieces(pieces: list[str], shown: str) -> None:
    assert written(pieces) == shown


def test_what_no_encoding_has_is_written_in_another_way() -> None:
    token = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJcdTRlMmQifQ.c2ln"
    assert written([token], "ascii") == "<token aud=\\u4e2d>"


def test_a_letter_in_two_pieces_stays_whole() -> None:
    out = io.BytesIO()
    write = CleanWriter(out.write, "utf-8", SECRETS)
    for octet in "añ中".encode():
        write(bytes([octet]))
    write(memoryview(b"\xff"))
    assert out.getvalue() == "añ中".encode() + b"\xff"


def test_texts_are_taken_as_well() -> None:
    out = io.StringIO()
    assert CleanWriter(out.write, "utf-8", SECRETS)(SECRET) == len(SECRET)
    assert out.getvalue() == "<redacted>"


@given(st.lists(st.text("abZr8Q~Kd0 \n'", max_size=9) | st.sampled_from([SECRET[i : i + 9] for i in range(30)])))
def test_no_part_is_left_however_it_is_cut(pieces: list[str]) -> None:
    shown = written(pieces)
    parts = {SECRET[i : i + 12] for i in range(len(SECRET) - 11)}
    assert not parts & {shown[i : i + 12] for i in range(len(shown))}
    if "<redacted>" not in shown:
        assert shown == "".join(pieces)


def test_the_streams_of_this_process_are_guarded_until_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    octets, texts = io.BytesIO(), io.StringIO()
    out = io.TextIOWrapper(octets, encoding="utf-8")
    for name, stream in (("stdout", out), ("__stdout__", out), ("stderr", texts), ("__stderr__", None)):
        monkeypatch.setattr(sys, name, stream)
    kept = sys.stdout
    end_outer, end = guard(SECRETS), guard(SECRETS)
    print("printed", SECRET, flush=True)
    kept.buffer.write(SECRET.encode())
    print(SECRET, file=sys.stderr)
    end()
    print("", SECRET)
    end_outer()
    print(SECRET)
    out.flush()
    assert octets.getvalue().decode() == f"printed <redacted>\n<redacted> <redacted>\n{SECRET}\n"
    assert texts.getvalue() == "<redacted>\n"
