"""The page docs/accuracy.md out of what was measured."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import peers, strangers, styles, targets
from benchmarks.pictures import bland_altman
from benchmarks.tables import markdown
from heelraise.evaluation.choices import Told
from heelraise.evaluation.outcome import Outcome
from heelraise.evaluation.report import Group, groups_of
from heelraise.evaluation.scores import CLEAR_S, SHORTEST_WARNED_S
from heelraise.evaluation.tables import names, score_tables, three

MARKER = "<!-- Written by `make accuracy`; do not edit. -->"
NO_REAL = "The real recordings were not there when this page was made (`../shared/data`)."


@dataclass(frozen=True, slots=True)
class Measured:
    """All that the page shows."""

    people: int
    first_person: int
    simulated: dict[Told, list[Outcome]]
    strangers: dict[Told, list[Outcome]]
    real: dict[Told, list[Outcome]]
    peers: list[peers.Result]
    failed: list[str]
    real_styles: styles.Styles | None = None


def write(measured: Measured, folder: Path) -> Path:
    """Write the page and its pictures; return the page's path."""
    page = folder / "accuracy.md"
    folder.mkdir(parents=True, exist_ok=True)
    parts = [
        _head(measured),
        *_failed(measured),
        *_simulated(measured, folder),
        *_strangers(measured),
        *_real(measured),
        *_real_styles(measured),
        *_peers(measured),
    ]
    page.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return page


def _head(measured: Measured) -> str:
    first, last = measured.first_person, measured.first_person + measured.people - 1
    return f"""{MARKER}

# How right it is

Made by one command, `make accuracy`, from `heelraise evaluate` and `benchmarks/peers.py`. Simulated and
real stand apart. Simulated people here are numbers {first} to {last} of seed 0, held back from tuning;
development uses those from 0 on. Each does every case of the simulator's benchmark at every placement, with
a sensor of its own that errs as cheap ones do. The real recordings served for development too: there are
too few to hold any back.

"Told" means that the program knew the placement (`--placement truth`), "auto" that it found out by
itself. A phase time is measured minus true; the limits of agreement are mean ± 1.96 standard deviations
over all repetitions that were found. Latency counts from the true end where all four edges are known,
else from the measured one. A warning is due where the true lowering is shorter than 2/3 of the
prescribed one but at least {SHORTEST_WARNED_S:g} s, and given if it came before the true end; false if the
lowering was not too fast, clearly false if it was {CLEAR_S:g} s or more over the limit; stray if it belongs
to no repetition."""


def _failed(measured: Measured) -> Iterator[str]:
    if measured.failed:
        lines = "\n".join(f"- {one}" for one in measured.failed)
        yield f"**Recordings that are missing below:**\n\n{lines}"


def _simulated(measured: Measured, folder: Path) -> Iterator[str]:
    yield "## Simulated people"
    for told, outcomes in measured.simulated.items():
        yield f"### Against the targets, placement {_name(told)}\n\n{targets.table(outcomes)}"
    for told, outcomes in measured.simulated.items():
        yield from _all_tables(f"Simulated, {_name(told)}", outcomes)
    told_outcomes = measured.simulated[Told.TRUTH]
    yield "### Sets counted exactly by case, told\n\n" + _by_case(told_outcomes)
    yield "### Lowering time, told (Bland and Altman)"
    for place in sorted({str(one.truth.placement) for one in told_outcomes}):
        name = f"lowering-{place}.png"
        here = [one for one in told_outcomes if one.truth.placement == place]
        if bland_altman(here, f"simulated, {place}", folder / "accuracy" / name):
            yield f"![Lowering time on the {place}: measured minus true](accuracy/{name})"


def _strangers(measured: Measured) -> Iterator[str]:
    if not any(measured.strangers.values()):
        return
    yield (
        "## Strangers\n\n"
        "People of another, plainer generator (`benchmarks/strangers.py`), no kin of the simulator: "
        "textbook courses, tempi from 0.5 to 5 s a phase; tremor, sway, mounting and a sensor's errors drawn "
        "for each; rates from 20 to 200 Hz. "
        f"Seeds from {strangers.HELD_BACK} on; development saw those from 0 on."
    )
    for told, outcomes in measured.strangers.items():
        yield f"### Against the targets, strangers, placement {_name(told)}\n\n{targets.table(outcomes)}"
        yield f"### Strangers, {_name(told)}: counts\n\n{_tables(outcomes)['counts']}"
    times = _tables(measured.strangers[Told.TRUTH])["phase times"]
    yield f"### Strangers, told: phase times\n\n{times}"


def _real(measured: Measured) -> Iterator[str]:
    yield "## Real recordings"
    if not measured.real:
        yield NO_REAL
        return
    yield (
        "Public research and student recordings; `lab_*` are cut in mid-movement, with 0.6 to 0.8 s missing "
        "between repetitions. Limb exercises run with `--exercise limb --prescription own`."
    )
    for told, outcomes in measured.real.items():
        yield from _all_tables(f"Real, {_name(told)}", outcomes)
        wrong = [one for one in outcomes if not one.is_exact]
        rows = [
            [one.name, str(one.truth.placement), str(one.truth.count), str(len(one.found))] for one in wrong
        ]
        if rows:
            yield f"Not counted exactly, {_name(told)}:\n\n" + markdown(
                ["recording", "placement", "true", "found"], rows
            )


def _real_styles(measured: Measured) -> Iterator[str]:
    if measured.real_styles is not None:
        yield (
            "### Real: correct, fast or low\n\n"
            "Slow leg exercises of three people (`rehab_styles`), each judged by what the other two taught, "
            'and by the program as it is. Made by `benchmarks/styles.py`, which says how. "Low" is about '
            "three quarters of the person's own range in many of these recordings; the program calls low "
            "what is under 70 % of it, or of how high the limb was lifted."
        )
        yield styles.tables(measured.real_styles)


def _peers(measured: Measured) -> Iterator[str]:
    yield (
        "## Beside what people would otherwise write\n\n"
        "The same recordings in the same run. The peers see the whole recording at once and count nothing "
        "live; they are `benchmarks/peer_methods.py`, a few lines each with the usual parameters. Phase "
        "errors are mean absolute / 95 % limits, over the repetitions that the method found. Not compared: "
        "gaitmap and scikit-digital-health, whose nearest tools look for strides and sit-to-stand."
    )
    yield peers.tables(measured.peers)


def _name(told: Told) -> str:
    return "told" if told is Told.TRUTH else "auto"


def _tables(outcomes: Sequence[Outcome]) -> dict[str, str]:
    groups = groups_of(outcomes)
    tables = {one.title: _laid_out(one.columns, one.rows) for one in score_tables(groups)}
    return tables | {"flags by rule and by model, * who judges": _flags(groups)}


def _all_tables(title: str, outcomes: Sequence[Outcome]) -> Iterator[str]:
    for name, table in _tables(outcomes).items():
        if table:
            yield f"### {title}: {name}\n\n{table}"


def _laid_out(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [
        [text.replace("\n", " ") for text in row] for row in (("recordings", "placement", *columns), *rows)
    ]
    return markdown(lines[0], lines[1:]) if rows else ""


def _flags(groups: Sequence[Group]) -> str:
    rows = [
        [
            *names(group),
            f"`{one.flag}`" + ("" if one.part == "all" else f", {one.part}"),
            f"{one.used.positives} of {one.used.reps}",
            *three(one, "f1"),
            *three(one, "ece"),
        ]
        for group in groups
        for one in group.flags
    ]
    columns = ["flag", "with it", "rule F1", "model F1", "used F1", "rule ECE", "model ECE", "used ECE"]
    return _laid_out(columns, rows)


def _by_case(outcomes: Sequence[Outcome]) -> str:
    """Exactly counted recordings, a row a case, a column a placement."""
    places = sorted({str(one.truth.placement) for one in outcomes})
    rows = []
    for case in dict.fromkeys(one.case for one in outcomes):
        row = [case]
        for place in places:
            same = [one for one in outcomes if one.case == case and one.truth.placement == place]
            row.append(f"{sum(one.is_exact for one in same)} of {len(same)}")
        rows.append(row)
    return markdown(["case", *places], rows)
