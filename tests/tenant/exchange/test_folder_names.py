import pytest

from fakeserver.tenant.exchange.folder_names import check_name
from fakeserver.tenant.refusals import FolderNameInvalid


@pytest.mark.parametrize("name", ["", " ", "\n", "a\0b", "x" * 256])
def test_what_is_no_name(name: str) -> None:
    with pytest.raises(FolderNameInvalid):
        check_name(name)


@pytest.mark.parametrize("name", ["a", "a/b", " a", "x" * 255, "€"])
def test_what_is_one(name: str) -> None:
    check_name(name)
