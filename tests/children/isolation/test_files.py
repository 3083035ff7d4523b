"""Files that a command sees under /etc in its own network."""

from fakeserver.children.isolation.files import hosts, switch
from fakeserver.redirect import Redirects

TABLE = Redirects(
    {("outlook.office365.com", 993): ("h", 1), ("outlook.office365.com", 443): ("h", 2), ("localhost", 443): ("h", 2)}
)


def test_hosts_keeps_other_names_and_leads_each_once() -> None:
    before = "127.0.0.1 localhost\n10.0.0.1 Outlook.office365.com old # of mine\n10.0.0.2 db # outlook.office365.com\n"
    assert hosts(before, TABLE, "db").splitlines() == [
        "127.0.0.1 localhost",
        "10.0.0.2 db # outlook.office365.com",
        "127.0.0.1 outlook.office365.com",
    ]


def test_hosts_has_localhost_and_the_machines_own_name() -> None:
    assert hosts("", TABLE, "here").splitlines() == [
        "127.0.0.1 localhost",
        "127.0.0.1 here",
        "127.0.0.1 outlook.office365.com",
    ]


def test_names_are_looked_up_in_hosts_first_whatever_the_machine_does() -> None:
    before = "passwd: files systemd\n hosts:  mymachines resolve [!UNAVAIL=return] files dns\n"
    assert switch(before) == "passwd: files systemd\nhosts: files dns\n"
