from fakeserver.state.octets import Octets


def test_octets_have_a_number_as_long_as_somebody_uses_them() -> None:
    octets, message, file = Octets(), b"m" * 300, b"f" * 300
    first, second = octets.number(message), octets.number(file)
    assert octets.number(message) == first != second
    octets.exchange((), [first, second])
    octets.exchange((), [first])
    assert sorted(octets.new()) == [(first, message), (second, file)]
    assert octets.gone() == []
    octets.settle()
    assert octets.new() == []
    octets.exchange([first, second], [first])
    assert octets.gone() == [second]
    octets.settle()
    assert octets.gone() == []
    assert octets.number(file) > second
    octets.exchange([first], [])
    octets.exchange([first], [])
    assert octets.gone() == [first]


def test_what_nobody_has_used_yet_is_not_written() -> None:
    octets = Octets()
    octets.number(b"m" * 300)
    assert (octets.new(), octets.gone()) == ([], [])
    octets.settle()
    assert octets.number(b"n" * 300) == 2


def test_what_was_read_is_known_by_its_number_and_its_object() -> None:
    octets, message = Octets(), b"m" * 300
    octets.read(7, message)
    octets.exchange((), [7])
    assert octets[7] is message
    assert octets.number(message) == 7
    assert octets.number(b"n" * 300) == 8
    assert octets.new() == []


def test_used_again_before_it_was_deleted() -> None:
    octets, message = Octets(), b"m" * 300
    octets.read(1, message)
    octets.exchange((), [1])
    octets.exchange([1], [])
    octets.exchange((), [octets.number(message)])
    assert (octets.new(), octets.gone()) == ([], [])
