"""The inspector for everybody: by the keyboard, at 390 pixels, in the dark, by a screen reader; and with a key."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakeserver.server.server import FakeServer
from tests.node import LIMIT
from tests.protocols.control.inspector.browser import Browser
from tests.protocols.control.inspector.conftest import Walk, refused_sign_in

ENTER, ESCAPE, TAB, DOWN, RIGHT, LEFT, END = "\ue007", "\ue00c", "\ue004", "\ue015", "\ue014", "\ue012", "\ue010"
#: What screen readers must have a name for.
NAMED = frozenset(
    "button link textbox searchbox combobox checkbox switch tab tabpanel listbox option tree treeitem dialog Iframe "
    "spinbutton".split()
)
#: Runs axe's rules, or some of them, on all but the message's own HTML, which is not ours.
AXE = """const [rules, done] = arguments;
const options = { resultTypes: ["violations"], iframes: false, ...(rules.length ? { runOnly: rules } : {}) };
const told = ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).slice(0, 3)}`;
axe.run({ exclude: [["iframe"]] }, options).then(({ violations }) => done(violations.map(told)));"""
#: Finds what is cut off at the right.
BEYOND = """const [width] = arguments;
return [...document.querySelectorAll("button, input, select, h2, [role=tab], p")]
    .filter((one) => one.checkVisibility() && !one.closest(".scroll, .hidden, .skip"))
    .filter((one) => one.getBoundingClientRect().right > width + 1)
    .map((one) => one.outerHTML.slice(0, 100));"""
#: Every view -> what shows that it is there.
VIEWS = {
    ("mailboxes",): "[role=treeitem]",
    ("mailboxes", "alice"): "[role=option]",
    ("journal",): "[role=option].refused",
    ("tokens",): "#token",
    ("controls", "switches"): ".switches li",
    ("controls", "clock"): "time",
    ("controls", "faults"): "select[name=place]",
    ("controls", "tenant"): ".acts",
    ("settings",): "pre",
}


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core; empty where node does not find it, so that names are checked, and nothing else is."""
    node = shutil.which("node")
    if node is None:
        return ""
    found = subprocess.run(
        [node, "-p", "require.resolve('axe-core/axe.min.js')"],
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT,
        env=os.environ.copy(),
    )
    return "" if found.returncode else Path(found.stdout.strip()).read_text("utf-8")


def each_view(walk: Walk) -> Iterator[tuple[str, Browser]]:
    """Go from view to view, each with something in it."""
    walk.tenant.user("bob").imap = False
    refused_sign_in(walk.server, walk.tenant, "bob")
    walk.open("mailboxes")
    for parts, selector in VIEWS.items():
        page = walk.see(*(walk.alice if part == "alice" else part for part in parts))
        page.shown(selector)
        if parts == ("mailboxes", "alice"):
            yield "list", page
            page.shown("[role=option]", "Invoice").click()
            page.shown("iframe.paper")
            page.shown("article [role=tab]", "HTML")
        if parts == ("journal",):
            yield "journal's list", page
            page.shown("[role=option].refused").click()
            page.shown(".refusal")
        yield "/".join(parts), page


def violations(page: Browser, axe: str, *rules: str) -> list[str]:
    """Return what axe finds wrong with a view; nothing where it is not there."""
    if not axe:
        return []
    if not page.run("return 'axe' in window"):
        page.run(axe)
    found: list[str] = page.driver.execute_async_script(AXE, rules)
    return found


def nameless(page: Browser) -> list[str]:
    """Return the roles of what has no name for a screen reader."""
    return [node["role"] for node in page.accessibility_tree() if node["role"] in NAMED and not node["name"].strip()]


def cut_off(page: Browser) -> list[str]:
    """Return what is beyond the right edge of a narrow screen."""
    page.size(390, 760)
    beyond: list[str] = page.run(BEYOND, 390)
    wide = page.run("return document.documentElement.scrollWidth")
    page.size(1280, 800)
    return beyond if wide <= 390 else [f"the page is {wide} wide", *beyond]


def test_each_view_is_for_everybody(walk: Walk, axe: str) -> None:
    """With a screen reader, with weak eyes by day and at night, and on a telephone: one walk for all of it."""
    found: dict[tuple[str, str], list[str]] = {}
    for view, page in each_view(walk):
        found[view, "names"] = nameless(page)
        found[view, "light"] = violations(page, axe)
        page.prefer(color_scheme="dark")
        found[view, "dark"] = violations(page, axe, "color-contrast")
        page.prefer()
        found[view, "narrow"] = cut_off(page)
    assert len(found) == 4 * 11
    assert {where: faults for where, faults in found.items() if faults} == {}


def test_dark_is_dark(walk: Walk) -> None:
    page = walk.open("settings")
    light = page.run("return getComputedStyle(document.body).backgroundColor")
    page.prefer(color_scheme="dark")
    dark = page.run("return getComputedStyle(document.body).backgroundColor")
    assert (light, dark) == ("rgb(255, 255, 255)", "rgb(20, 23, 29)")


def test_one_column_has_ways_back(walk: Walk) -> None:
    walk.browser.size(390, 760)
    page = walk.open("mailboxes")
    page.shown("[role=treeitem] .name", "alice").click()
    page.shown("[role=option]", "Hello").click()
    page.shown("article h2", "Hello")
    page.gone("[role=option]")
    page.shown("article .back").click()
    page.shown("[role=option]", "Hello")
    page.shown(".list .back").click()
    page.shown("[role=treeitem]")
    page.gone("[role=listbox]")


def test_one_column_is_walked_by_the_keyboard(walk: Walk) -> None:
    walk.browser.size(390, 760)
    page = walk.open("mailboxes", walk.alice)
    page.shown("[role=option]", "Hello")
    page.press("j", "j", ENTER)
    page.shown("article h2", "Hello")
    page.press("u")
    page.shown("[role=option][aria-selected=true]", "Hello")
    page.press("\ue013", ENTER)
    page.shown("article h2", "Invoice 4711")
    page.press("u", "u")
    page.shown("[role=treeitem]", "Inbox")
    assert page.run("return document.activeElement.getAttribute('role')") == "treeitem"


def test_what_is_scrolled_stays_in_its_pane(walk: Walk) -> None:
    page = walk.open("tokens")
    page.shown("summary", "Make one to look at").click()
    page.shown("button", "Make a token").click()
    page.shown(".verdicts", "What it holds")
    assert page.run("return document.documentElement.scrollHeight <= window.innerHeight")


def test_the_keyboard_reaches_everything(walk: Walk) -> None:
    page = walk.open("mailboxes")
    page.shown("[role=treeitem]", "alice")
    page.press("?")
    assert "mark a message as read" in page.shown("dialog").text
    page.press(ESCAPE)
    page.gone("dialog")
    page.run("document.querySelector('[role=treeitem][tabindex=\"0\"]').focus()")
    page.press(DOWN, ENTER)
    page.shown("[role=treeitem][aria-selected=true]", "Inbox")
    page.press(DOWN)
    assert "Inbox" in page.run("return document.activeElement.textContent")
    page.press("j")
    page.shown("article h2", "Invoice 4711")
    assert "Inbox" in page.run("return document.activeElement.textContent")
    page.press(LEFT)
    assert page.run("return document.activeElement.getAttribute('aria-level')") == "2"
    page.press(LEFT)
    page.gone("[role=treeitem][aria-level='3']")
    page.run("document.querySelector('[role=listbox]').focus()")
    page.press(DOWN, DOWN)
    page.shown("article h2", "Hello")
    active = "return document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).textContent"
    assert "Hello" in page.run(active)
    page.press("k")
    page.shown("article h2", "Invoice 4711")
    page.press("]")
    page.shown("[role=tab][aria-selected=true]", "Text")
    page.press("r")
    page.shown("article button", "Mark as unread")
    page.press("/")
    assert page.run("return document.activeElement.type") == "search"
    page.press("Hello")
    page.shown("[role=option][aria-setsize='1']", "Hello")
    page.press(ESCAPE)
    page.shown("[role=option][aria-setsize='2']", "Hello")
    page.press("u")
    page.shown(".empty", "Choose a message")
    for key, heading in {"j": "Journal", "t": "Explain a token", "c": "Controls", "s": "Settings to copy"}.items():
        page.press("g", key)
        page.shown("main h2", heading)
    # What is focused is seen to be.
    page.press(TAB)
    outline = page.run("return getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_a_key_is_asked_for_once(walk: Walk) -> None:
    with FakeServer(control_key="a-key-for-the-test") as locked:
        page = walk.browser
        page.open(f"{locked.base_url}/_fake/")
        page.shown("dialog input[name=key]").send_keys("wrong", ENTER)
        page.shown("dialog", "the key is wrong")
        page.open(f"{locked.base_url}/_fake/#key=a-key-for-the-test")
        # Nobody is here yet, and the page says what to do.
        page.shown(".empty", "There is no tenant yet")
        assert "key=" not in page.driver.current_url
        page.shown(".empty button", "Make a tenant").click()
        page.shown("[role=treeitem]", "support")
        page.run("sessionStorage.clear()")
        page.requested()


def test_a_refusal_from_before_the_key_came_does_not_ask_again(walk: Walk) -> None:
    page = walk.open("mailboxes")
    told = page.driver.execute_async_script(
        """const [done] = arguments;
        const { get, onKeyNeeded } = await import("./api.js");
        const asked = [];
        onKeyNeeded(async (why) => (asked.push(why), "the key"));
        const refused = () => Response.json({ detail: "missing" }, { status: 401 });
        let refuse;
        const late = new Promise((resolve) => (refuse = () => resolve(refused())));
        window.fetch = async (url, { headers }) =>
            headers["Fakeserver-Key"] ? Response.json({}) : String(url).endsWith("late") ? late : refused();
        const second = get("late");
        await get("first");
        refuse();
        await second;
        sessionStorage.clear();
        done(asked);"""
    )
    assert told == ["missing"]


def test_what_is_not_there_is_said_in_a_sentence(walk: Walk) -> None:
    page = walk.open("mailboxes", walk.alice, "messages", "AAMkAD")
    page.shown("article .empty")
    walk.see("journal", "999999999")
    page.shown(".detail", "The journal does not have exchange 999999999 any more.")
    page.go("#/tenants/nowhere.example/journal")
    page.shown("#failures", "The tenant nowhere.example is not there")
