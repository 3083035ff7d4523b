"""The inspector, walked as a person walks it, in a real browser against a running fake."""

import base64
import json

from fakeserver.tenant.exchange.transport.envelope import Envelope, Recipient
from tests.protocols.control.inspector.conftest import Walk, refused_sign_in

#: What each tab of a message has in it.
TABS = {
    "Text": "Please pay.",
    "Headers": "Who wrote it. Nothing proves it but Authentication-Results.",
    "Structure": "multipart/related",
    "Source": "Content-Transfer-Encoding",
}
PROTOCOLS = {"POP3: RETR": "RETR", "EWS: GetItem": "GetItemResponse", "IMAP: FETCH": "BODYSTRUCTURE"}

IMAP_CONNECTIONS = "[data-said^=imap_connections] input"


def test_a_tenant_is_found_by_its_test(walk: Walk) -> None:
    page = walk.open("mailboxes")
    page.shown("[role=treeitem] .name", "test_it")
    chosen = page.run("return document.getElementById('tenants').selectedOptions[0].textContent")
    assert chosen == f"test_invoices.py::test_it ({walk.tenant.domain})"


def test_mail_is_found_by_the_tree_and_the_list(walk: Walk) -> None:
    page = walk.open()
    page.shown("[role=treeitem] .name", "alice").click()
    assert "2" in page.shown("[role=treeitem][aria-selected=true]", "Inbox").text
    page.shown("[role=option]", "Hello").click()
    page.shown("article h2", "Hello")
    assert "carol@fabrikam.com" in page.shown("article .head").text
    # Its address leads to it again, and looking has changed nothing.
    page.driver.refresh()
    page.shown("article h2", "Hello")
    assert page.run("return document.querySelectorAll('[role=option].unread').length") == 2
    assert not any(message.is_read for message in walk.tenant.mailbox("alice").messages())


def test_html_is_shown_and_can_do_nothing(walk: Walk) -> None:
    page = walk.open("mailboxes", walk.alice)
    page.shown("[role=option]", "Invoice").click()
    page.shown(".remarks", "1 link, which leads nowhere here")
    page.shown(".remarks", "4 remote addresses were not asked for")
    page.driver.switch_to.frame(page.shown("iframe.paper"))
    inner = page.driver.find_element("css selector", "iframe")
    assert inner.get_attribute("sandbox") == ""
    assert "url(https://elsewhere.example" not in inner.get_attribute("srcdoc")
    page.driver.switch_to.frame(inner)
    assert page.driver.find_element("css selector", "h1").value_of_css_property("color") == "rgba(10, 20, 30, 1)"
    picture = page.driver.find_element("css selector", "img[alt=logo]")
    assert picture.get_property("naturalWidth") == 1
    assert page.driver.find_elements("css selector", "a[href], script, iframe, link, meta[http-equiv], input") == []
    page.driver.switch_to.default_content()
    assert page.driver.title.endswith("Inspector")
    # That the policy would stop them as well: even where nothing is taken out, nothing is asked for.
    page.run(
        "document.querySelector('iframe.paper').contentDocument.querySelector('iframe').srcdoc = arguments[0]",
        "<img src='https://elsewhere.example/1'><script src='https://elsewhere.example/2'></script>"
        "<iframe src='https://elsewhere.example/3'></iframe><style>@import 'https://elsewhere.example/4'</style>",
    )


def test_a_message_has_many_views(walk: Walk) -> None:
    page = walk.open("mailboxes", walk.alice)
    page.shown("[role=option]", "Invoice").click()
    assert "invoice.pdf (8 B)" in page.shown("article .files").text
    for name, text in TABS.items():
        page.shown("article [role=tab]", name).click()
        page.shown("article [role=tabpanel]", text)
    page.shown("article [role=tab]", "As protocols see it").click()
    for name, text in PROTOCOLS.items():
        page.shown("article .panel [role=tab]", name).click()
        page.shown("article .panel .panel", text)
    page.shown("article button", "Mark as read").click()
    page.shown("article button", "Mark as unread")
    page.gone("[role=option].unread[aria-selected=true]")
    page.shown("article button", "Delete").click()
    page.gone("[role=option][aria-setsize='2']")
    assert [message.subject for message in walk.tenant.mailbox("alice").messages()] == ["Hello"]


def test_a_message_shows_when_it_arrives(walk: Walk) -> None:
    page = walk.open("mailboxes", walk.alice)
    page.shown("[role=option]", "Hello")
    walk.tenant.mailbox("alice").deliver(subject="Just now", sender="dave@fabrikam.com", body="…")
    page.shown("[role=option][aria-posinset='1']", "Just now")
    assert "Just now" in page.run("return document.getElementById('said').textContent")
    page.shown("[role=treeitem][aria-selected=true]", "3/3")
    walk.see("mailboxes", walk.tenant.mailbox("bob").address)
    page.shown(".empty", "Nothing is here yet.")
    page.shown(".empty button", "Deliver a message…").click()
    page.shown("dialog button", "Deliver").click()
    page.shown("[role=option]", "A message from the inspector.")


def test_what_happens_while_the_line_is_cut_is_shown_afterwards(walk: Walk) -> None:
    page = walk.open("mailboxes", walk.alice)
    page.shown("[role=option]", "Hello")
    page.cut(is_cut=True)
    try:
        # What is open already goes on until the page looks for another line.
        page.run("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
        page.run("document.dispatchEvent(new Event('visibilitychange'))")
        page.shown("#live", "not connected, trying again")
        walk.tenant.mailbox("alice").deliver(subject="Meanwhile", sender="dave@fabrikam.com", body="…")
    finally:
        page.cut(is_cut=False)
    page.run("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    page.shown("[role=option][aria-posinset='1']", "Meanwhile")
    page.shown("#live", "live")


def test_ten_thousand_messages_scroll(walk: Walk) -> None:
    box = walk.tenant.mailbox("bob")
    first = [box.deliver(subject=f"Number {number}", sender="eve@fabrikam.com", body="…") for number in range(100)]
    box.items.copy(first * 99, box.folders.distinguished("inbox"))
    page = walk.open("mailboxes", box.address)
    page.shown("[role=option][aria-setsize='10000'][aria-posinset='1']")
    page.run("const list = document.querySelector('[role=listbox]'); list.scrollTop = list.scrollHeight")
    page.shown("[role=option][aria-posinset='10000']", "Number 0")
    assert page.run("return document.querySelectorAll('[role=option]').length") < 60
    # What arrives meanwhile does not move what is read.
    before = page.run("return document.querySelector('[aria-posinset=\"10000\"]').getBoundingClientRect().top")
    box.deliver(subject="On top", sender="eve@fabrikam.com", body="…")
    last = page.shown("[role=option][aria-posinset='10001']", "Number 0")
    assert abs(last.rect["y"] - before) < 2


def test_the_journal_is_live_and_explains_refusals(walk: Walk) -> None:
    page = walk.open("journal")
    page.shown(".empty", "each question and its answer stands here at once")
    walk.tenant.user("bob").imap = False
    refused_sign_in(walk.server, walk.tenant, "bob")
    page.shown("[role=option].refused", "MailboxProtocolDisabled").click()
    why = page.shown(".refusal").text
    for said in (
        "Set-CASMailbox -ImapEnabled is $false",  # the rule
        "scp=",  # the claims
        "user.imap = True",  # what mends it
        "learn.microsoft.com/powershell/module/exchange/set-casmailbox",
    ):
        assert said in why
    page.shown(".bar label", "refused only").click()
    page.gone("[role=option]:not(.refused)")
    page.choose(".bar select", "smtp")
    page.gone("[role=option]")
    assert "protocol=smtp&refused=true" in page.driver.current_url


def test_tokens_are_taken_apart(walk: Walk) -> None:
    page = walk.open("tokens")
    walk.tenant.user("bob").pop = False
    token = walk.tenant.token(walk.tenant.public_app, "bob", "IMAP.AccessAsUser.All", "POP.AccessAsUser.All")
    xoauth2 = base64.b64encode(f"user={walk.tenant.user('bob').upn}\x01auth=Bearer {token}\x01\x01".encode()).decode()
    page.choose("#token", xoauth2)
    page.shown("form button", "Explain").click()
    assert "OK AUTHENTICATE completed." in page.shown(".cards .let-in", "IMAP").text
    assert "MailboxProtocolDisabled" in page.shown(".cards .refused", "POP3").text
    page.shown("td", "the delegated permissions")
    page.shown("summary", "Make one to look at").click()
    page.shown("button", "Make a token").click()
    page.shown(".cards .let-in", "SMTP")
    page.run("document.getElementById('token').value = 'no token'")
    page.shown("form button", "Explain").click()
    page.shown("#failures", "not a JWT")


def test_switches_are_thrown(walk: Walk) -> None:
    def forwarding() -> bool:
        return walk.tenant.policies.external_forwarding

    page = walk.open("controls")
    page.shown(".switches li", "basic_auth")
    page.shown("input[type=search]").send_keys("external_forwarding")
    page.gone(".switches li[data-said^=basic_auth]")
    page.shown(".switches [role=switch]").click()
    page.shown(".switches .changed button", "Default")
    assert forwarding()
    page.shown(".switches .changed button", "Default").click()
    page.gone(".switches .changed")
    assert not forwarding()
    page.choose("input[type=search]", "")
    page.choose(IMAP_CONNECTIONS, "many")
    page.shown("#failures", "imap_connections")
    assert page.shown(IMAP_CONNECTIONS).get_property("value") == "null"


def test_a_message_that_goes_while_it_is_open_is_no_failure(walk: Walk) -> None:
    """Whoever has deleted it: the page, or a program."""
    box = walk.tenant.mailbox("alice")
    walk.open("mailboxes", walk.alice)
    for number in range(8):
        page = walk.browser
        box.deliver(subject=f"Going {number}")
        page.shown("[role=option]", f"Going {number}").click()
        page.shown("article h2", f"Going {number}")
        page.shown("article button", "Delete").click()
        page.gone("article")
        page.shown("#said", "Deleted.")
    item = box.deliver(subject="Taken away")
    page.shown("[role=option]", "Taken away").click()
    page.shown("article h2", "Taken away")
    box.items.delete([item])
    page.shown("article .empty", "This message is not here any more: it was moved or deleted.")
    assert page.run("return document.getElementById('failures').textContent") == ""


def test_time_is_moved_and_faults_are_ordered(walk: Walk) -> None:
    page = walk.open("controls", "clock")
    page.shown("button", "Advance").click()
    page.shown("#clock", "clock +1 h")
    assert round(walk.tenant.clock.ahead) == 3600
    page.shown("button", "Freeze").click()
    page.shown("#clock", "stands still")
    page.shown("[role=tab]", "Faults").click()
    page.shown(".empty", "No fault is ordered.")
    page.choose("select[aria-label=Kind]", "throttle")
    page.choose("select[name=place]", "ews")
    page.shown("input[name=times]").send_keys("2")
    page.shown("button.primary", "Order").click()
    page.shown(".rows li", "throttle")
    [fault] = walk.tenant.faults.in_force
    assert (fault.kind, fault.protocol) == ("throttle", "EWS")
    page.shown(".rows button", "Cancel").click()
    page.shown(".empty", "No fault is ordered.")
    page.shown("[role=tab]", "Tenant").click()
    page.shown("button", "Take a snapshot").click()
    page.shown("#said", "Everything that the tenant holds now is kept.")


def test_settings_are_there_to_copy(walk: Walk) -> None:
    page = walk.open("settings")
    page.shown("pre", "msal.ConfidentialClientApplication")
    page.shown("[role=tab]", "appsettings.json").click()
    text = page.shown("pre", "AzureAd").text
    assert json.loads(text)["AzureAd"]["TenantId"] == walk.tenant.tenant_id


def test_what_left_for_other_domains_is_kept(walk: Walk) -> None:
    sent = b"From: alice\r\nTo: partner@elsewhere.example\r\nSubject: Leaving\r\n\r\nBye\r\n"
    envelope = Envelope(walk.alice, (Recipient("partner@elsewhere.example"),))
    with walk.tenant.lock:
        walk.tenant.transport.submit(walk.tenant.mailbox("alice"), envelope, sent)
    page = walk.open("mailboxes")
    page.shown("[role=treeitem]:has(.count)", "Left for other domains1, 1 item").click()
    page.shown("[role=option]", "Leaving").click()
    page.shown("article [role=tab]", "Source").click()
    page.shown("article pre", "To: partner@elsewhere.example")
