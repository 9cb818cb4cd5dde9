"""The card about the weights: what they were made from, how good they are, what they are for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from models.classifier import DEFAULT_PATH, FormClassifier
from models.dataset import Dataset
from models.labelled import Added
from models.scores import Score
from models.trees import PLACEMENTS
from models.verdict import Flag
from sensing.types import Placement

CARD_NAME = "card.json"
PICTURE = "model-card/reliability.png"
"""Where the page expects the reliability picture, from its own folder."""

_LIBRARIES = ("numpy", "scipy", "scikit-learn", "vqf")

_INTENDED_USE = (
    "Feedback on tempo and form of heel raises to the person who does them, and counts of them for the "
    "clinician. Not for diagnosis. Where probabilities are near a half the verdict is 'unsure'."
)
_SIMULATED_ONLY = "Trained and scored on simulated people only; people held out are simulated too."
_WITH_LABELLED = "Trained and scored on simulated people and on recordings that a person labelled."
_LIMITS = (
    "Whether model or rule judges a flag at a placement was chosen on the same people held out whose scores "
    "are shown: by the mean squared error of the probability, which the model has to lower by more than one "
    "standard error over people, and not raise near the limit; a tie goes to the rule.",
    "Scores are over repetitions that were found; those not found are counted apart.",
    "The farther the sensor is from the foot, the less it sees: see the scores by placement.",
    "On the foot the worst misjudged lie within 0.2 s of a limit, with an edge off by 0.1 to 0.3 s: "
    "mostly the start of the lowering after a hold that sags, or the top after a lift that slows down.",
)


@dataclass(frozen=True, slots=True)
class FlagReport:
    """Scores on one flag by part of the data: of the rule, of the model and of what is used of them.

    `model_at` lists the placements at which the model judges. `reliability` holds mean probability, frequency
    and count of each bin, for ``rule`` and ``model``.
    """

    flag: Flag
    rule: Mapping[str, Score]
    model: Mapping[str, Score] | None = None
    used: Mapping[str, Score] | None = None
    model_at: tuple[Placement, ...] = ()
    reliability: Mapping[str, Sequence[tuple[float, float, int]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """The card, as plain fields ready for JSON."""

    fields: dict[str, Any]

    def as_json(self) -> str:
        """Return the file's content, the same text for the same card."""
        return json.dumps(self.fields, indent=1, ensure_ascii=False) + "\n"


def card_of(data: Dataset, seed: int, reports: Sequence[FlagReport], also: Added | None = None) -> Card:
    """Write down what was learned from what. Of labelled recordings only counts and a hash are kept."""
    return Card(
        {
            "intended_use": _INTENDED_USE,
            "limits": [_SIMULATED_ONLY if also is None else _WITH_LABELLED, *_LIMITS],
            "data": {
                "source": f"sensing.simulator{'' if also is None else ' and recordings'}, "
                "through grid and detector",
                "seed": seed,
                "people": len(np.unique(data.groups)),
                "repetitions_done": data.truths,
                "repetitions_missed": data.missed,
                "repetitions_invented": data.extra,
                "sha256": data.fingerprint(),
            }
            | ({} if also is None else {"labelled": _labelled(also)}),
            "versions": {name: _version(name) for name in ("heelraise", *_LIBRARIES)},
            "flags": {
                str(report.flag): {
                    "judged_by": {
                        str(where): "model" if where in report.model_at else "rule" for where in PLACEMENTS
                    },
                    "rule": _rounded(report.rule),
                    "model": None if report.model is None else _rounded(report.model),
                    "used": _rounded(report.rule if report.used is None else report.used),
                    "reliability": {
                        way: [[round(said, 4), round(true, 4), count] for said, true, count in bins]
                        for way, bins in report.reliability.items()
                    },
                }
                for report in reports
            },
        }
    )


def _rounded(scores: Mapping[str, Score]) -> dict[str, dict[str, float | int | None]]:
    return {part: score.rounded() for part, score in scores.items()}


def _labelled(also: Added) -> dict[str, Any]:
    return {
        "recordings": also.recordings,
        "people": also.people,
        "repetitions_marked": also.data.truths,
        "repetitions_missed": also.data.missed,
        "sha256": also.data.fingerprint(),
    }


def save(
    classifier: FormClassifier, card: Card, folder: Path | None = None, page: Path | None = None
) -> list[Path]:
    """Write weights, card and, where `page` is given, the page made from the card.

    Parameters
    ----------
    classifier : FormClassifier
        The weights.
    card : Card
        The card about them; gets the sha256 of the weights' file.
    folder : Path, optional
        Where weights and card go; by default where the program looks for them.
    page : Path, optional
        Markdown file to write.

    Returns
    -------
    list of Path
        What was written.
    """
    folder = folder or DEFAULT_PATH.parent
    weights = classifier.as_json()
    fields = {"weights_sha256": hashlib.sha256(weights.encode()).hexdigest(), **card.fields}
    texts = {folder / DEFAULT_PATH.name: weights, folder / CARD_NAME: Card(fields).as_json()}
    if page is not None:
        texts[page] = markdown(fields)
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    return list(texts)


def markdown(fields: Mapping[str, Any]) -> str:
    """Return the card as a page for people."""
    data = fields["data"]
    lines = [
        "# Model card: form classifier",
        "",
        "Made by `heelraise train` from `models/weights/card.json`; do not edit.",
        "",
        fields["intended_use"],
        "",
        f"Data: {data['people']} people from {data['source']}, seed {data['seed']}; "
        f"{data['repetitions_done']} repetitions done, {data['repetitions_missed']} not found, "
        f"{data['repetitions_invented']} invented. "
        f"Data sha256 `{data['sha256'][:16]}`, weights sha256 `{fields['weights_sha256'][:16]}`.",
        "",
        *_labelled_lines(data.get("labelled")),
        "Versions: " + ", ".join(f"{name} {number}" for name, number in fields["versions"].items()) + ".",
        "",
        "## Limits",
        "",
        *(f"- {limit}" for limit in fields["limits"]),
        "",
        "## Scores on people held out",
        "",
        "ECE is the expected calibration error. Near the limit: 0.8 to 1.2 times the limit of too fast, "
        "1.6-2.4 s of a prescribed 3 s.",
    ]
    if has_reliability(fields):
        lines += [
            "",
            "How often a flag was true where a probability was said; a larger mark is more repetitions:",
            "",
            f"![Reliability of rule and model, flag by flag]({PICTURE})",
        ]
    for flag, report in fields["flags"].items():
        lines += ["", f"### `{flag}`: judged by the {who_judges(report['judged_by'])}", "", *_table(report)]
    return "\n".join(lines) + "\n"


def who_judges(judged_by: Mapping[str, str]) -> str:
    """Say in words who judges a flag: ``model``, ``rule``, or where the one and where the other."""
    at = {who: [where for where, judge in judged_by.items() if judge == who] for who in ("model", "rule")}
    if not at["model"] or not at["rule"]:
        return "model" if at["model"] else "rule"
    return f"model at {', '.join(at['model'])}; the rule at {', '.join(at['rule'])}"


def has_reliability(fields: Mapping[str, Any]) -> bool:
    """Whether a card holds what the reliability picture is drawn from."""
    return any(flag.get("reliability") for flag in fields["flags"].values())


def _labelled_lines(labelled: Mapping[str, Any] | None) -> list[str]:
    if labelled is None:
        return []
    return [
        f"Among them {labelled['recordings']} labelled recordings of {labelled['people']} people: "
        f"{labelled['repetitions_marked']} repetitions marked, {labelled['repetitions_missed']} not found. "
        f"Their sha256 `{labelled['sha256'][:16]}`.",
        "",
    ]


def _table(report: Mapping[str, Any]) -> list[str]:
    lines = [
        "| | repetitions | positive | rule F1 | model F1 | used F1 | rule ECE | model ECE | used ECE |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for part, rule in report["rule"].items():
        model, used = (report["model"] or {}).get(part, {}), report["used"][part]
        cells = [one.get(what) for what in ("f1", "ece") for one in (rule, model, used)]
        shown = " | ".join("–" if cell is None else f"{cell:.3f}" for cell in cells)  # noqa: RUF001
        lines.append(f"| {part} | {rule['reps']} | {rule['positives']} | {shown} |")
    return lines


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
