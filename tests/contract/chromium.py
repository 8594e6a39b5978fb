"""A headless Chromium that notices what a page must not do: errors, and requests to other origins."""

from __future__ import annotations

import inspect
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait
from selenium_axe_python.axe import Axe

from tests.waits import PATIENCE_S

WIDE, NARROW = (1280, 900), (360, 740)

_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--mute-audio",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
)
_LOCAL_SCHEMES = {"data", "blob", "about", "chrome", "file"}
_SERIOUS = {"serious", "critical"}


class Chromium:
    """The browser, for the length of a ``with`` block."""

    def __enter__(self) -> Self:
        options = Options()
        for flag in _FLAGS:
            options.add_argument(flag)
        options.binary_location = shutil.which("chromium") or ""
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        self.origin = ""
        self._origins: set[str] = set()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.driver.quit()

    def enter(self, address: str) -> None:
        """Open a review by the address that it printed."""
        parts = urlsplit(address)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self._origins.add(self.origin)
        self.driver.get(address)

    def open(self, path: str) -> None:
        self.driver.get(self.origin + path)

    def go_offline(self) -> None:
        """Take the network away."""
        self._devtools("Network.enable", {})
        throughput = {"downloadThroughput": 0, "uploadThroughput": 0}
        self._devtools("Network.emulateNetworkConditions", {"offline": True, "latency": 0, **throughput})

    def show(self, size: tuple[int, int] = WIDE, *, dark: bool = False) -> None:
        """Make the window so large, and the person's colours light or dark."""
        width, height = size
        self._devtools(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._devtools("Emulation.setEmulatedMedia", {"features": [scheme]})

    def find(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def click(self, selector: str) -> None:
        """Click an element, wherever on the page it is."""
        element = self.find(selector)
        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def texts(self, selector: str) -> list[str]:
        return [element.text for element in self.all(selector)]

    def press(self, *keys: str) -> None:
        """Press a key (or type a text) while those before it are held: whatever has the focus gets it."""
        *held, last = keys
        actions = ActionChains(self.driver)
        for key in held:
            actions.key_down(key)
        actions.send_keys(last)
        for key in reversed(held):
            actions.key_up(key)
        actions.perform()

    def run(self, script: str, *arguments: object) -> Any:
        return self.driver.execute_script(script, *arguments)

    def wait(self, condition: Callable[[], Any]) -> Any:
        """Wait until something holds; return it. What a new page has just replaced is looked for again."""
        waiting = WebDriverWait(
            self.driver, PATIENCE_S, 0.05, ignored_exceptions=[StaleElementReferenceException]
        )
        return waiting.until(lambda _driver: condition(), f"in vain: {inspect.getsource(condition).strip()}")

    @contextmanager
    def new_page(self) -> Iterator[None]:
        """Wait, after the block, until the page that it brings has taken the place of this one, whole."""
        old = self.find("html")
        yield
        WebDriverWait(self.driver, PATIENCE_S, 0.05).until(staleness_of(old), "in vain: another page")
        self.wait(lambda: self.run("return document.readyState") == "complete")

    def sound(self, what: str) -> Any:
        """Return a property of the player: currentTime, paused, ..."""
        return self.run(f"return document.getElementById('sound').{what}")

    def errors(self) -> list[str]:
        """Return what was wrong since the last call: console messages, and requests to other origins."""
        said = [entry["message"] for entry in self.driver.get_log("browser")]
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                asked = urlsplit(message["params"]["request"]["url"])
                origin = f"{asked.scheme}://{asked.netloc}"
                if origin not in self._origins and asked.scheme not in _LOCAL_SCHEMES:
                    said.append(f"asked for {asked.geturl()}")
        return said

    def barriers(self) -> list[str]:
        """Return what axe-core finds serious on the page."""
        axe = Axe(self.driver)
        axe.inject()
        found = axe.run()["violations"]
        return [
            f"{each['id']}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
            for each in found
            if each["impact"] in _SERIOUS
            for node in each["nodes"]
        ]

    def overflows(self) -> int:
        """Return by how many pixels the page is wider than the window."""
        wider: int = self.run(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return wider

    def _devtools(self, command: str, arguments: dict[str, Any]) -> None:
        self.driver.execute_cdp_cmd(command, arguments)
