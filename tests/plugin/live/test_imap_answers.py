"""IMAP's answers, as servers write them and as they should not."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_m365.live import imap_answers
from pytest_m365.live.imap_answers import Listed, Piece

pieces = st.lists(
    st.one_of(st.none(), st.binary(max_size=60), st.tuples(st.binary(max_size=60), st.binary(max_size=60)))
)
#: more of what the expressions look for than chance would write
near_pieces = st.lists(
    st.one_of(
        st.text(alphabet='1(){}[]"\\ UIDBODYLISTNEXTVALIDITYFLAGS/:,', max_size=40).map(str.encode),
        st.tuples(st.text(alphabet="12( UIDBODY[]{}", max_size=40).map(str.encode), st.binary(max_size=20)),
    )
)


def test_literals_belong_to_their_messages() -> None:
    answer: list[Piece] = [
        (b"1 (UID 5 BODY[HEADER.FIELDS (Subject)] {7}", b"S: a\r\n\r"),
        b")",
        (b"2 (BODY[HEADER.FIELDS (Subject)] {4}", b"S: b"),
        b" UID 7)",
    ]
    assert imap_answers.bodies(answer) == {5: b"S: a\r\n\r", 7: b"S: b"}


def test_a_body_may_stand_on_the_line() -> None:
    answer: list[Piece] = [rb'3 (UID 9 BODY[] "a \"quoted\" \\ one" FLAGS ())', b'4 (UID 10 BODY[] "")']
    assert imap_answers.bodies(answer) == {9: rb'a "quoted" \ one', 10: b""}


def test_what_is_said_unasked_is_left_out() -> None:
    assert (
        imap_answers.bodies([rb"3 (FLAGS (\Seen))", rb"3 (UID 9 FLAGS (\Seen))", b"4 (UID 10 BODY[] NIL)", None]) == {}
    )


def test_flags_are_those_of_the_uid() -> None:
    answer: list[Piece] = [rb"3 (FLAGS (\Deleted))", rb"3 (FLAGS (\Seen $MDNSent) UID 9)", b"4 (UID 10 FLAGS ())", None]
    assert imap_answers.flags(answer) == {9: {"\\seen", "$mdnsent"}, 10: frozenset()}
    assert imap_answers.flags([rb"3 (UID 9 FLAGS (\Seen))", b"3 (FLAGS () UID 9)"]) == {9: frozenset()}


def test_a_literal_is_never_taken_for_an_answer() -> None:
    answer: list[Piece] = [(b"1 (UID 5 BODY[] {9}", b"2 (UID 99"), b")"]
    assert imap_answers.bodies(answer) == {5: b"2 (UID 99"}


def test_folders_by_atom_quoted_string_and_literal() -> None:
    answer: list[Piece] = [
        rb'(\HasNoChildren \Junk) "/" Junk-E-Mail',
        rb'(\HasChildren) "/" "A \"B\" \\ C"',
        rb'(\HasNoChildren \Trash) "/" "Gel&APY-schte Elemente"',
        (rb'(\Noselect) "/" {3}', b"X/Y"),
        b"",
        b"nothing",
    ]
    assert imap_answers.listed(answer) == [
        Listed(frozenset({"\\hasnochildren", "\\junk"}), "Junk-E-Mail"),
        Listed(frozenset({"\\haschildren"}), 'A "B" \\ C'),
        Listed(frozenset({"\\hasnochildren", "\\trash"}), "Gelöschte Elemente"),
        Listed(frozenset({"\\noselect"}), "X/Y"),
    ]


def test_a_status_stands_in_the_last_parentheses() -> None:
    named_so = b'"UIDNEXT 1 (UIDNEXT 2)" (UIDNEXT 77 UIDVALIDITY 3)'
    assert imap_answers.status([named_so]) == {"UIDNEXT": 77, "UIDVALIDITY": 3}
    assert imap_answers.status([(b"{5}", b"INBOX"), b" (UIDVALIDITY 3 UIDNEXT 4294967295)"])["UIDNEXT"] == 4294967295
    assert imap_answers.status([None]) == {}


def test_numbers_of_a_search() -> None:
    assert imap_answers.uids([b"3 1 2", None, b""]) == [1, 2, 3]


@pytest.mark.parametrize(("numbers", "written"), [([5], "5"), ([3, 1, 2, 9, 7, 8, 8], "1:3,7:9"), ([], "")])
def test_sets_are_written_short(numbers: list[int], written: str) -> None:
    assert imap_answers.sequence_set(numbers) == written


def test_long_sets_are_several() -> None:
    sets = imap_answers.sequence_sets(range(1, 2001, 2))
    assert len(sets) == 2
    assert sets[1].startswith("1001,1003")
    assert imap_answers.sequence_sets([]) == []


@given(st.sets(st.integers(1, 300)))
def test_a_set_has_just_its_numbers(numbers: set[int]) -> None:
    read: set[int] = set()
    for part in filter(None, imap_answers.sequence_set(numbers).split(",")):
        first, _, last = part.partition(":")
        read |= {*range(int(first), int(last or first) + 1)}
    assert read == numbers


@given(st.one_of(pieces, near_pieces))
def test_no_answer_is_too_odd(answer: list[Piece]) -> None:
    literals = [piece[1] for piece in answer if isinstance(piece, tuple)]
    lines = b"".join(piece[0] if isinstance(piece, tuple) else piece or b"" for piece in answer)
    for octets in imap_answers.bodies(answer).values():
        assert octets in literals or b'"' in lines
    assert all(number < 10**10 for number in imap_answers.flags(answer))
    assert all(each.path for each in imap_answers.listed(answer))
    assert all(number < 10**10 for number in imap_answers.status(answer).values())
    assert imap_answers.uids(answer) == sorted({*imap_answers.uids(answer)})


@given(
    st.dictionaries(st.integers(1, 2**32 - 1), st.binary(max_size=80), max_size=6),
    st.sampled_from(["before", "after"]),
)
def test_what_a_server_sends_is_read_back(messages: dict[int, bytes], where: str) -> None:
    answer: list[Piece] = []
    for number, (uid, octets) in enumerate(messages.items(), 1):
        head = f"{number} (UID {uid} " if where == "before" else f"{number} ("
        answer.append((f"{head}BODY[HEADER.FIELDS (TO)] {{{len(octets)}}}".encode(), octets))
        answer.append(b")" if where == "before" else f" UID {uid})".encode())
        answer.append(rb"9 (FLAGS (\Recent))")
    assert imap_answers.bodies(answer) == messages


@given(st.text(alphabet=string.printable.strip() + "äß&日", min_size=1, max_size=12))
def test_a_quoted_name_is_read_back(name: str) -> None:
    from fakeserver.modified_utf7 import encoded

    written = encoded(name).replace("\\", "\\\\").replace('"', '\\"')
    assert [each.path for each in imap_answers.listed([f'() "/" "{written}"'.encode()])] == [name]
