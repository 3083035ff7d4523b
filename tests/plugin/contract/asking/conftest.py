"""What asks, on the fake."""

from collections.abc import Iterator

import pytest

from pytest_m365.contract.asking.asker import Asker
from pytest_m365.contract.asking.pool import Pool
from pytest_m365.contract.leaks import Private
from pytest_m365.target import Target


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool()
    yield pool
    pool.close()


@pytest.fixture
def asker(m365: Target, pool: Pool) -> Iterator[Asker]:
    asker = Asker(m365, pool, Private())
    yield asker
    asker.close()
