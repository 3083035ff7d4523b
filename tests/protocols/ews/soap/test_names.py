"""Qualified names."""

from fakeserver.protocols.ews.soap import names


def test_names_are_qualified_and_back() -> None:
    assert names.m("GetItem") == f"{{{names.MESSAGES}}}GetItem"
    assert names.t("ItemId") is names.t("ItemId")
    assert names.qualified("m:GetItem") == names.m("GetItem")
    assert names.qualified("t:ItemId") == names.t("ItemId")
    assert names.qualified("Id") == "Id"
    assert names.local(names.s("Body")) == "Body"
    assert names.local("Body") == "Body"
