"""The clinic's pages as a browser shows them: on a desk, on a phone, in Danish, without the token."""

from collections.abc import Callable, Iterator

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from heelraise.history.document import SessionDocument
from heelraise.history.store import History
from heelraise.server.run import BackgroundServer
from heelraise.sync import sync
from tests.heelraise.factories import NOON, document
from tests.heelraise.server_client import UPLOAD, settings

PHONE = (390, 780)


@pytest.fixture(scope="module")
def sent() -> SessionDocument:
    return document()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, sent: SessionDocument) -> Iterator[BackgroundServer]:
    folder = tmp_path_factory.mktemp("clinic")
    with (
        BackgroundServer(settings(folder / "server.db")) as server,
        History(folder / "history.db") as history,
    ):
        history.switch_on_upload(server.url, "env:TOKEN", NOON)
        history.keep(sent)
        assert sync(history, UPLOAD, NOON).sent == (sent.id,)
        yield server


def test_a_link_opens_the_persons_their_sessions_and_one(
    browser: WebDriver, server: BackgroundServer, sent: SessionDocument, complaints: Callable[[], list[str]]
) -> None:
    browser.get(server.page_link())
    assert browser.find_element(By.TAG_NAME, "h1").text == "Personer"
    browser.find_element(By.LINK_TEXT, sent.pseudonym).click()
    assert browser.find_element(By.TAG_NAME, "h1").text == f"Træninger for {sent.pseudonym}"
    browser.find_element(By.CSS_SELECTOR, "tbody tr a").click()
    assert len(browser.find_elements(By.CSS_SELECTOR, "table.measured tbody tr")) == len(sent.reps)
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "da"
    browser.find_element(By.LINK_TEXT, "Alle træninger").click()
    assert browser.find_element(By.TAG_NAME, "h1").text == "Træninger"
    assert complaints() == []


def test_a_link_works_once(browser: WebDriver, server: BackgroundServer, sent: SessionDocument) -> None:
    link = server.page_link(sent.id)
    browser.get(link)
    assert sent.pseudonym in browser.find_element(By.TAG_NAME, "main").text
    browser.delete_all_cookies()
    browser.get(link)
    assert browser.find_element(By.TAG_NAME, "h1").text == "Siden er lukket"
    assert sent.pseudonym not in browser.page_source


def test_the_cookie_is_out_of_a_scripts_reach(browser: WebDriver, server: BackgroundServer) -> None:
    browser.get(server.page_link())
    (cookie,) = browser.get_cookies()
    assert cookie["httpOnly"]
    assert browser.execute_script("return document.cookie") == ""


def test_on_a_phone_only_the_table_scrolls_sideways(
    browser: WebDriver, server: BackgroundServer, sent: SessionDocument
) -> None:
    device = {"width": PHONE[0], "height": PHONE[1], "deviceScaleFactor": 2, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", device)
    try:
        browser.get(server.page_link(sent.id))
        assert browser.execute_script("return document.scrollingElement.scrollWidth") <= PHONE[0]
        table = browser.find_element(By.CSS_SELECTOR, ".wide")
        table.send_keys(Keys.NULL)  # takes the focus: the keyboard reaches it
        assert browser.switch_to.active_element == table
        verdict = browser.find_element(By.CSS_SELECTOR, "tbody tr.fault td:last-child")
        assert verdict.rect["x"] + verdict.rect["width"] <= PHONE[0]  # what matters most is in sight
        text_px = browser.execute_script("return parseFloat(getComputedStyle(document.body).fontSize)")
        assert text_px >= 16
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("path", ["/people", "/sessions"])
def test_on_a_phone_a_list_is_read_downwards(browser: WebDriver, server: BackgroundServer, path: str) -> None:
    device = {"width": PHONE[0], "height": PHONE[1], "deviceScaleFactor": 2, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", device)
    try:
        browser.get(server.page_link())
        browser.get(server.url + path)
        assert browser.execute_script("return document.scrollingElement.scrollWidth") <= PHONE[0]
        cell = browser.find_element(By.CSS_SELECTOR, 'td[data-name="Sæt"]')
        name = browser.execute_script("return getComputedStyle(arguments[0], '::before').content", cell)
        assert "Sæt" in name, "the heading, which is out of sight, stands with the value"
        assert cell.aria_role == "cell", "still a table to who does not see it"
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
