import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fakeserver.protocols.smtp import grammar, replies
from fakeserver.protocols.smtp.grammar import Bdat, CommandInvalid, Path
from fakeserver.protocols.smtp.replies import SIZE_LIMIT
from fakeserver.tenant.exchange.mime.addresses import is_address
from tests.work import growth_of


@pytest.mark.parametrize(
    ("line", "verb", "argument"),
    [
        (b"QUIT", "QUIT", ""),
        (b"ehlo   me.example ", "EHLO", "me.example"),
        (b" NOOP", "", "NOOP"),
        (b"\tNOOP", "\tNOOP", ""),
        ("\u2003NOOP".encode(), "\u2003NOOP", ""),
        ("R\u017fET".encode(), "R\u017fET", ""),
        ("qu\u0131t".encode(), "qu\u0131t", ""),
        (b"NOOP\x00", "NOOP\0", ""),
        (b"NOOP a\tb", "NOOP", "a\tb"),
        (b"MAIL FROM:<a@b.c>", "MAIL", "FROM:<a@b.c>"),
        (b"", "", ""),
        (b"\xff\xfe", "\udcff\udcfe", ""),
    ],
)
def test_a_line_is_a_verb_and_its_argument(line: bytes, verb: str, argument: str) -> None:
    assert grammar.split(line) == (verb, argument)


@pytest.mark.parametrize("octet", [b"\n", b"\r", b"\0", b"\x0b", b"\x7f"])
@pytest.mark.parametrize("line", [b"NOOP a%bb", b"MAIL FROM:<a@b.c>%bSIZE=1", b"MAIL FROM:<a@b.c>%b", b"RSET %b"])
def test_no_control_character_is_in_a_command(line: bytes, octet: bytes) -> None:
    with pytest.raises(CommandInvalid):
        grammar.split(line % octet)


@pytest.mark.parametrize(
    "name", ["me.example", "localhost", "[192.0.2.1]", "[IPv6:2001:db8::1]", "[::1]", "my_pc", "a"]
)
def test_a_client_may_call_itself(name: str) -> None:
    assert grammar.read_hello(name) == name


@pytest.mark.parametrize("name", ["", "MacBook..", "two words", "-x", "<a>", "a@b", "[", "x\udcff", "\u00e4.example"])
def test_a_client_may_not_call_itself(name: str) -> None:
    assert grammar.read_hello(name) is None


@pytest.mark.parametrize(
    ("argument", "path"),
    [
        ("FROM:<a@b.c>", Path("a@b.c", {})),
        ("from: <a@b.c>", Path("a@b.c", {})),
        ("FROM:a@b.c", Path("a@b.c", {})),
        ("FROM:<>", Path("", {})),
        ("FROM:<@x,@y:a@b.c>", Path("a@b.c", {})),
        ('FROM:<"a b\\"<>"@b.c>', Path('"a b\\"<>"@b.c', {})),
        ('FROM:<"a.\\b"@b.c>', Path("a.b@b.c", {})),
        ('FROM:<"a."@b.c>', Path('"a."@b.c', {})),
        ("FROM:<ä@b.c> SMTPUTF8", Path("ä@b.c", {"SMTPUTF8": ""})),
        ("FROM:<a@[192.0.2.1]>", Path("a@[192.0.2.1]", {})),
        (
            "FROM:<a@b.c> size=100 BODY=8bitmime RET=HDRS ENVID=QQ+3D1 AUTH=<>",
            Path("a@b.c", {"SIZE": "100", "BODY": "8bitmime", "RET": "HDRS", "ENVID": "QQ+3D1", "AUTH": "<>"}),
        ),
        (f"FROM:<a@b.c> SIZE={SIZE_LIMIT}", Path("a@b.c", {"SIZE": str(SIZE_LIMIT)})),
    ],
)
def test_a_reverse_path(argument: str, path: Path) -> None:
    assert grammar.read_reverse_path(argument) == path


@pytest.mark.parametrize(
    ("argument", "reply"),
    [
        ("", replies.ARGUMENTS_INVALID),
        ("<a@b.c>", replies.ARGUMENTS_INVALID),
        ("TO:<a@b.c>", replies.ARGUMENTS_INVALID),
        ("FROM:", replies.SENDER_INVALID),
        ("FROM:<a@b.c", replies.SENDER_INVALID),
        ("FROM:<a>", replies.SENDER_INVALID),
        ("FROM:<a@b@c>", replies.SENDER_INVALID),
        ("FROM:<a b@c.d>", replies.SENDER_INVALID),
        ("FROM:<a@b.c>SIZE=1", replies.SENDER_INVALID),
        ("FROM:<\udcff@b.c>", replies.SENDER_INVALID),
        ("FROM:<a\x01@b.c>", replies.SENDER_INVALID),
        ("FROM:<a@b.c> SIZE=many", replies.ARGUMENTS_INVALID),
        ("FROM:<a@b.c> BODY=9BIT", replies.ARGUMENTS_INVALID),
        ("FROM:<a@b.c> SMTPUTF8=1", replies.ARGUMENTS_INVALID),
        ("FROM:<a@b.c> SMTPUTF8=", replies.ARGUMENTS_INVALID),
        ("FROM:<a@b.c> SIZE", replies.ARGUMENTS_INVALID),
        ("FROM:<a@b.c> RET=ALL", replies.ARGUMENTS_INVALID),
        ("FROM:<a@b.c> ENVID=a=b", replies.ARGUMENTS_INVALID),
        ("FROM:<a@b.c> ENVID=a+0D+0Ab", replies.ARGUMENTS_INVALID),
        ("FROM:<a@b.c> ENVID=a+2", replies.ARGUMENTS_INVALID),
        (f"FROM:<a@b.c> ENVID={'x' * 101}", replies.ARGUMENTS_INVALID),
        ("FROM:<a@b.c> AUTH=", replies.ARGUMENTS_INVALID),
        ("FROM:<\u00e4@b.c>", replies.SENDER_INVALID),
        ("FROM:<postmaster>", replies.SENDER_INVALID),
        ("FROM:<a@b.c> SIZE=1 SIZE=2", replies.PARAMETER_UNKNOWN),
        ("FROM:<a@b.c> XOOF", replies.PARAMETER_UNKNOWN),
        (f"FROM:<a@b.c> SIZE={SIZE_LIMIT + 1}", replies.TOO_LARGE),
    ],
)
def test_not_a_reverse_path(argument: str, reply: replies.Reply) -> None:
    with pytest.raises(CommandInvalid) as invalid:
        grammar.read_reverse_path(argument)
    assert invalid.value.reply == reply


def test_a_forward_path_takes_dsn_parameters() -> None:
    assert grammar.read_forward_path("TO:<a@b.c> ORCPT=utf-8;\u00e4@b.c").parameters == {"ORCPT": "utf-8;\u00e4@b.c"}
    assert grammar.read_forward_path("TO:<PostMaster>") == Path("PostMaster", {})
    path = grammar.read_forward_path("TO:<a@b.c> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;a+2Bb@b.c")
    assert path == Path("a@b.c", {"NOTIFY": "SUCCESS,FAILURE", "ORCPT": "rfc822;a+2Bb@b.c"})
    assert grammar.read_forward_path("TO:<a@b.c> NOTIFY=NEVER").parameters == {"NOTIFY": "NEVER"}


@pytest.mark.parametrize(
    ("argument", "reply"),
    [
        ("TO:<>", replies.RECIPIENT_INVALID),
        ("TO:<postmistress>", replies.RECIPIENT_INVALID),
        ("TO:<a@[]>", replies.RECIPIENT_INVALID),
        ("TO:<a@[1.2.3]>", replies.RECIPIENT_INVALID),
        ("TO:<a@[1.2.3.400]>", replies.RECIPIENT_INVALID),
        ("TO:<a@[IPv6:::::]>", replies.RECIPIENT_INVALID),
        ("TO:<a@[fe80::1%1]>", replies.RECIPIENT_INVALID),
        ("TO:<a@x..example>", replies.RECIPIENT_INVALID),
        ("TO:<a@.example>", replies.RECIPIENT_INVALID),
        ("TO:<a@example.>", replies.RECIPIENT_INVALID),
        ("TO:<a@-x.example>", replies.RECIPIENT_INVALID),
        (f"TO:<a@{'x' * 64}.example>", replies.RECIPIENT_INVALID),
        (f"TO:<a@{'x.' * 127}xx>", replies.RECIPIENT_INVALID),
        ("TO:<a..b@x.example>", replies.RECIPIENT_INVALID),
        ("TO:<.a@x.example>", replies.RECIPIENT_INVALID),
        ("TO:<a.@x.example>", replies.RECIPIENT_INVALID),
        ("TO:<a@b.c> NOTIFY=", replies.ARGUMENTS_INVALID),
        ("TO:<a@b.c> NOTIFY=NEVER,FAILURE", replies.ARGUMENTS_INVALID),
        ("TO:<a@b.c> NOTIFY=DELAY,DELAY,DELAY,DELAY", replies.ARGUMENTS_INVALID),
        ("TO:<a@b.c> NOTIFY=NEVER notify=NEVER", replies.PARAMETER_UNKNOWN),
        ("TO:<a@b.c> ORCPT=rfc822;a=b", replies.ARGUMENTS_INVALID),
        ("TO:<a@b.c> ORCPT=rfc822;a+0D+0A", replies.ARGUMENTS_INVALID),
        ("TO:<a@b.c> ORCPT=rfc822;\u00e4@b.c", replies.ARGUMENTS_INVALID),
        ("TO:<a@b.c> NOTIFY=SOMETIMES", replies.ARGUMENTS_INVALID),
        ("TO:<a@b.c> ORCPT=a@b.c", replies.ARGUMENTS_INVALID),
        ("TO:<a@b.c> SIZE=1", replies.PARAMETER_UNKNOWN),
    ],
)
def test_not_a_forward_path(argument: str, reply: replies.Reply) -> None:
    with pytest.raises(CommandInvalid) as invalid:
        grammar.read_forward_path(argument)
    assert invalid.value.reply == reply


def test_a_chunk() -> None:
    assert grammar.read_bdat("1000") == Bdat(1000, False)
    assert grammar.read_bdat("0 last") == Bdat(0, True)
    for argument in ("", "LAST", "-1", "1 FIRST", "9" * 13):
        with pytest.raises(CommandInvalid):
            grammar.read_bdat(argument)


_WORDS = [*'<>@"\\:,= ', "a", "x.y", "@a,@b:", "SIZE=1", "NOTIFY=NEVER", "é", "\udcff"]


@given(st.lists(st.sampled_from(_WORDS) | st.text(max_size=5), max_size=12).map("".join) | st.text(max_size=200))
@example("<@a,@b:c@d> NOTIFY=NEVER")
@example("<>")
def test_any_text_is_a_path_or_refused(text: str) -> None:
    for read, keyword in ((grammar.read_reverse_path, "FROM:"), (grammar.read_forward_path, "TO:")):
        with contextlib.suppress(CommandInvalid):
            path = read(keyword + text)
            assert path.address == "" or is_address(path.address) or (keyword, path.address) == ("TO:", "postmaster")


@pytest.mark.parametrize("filling", ["@", "<", '"', "\\", "a", " ", "=", "@a:", '"a"', "a@", "<>", "["])
def test_the_work_for_a_line_grows_with_its_length(filling: str) -> None:
    def read(times: int) -> None:
        for argument in (f"FROM:<{filling * times}", f"FROM:<{filling * times}>", f"FROM:{filling * times}"):
            with contextlib.suppress(CommandInvalid):
                grammar.read_reverse_path(argument)
        assert grammar.read_hello(filling * times) is None or filling == "a"
        assert grammar.read_hello(f"{filling * times}!") is None

    assert growth_of(read, 100, grammar) < 10
