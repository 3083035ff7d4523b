import pytest

from fakeserver.suggestion import check_names, did_you_mean, no_new_names, suggestion


def test_the_nearest_name_is_suggested_as_it_is_spelled() -> None:
    assert did_you_mean("SMPT_auth", ["imap", "smtp_auth"]) == "; did you mean 'smtp_auth'?"
    assert did_you_mean("send", ["Application SMTP.SendAsApp", "x"]) == "; did you mean 'Application SMTP.SendAsApp'?"


def test_a_name_like_nothing_lists_what_there_is() -> None:
    assert did_you_mean("zzzz", ["imap", "pop"]) == did_you_mean("", ["imap"]) == ""
    assert suggestion("zzzz", {"pop", "imap"}) == "; there are: imap, pop"


def test_a_keyword_that_is_unknown_is_refused() -> None:
    check_names("it", ["user"], ["user", "app"])
    with pytest.raises(TypeError, match=r"it takes no 'usr'; did you mean 'user'\?"):
        check_names("it", ["app", "usr"], ["user", "app"])


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        ("Reader", "Reviewer", True),
        ("license", "licence", True),
        ("omap", "imap", False),
        ("add_users", "add_user", True),
        ("conditional_acess", "conditional_access", True),
        ("mailbox_permissions", "add_mailbox_permission", True),
        ("add_certificate", "add_delegate", False),
        ("policies", "licence", False),
        ("grant", "transport", False),
    ],
)
def test_what_is_alike_by_chance_is_not_suggested(name: str, known: str, meant: bool) -> None:
    assert did_you_mean(name, [known]) == (f"; did you mean {known!r}?" if meant else "")


@no_new_names
class Box:
    lid = True

    def __init__(self) -> None:
        self.height = 1

    @property
    def width(self) -> int:
        """Set by whoever wants to."""
        return self.height

    @width.setter
    def width(self, width: int) -> None:
        self.height = width


class Crate(Box):
    def __init__(self) -> None:
        super().__init__()
        self.slats = 5


def test_an_instance_takes_no_new_names() -> None:
    box = Box()
    for name in ("height", "width", "lid", "_private"):
        setattr(box, name, 2)
        assert getattr(box, name) == 2
    with pytest.raises(AttributeError, match=r"^Box has no 'heigth'; did you mean 'height'\?$") as refused:
        setattr(box, "heigth", 3)  # noqa: B010
    assert (refused.value.name, refused.value.obj) == ("heigth", box)
    with pytest.raises(AttributeError, match=r"^Box has no 'zzzz'$"):
        setattr(box, "zzzz", 3)  # noqa: B010
    assert not hasattr(box, "heigth")


def test_a_subclass_may_have_more() -> None:
    crate = Crate()
    crate.slats = 6
    setattr(crate, "nails", 40)  # noqa: B010
    assert vars(crate)["nails"] == 40
