from concurrent.futures import ThreadPoolExecutor

from fakeserver.sequence import go_on_behind, next_number


def test_numbers_grow_and_none_comes_twice() -> None:
    with ThreadPoolExecutor(4) as threads:
        taken = [threads.submit(lambda: [next_number() for _ in range(100)]) for _ in range(4)]
    numbers = [done.result() for done in taken]
    assert all(own == sorted(own) for own in numbers)
    assert len({number for own in numbers for number in own}) == 400


def test_numbers_go_on_behind_those_of_an_earlier_process() -> None:
    before = next_number()
    go_on_behind(before + 1000)
    assert next_number() == before + 1001
    go_on_behind(7)
    assert next_number() > before + 1001
