"""Marking repetitions with mouse and keyboard, as a clinician does it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from heelraise.labelling.draft import Draft, draft_of
from heelraise.labelling.page import LabelPage
from heelraise.labelling.signal import signal_of
from heelraise.language import Language, words_in
from models.styles import flags_of, style_of
from sensing.errors import RecordingError
from sensing.recording.labels import EDGES, LabelledRep

ROOT = Path(__file__).parent.parent.parent
HOSTILE = '<img src=x onerror="document.title=1">'


class Desk:
    """The page in front of a person, and what it was given to keep."""

    def __init__(self, browser: WebDriver, draft: Draft) -> None:
        self.kept: list[tuple[LabelledRep, ...]] = []
        self.refusal = ""
        self.browser = browser
        self.page = LabelPage(draft, signal_of(draft.recording), words_in(Language.DANISH), self._keep)
        self.thread = Thread(target=self.page.run)
        self.thread.start()
        browser.get(self.page.url)
        WebDriverWait(browser, 30).until(lambda b: b.find_elements(By.CSS_SELECTOR, "#edit h2"))

    def _keep(self, reps: tuple[LabelledRep, ...]) -> None:
        if self.refusal:
            raise RecordingError("labels.json", self.refusal)
        self.kept.append(reps)

    def one(self, what: str) -> WebElement:
        return self.browser.find_element(By.CSS_SELECTOR, what)

    def chosen(self) -> str:
        return self.one("#edit h2").text.split()[0]

    def edge(self, edge: str) -> WebElement:
        return self.browser.find_elements(By.CSS_SELECTOR, ".edges input")[EDGES.index(edge)]

    def says(self, text: str) -> None:
        WebDriverWait(self.browser, 30).until(lambda _: self.one("#say").text == text)

    def save(self) -> tuple[LabelledRep, ...]:
        self.one("#save").click()
        self.says("Gemt.")
        return self.kept[-1]

    def x_of(self, t_s: float) -> int:
        """Place on the plot, from its middle, px."""
        plot = self.one("#plot")
        low, high = self.browser.execute_script("return view")
        return round(((t_s - low) / (high - low) - 0.5) * plot.rect["width"])

    def mouse(self) -> ActionChains:
        return ActionChains(self.browser, duration=0)

    def close(self) -> None:
        self.browser.execute_script("dirty = false")  # else it asks whether to leave
        self.page.stop()
        self.thread.join()
        self.page.close()


@pytest.fixture(scope="module")
def draft() -> Draft:
    return draft_of(ROOT / "recordings" / "foot")


@pytest.fixture
def desk(browser: WebDriver, draft: Draft) -> Iterator[Desk]:
    desk = Desk(browser, draft)
    yield desk
    desk.close()


@pytest.fixture(autouse=True)
def _no_complaints(complaints: Callable[[], list[str]]) -> None:
    """Each test ends with a silent console."""


def test_it_opens_in_danish_with_what_was_found(desk: Desk, draft: Draft) -> None:
    assert desk.browser.title == "Markér gentagelser"
    assert desk.one("html").get_attribute("lang") == "da"
    assert desk.one("#name").text == draft.recording.name
    assert desk.chosen() == "1"
    assert float(desk.edge("start").get_attribute("value") or "") == pytest.approx(
        draft.labels.reps[0].start, abs=0.006
    )
    assert desk.save() == tuple(
        LabelledRep.of([pytest.approx(edge_s) for edge_s in rep.edges_s], style_of(flags_of(rep.style)))
        for rep in draft.labels.reps
    )


def test_every_style_is_drawn_in_danish(desk: Desk) -> None:
    drawn = desk.browser.execute_script(
        "const said = [], c = CanvasRenderingContext2D.prototype, fill = c.fillText;"
        "c.fillText = function (text, ...more) { said.push(text); fill.call(this, text, ...more); };"
        "draw(); c.fillText = fill; return said;"
    )
    assert "for hurtigt ned" in drawn
    assert not {"fast", "eccentric_too_fast"} & set(drawn)


def test_the_signal_is_drawn(desk: Desk) -> None:
    dark = desk.browser.execute_script(
        "const p = plot.getContext('2d').getImageData(0, 0, plot.width, plot.height).data;"
        "let n = 0; for (let i = 0; i < p.length; i += 4) if (p[i + 3] && p[i] < 90) n += 1; return n;"
    )
    assert dark > 1000


def test_a_click_chooses_and_a_drag_moves_an_edge_but_not_past_its_neighbours(desk: Desk) -> None:
    reps = desk.browser.execute_script("return data.reps")
    plot, third = desk.one("#plot"), reps[2]
    middle = (third["top"] + third["eccentric_start"]) / 2
    desk.mouse().move_to_element_with_offset(plot, desk.x_of(middle), 0).click().perform()
    assert desk.chosen() == "3"
    grip = desk.mouse().move_to_element_with_offset(plot, desk.x_of(third["end"]), 60).click_and_hold()
    grip.move_to_element_with_offset(plot, desk.x_of(third["end"] - 0.3), 60).release().perform()
    assert desk.save()[2].end == pytest.approx(third["end"] - 0.3, abs=0.06)
    grip = desk.mouse().move_to_element_with_offset(plot, desk.x_of(third["end"] - 0.3), 60).click_and_hold()
    grip.move_to_element_with_offset(plot, desk.x_of(reps[1]["start"]), 60).release().perform()
    saved = desk.save()[2]
    assert saved.eccentric_start < saved.end < saved.eccentric_start + 0.1


def test_arrow_keys_go_from_one_to_the_next(desk: Desk) -> None:
    desk.one("#plot").send_keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_LEFT)
    assert desk.chosen() == "2"


def test_numbers_and_styles_are_kept(desk: Desk, draft: Draft) -> None:
    assert draft.labels.reps[0].style == "fast"  # the short word for it
    field = desk.edge("end")
    end_s = float(field.get_attribute("value") or "") - 0.2
    field.clear()
    field.send_keys(f"{end_s:.2f}", Keys.TAB)
    styles = {box.text.strip(): box for box in desk.browser.find_elements(By.CSS_SELECTOR, ".styles label")}
    styles["for hurtigt ned"].click()
    assert styles["for hurtigt ned"].find_element(By.TAG_NAME, "input").is_selected() is False
    styles["lav"].click()
    desk.says("Ikke gemt endnu.")
    first = desk.save()[0]
    assert first.end == pytest.approx(end_s)
    assert first.style == "low"


def test_one_is_taken_out_and_one_put_in(desk: Desk, draft: Draft) -> None:
    desk.one("#edit h2 button").click()
    assert len(desk.save()) == len(draft.labels.reps) - 1
    desk.browser.execute_script("look(last(), 3)")
    desk.one("#add").click()
    saved = desk.save()
    assert len(saved) == len(draft.labels.reps)
    assert saved[-1].style == "ok"


def test_a_refusal_is_told_and_nothing_is_lost(desk: Desk, complaints: Callable[[], list[str]]) -> None:
    desk.refusal = "repetition 2 begins before 1 ends"
    desk.one("#edit h2 button").click()
    desk.one("#save").click()
    desk.says(desk.refusal)
    assert desk.one("#say").get_attribute("class") == "bad"
    assert desk.kept == []
    desk.refusal = ""
    assert len(desk.save()) == 5
    assert all("422" in told for told in complaints())


def test_done_saves_and_ends_the_program(desk: Desk) -> None:
    desk.one("#done").click()
    desk.says("Gemt. Du kan lukke siden.")
    desk.thread.join(timeout=10)
    assert not desk.thread.is_alive()
    assert len(desk.kept) == 1


def test_a_program_that_has_ended_is_told(desk: Desk, complaints: Callable[[], list[str]]) -> None:
    desk.page.stop()
    desk.thread.join()
    desk.page.close()
    desk.one("#save").click()
    desk.says("Programmet er slut; intet blev gemt. Start det igen.")
    assert desk.kept == []
    assert all("net::ERR_" in told for told in complaints())


def test_a_hostile_name_is_only_text(browser: WebDriver, draft: Draft) -> None:
    desk = Desk(browser, replace(draft, recording=replace(draft.recording, name=HOSTILE)))
    assert desk.one("#name").text == HOSTILE
    assert browser.title == "Markér gentagelser"
    desk.close()
