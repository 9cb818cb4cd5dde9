"""A real browser without a window. Where there is none these tests skip with a word; in CI there is one."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.chrome.webdriver import WebDriver

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    # It would look for its maker at every start, and wait where there is no such network.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Open = Callable[..., "WebDriver"]


@contextmanager
def _browser(language: str, size: tuple[int, int]) -> Iterator[WebDriver]:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    driver = shutil.which("chromedriver")
    if program is None or driver is None:
        pytest.skip("no browser here; on Debian: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.add_experimental_option("prefs", {"intl.accept_languages": language})
    for flag in (*_FLAGS, f"--window-size={size[0]},{size[1]}"):
        options.add_argument(flag)
    browser = webdriver.Chrome(options, Service(driver))
    try:
        browser.set_page_load_timeout(30)
        yield browser
    finally:
        browser.quit()


@pytest.fixture(scope="module")
def browser() -> Iterator[WebDriver]:
    """A Danish clinician's browser, as wide as a desk's."""
    with _browser("da,en;q=0.5", (1280, 900)) as browser:
        yield browser


@pytest.fixture
def complaints(browser: WebDriver) -> Iterator[Callable[[], list[str]]]:
    """What the browser complained of on its console: scripts that failed, what the policy kept out."""

    def read() -> list[str]:
        return [str(entry["message"]) for entry in browser.get_log("browser")]

    read()
    yield read
    assert read() == []
