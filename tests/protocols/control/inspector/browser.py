"""Chromium without a screen, as the tests of the inspector drive it: Debian's packages, by selenium."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

#: seconds that the page has to show something; the machine may be busy
PATIENCE = 20.0


class Browser:
    """A browser with one page open.

    Attributes:
        driver: selenium's.
    """

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(self, url: str) -> None:
        """Load a page anew, also where only the part behind # differs."""
        self.driver.get("about:blank")
        self.driver.get(url)

    def go(self, fragment: str) -> None:
        """Follow an address within the page."""
        self.driver.execute_script("location.hash = arguments[0]", fragment)

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a function's body in the page."""
        return self.driver.execute_script(script, *arguments)

    def shown(self, selector: str, text: str = "") -> Any:
        """Wait for a visible element, and return it.

        Args:
            text: that it has in it.
        """
        return self._until(
            "return [...document.querySelectorAll(arguments[0])]"
            ".find((one) => one.checkVisibility() && one.textContent.includes(arguments[1]))",
            selector,
            text,
        )

    def gone(self, selector: str) -> None:
        """Wait until no such element is visible."""
        self._until(
            "return ![...document.querySelectorAll(arguments[0])].some((one) => one.checkVisibility())", selector
        )

    def hears(self) -> None:
        """Wait until the page hears what happens, whether it has room to say so or not."""
        self._until("return document.querySelector('#live.live')")

    def _until(self, script: str, *arguments: str) -> Any:
        from selenium.common.exceptions import TimeoutException
        from selenium.webdriver.support.ui import WebDriverWait

        waiting = WebDriverWait(self.driver, PATIENCE, 0.02)
        try:
            return waiting.until(lambda driver: driver.execute_script(script, *arguments))
        except TimeoutException:
            what = f"{script} ({', '.join(arguments)})"
            raise AssertionError(f"in vain: {what}; the page says:\n{self.text()}") from None

    def choose(self, selector: str, value: str) -> None:
        """Give a field or a choice a value, as if the person had."""
        script = """const field = document.querySelector(arguments[0]);
            field.value = arguments[1];
            field.dispatchEvent(new Event("input", { bubbles: true }));
            field.dispatchEvent(new Event("change", { bubbles: true }));"""
        self.shown(selector)
        self.run(script, selector, value)

    def text(self) -> str:
        """Return all that the page shows."""
        return str(self.run("return document.body.innerText"))

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, wherever the focus is."""
        from selenium.webdriver.common.action_chains import ActionChains

        ActionChains(self.driver, duration=0).send_keys(*keys).perform()

    def size(self, width: int, height: int) -> None:
        """Give the page a size in CSS pixels."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def prefer(self, **features: str) -> None:
        """Set what the person prefers: ``color_scheme="dark"``."""
        wanted = [{"name": f"prefers-{name.replace('_', '-')}", "value": value} for name, value in features.items()]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": wanted})

    def cut(self, *, is_cut: bool) -> None:
        """Cut the line to all servers, or mend it."""
        conditions = {"offline": is_cut, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd("Network.emulateNetworkConditions", conditions)

    def accessibility_tree(self) -> list[dict[str, Any]]:
        """Return what screen readers are told: each node with its role and its name."""
        nodes = self.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        return [
            {"role": node.get("role", {}).get("value", ""), "name": node.get("name", {}).get("value", "")}
            for node in nodes
            if not node.get("ignored")
        ]

    def requested(self) -> set[str]:
        """Return the addresses that were asked for since the last call, by the page or by what it shows."""
        logged = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return {
            message["params"]["request"]["url"]
            for message in logged
            if message["method"] == "Network.requestWillBeSent"
        }

    def complaints(self) -> list[str]:
        """Return what the browser's console has logged as an error since the last call."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser; skip where there is none. It does not verify certificates, and speaks with nobody by itself."""
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if binary is None or driver is None:
        pytest.skip("chromium and chromedriver (Debian's chromium-driver) are not installed")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = binary
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    with tempfile.TemporaryDirectory(prefix="inspector-", ignore_cleanup_errors=True) as profile:
        for argument in (
            "--headless=new",
            "--no-sandbox",  # in containers its own needs privileges
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--ignore-certificate-errors",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--no-proxy-server",
            f"--user-data-dir={profile}",
        ):
            options.add_argument(argument)
        made = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
        try:
            yield Browser(made)
        finally:
            made.quit()
