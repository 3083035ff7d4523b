from concurrent.futures import ThreadPoolExecutor

from fakeserver.sequence import next_number


def test_numbers_grow_and_none_comes_twice() -> None:
    with ThreadPoolExecutor(4) as threads:
        taken = [threads.submit(lambda: [next_number() for _ in range(100)]) for _ in range(4)]
    numbers = [done.result() for done in taken]
    assert all(own == sorted(own) for own in numbers)
    assert len({number for own in numbers for number in own}) == 400
