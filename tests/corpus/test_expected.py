from tests.corpus.expected import EXPECTED, FOLDER


def test_each_message_says_what_must_be_seen_of_it() -> None:
    assert {path.stem for path in FOLDER.glob("*.eml")} == set(EXPECTED)
