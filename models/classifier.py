"""Calibrated probabilities of flags from features, by coefficients in a plain JSON file.

The file holds, for each flag that the model judges better than the rule, the placements where it does, its
terms (a feature, or the product of two, written ``a*b``), their mean and scale, one coefficient each and an
intercept: ``p = 1 / (1 + exp(-(intercept + coef . (x - mean) / scale)))``. Using it runs no foreign code.
A checksum inside tells damage and careless editing; it is no signature.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.errors import WeightsError
from models.features import NAMES
from models.verdict import Flag
from sensing.said import said, said_by, system_reason
from sensing.types import FloatArray, Placement

KIND = "heelraise form"
FORMAT_VERSION = 2
DEFAULT_PATH = Path(__file__).parent / "weights" / "form.json"

PLACEMENTS = (Placement.FOOT, Placement.ANKLE, Placement.SHANK, Placement.THIGH)
"""Where a sensor can sit."""

_AGAIN = said("; make new ones with 'heelraise train'")
_LIMIT = 500.0
_PLACE = {name: place for place, name in enumerate(NAMES)}


@dataclass(frozen=True, slots=True)
class FlagWeights:
    """A linear model of one flag.

    Parameters
    ----------
    terms : tuple of str
        Names out of `models.features.NAMES`, or two of them with a ``*`` between.
    mean, scale : tuple of float
        What standardises each term.
    coef : tuple of float
        Coefficient of each standardised term.
    intercept : float
        Log odds at the mean.
    placements : tuple of Placement, optional
        Where the model judges the flag; elsewhere the rule does.
    """

    terms: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    coef: tuple[float, ...]
    intercept: float
    placements: tuple[Placement, ...] = PLACEMENTS

    def probabilities(self, rows: FloatArray) -> FloatArray:
        """Return the probability for each row of features ``(n, len(NAMES))``; NaN where one is NaN."""
        standard = (columns(rows, self.terms) - np.array(self.mean)) / np.array(self.scale)
        log_odds = np.clip(standard @ np.array(self.coef) + self.intercept, -_LIMIT, _LIMIT)
        out: FloatArray = 1.0 / (1.0 + np.exp(-log_odds))
        return out


def columns(rows: FloatArray, terms: Sequence[str]) -> FloatArray:
    """Return the terms of each row of features ``(n, len(NAMES))``, ``(n, len(terms))``.

    Raises
    ------
    KeyError
        For a name that is no feature.
    """
    first, second = _places(tuple(terms))
    ones = np.ones((len(rows), 1))
    out: FloatArray = rows[:, first] * np.concatenate((rows, ones), axis=1)[:, second]
    return out


@cache
def _places(terms: tuple[str, ...]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the columns of both factors of each term; a missing second one is the last column, of ones."""
    pairs = [term.split("*") for term in terms]
    first = [_PLACE[pair[0]] for pair in pairs]
    second = [_PLACE[pair[1]] if len(pair) == 2 else len(NAMES) for pair in pairs]
    return np.array(first, dtype=np.intp), np.array(second, dtype=np.intp)


class FormClassifier:
    """Stored weights, ready for use.

    Parameters
    ----------
    flags : dict of Flag to FlagWeights
        A model for each flag that has one.
    """

    def __init__(self, flags: dict[Flag, FlagWeights]) -> None:
        self.flags = dict(flags)

    def probabilities(self, features: FloatArray, placement: Placement | None = None) -> dict[Flag, float]:
        """Return the probability of each flag that has a model.

        Parameters
        ----------
        features : ndarray of shape (len(NAMES),)
            From `models.features.features`.
        placement : Placement, optional
            Only of the flags that the model judges there; without it of all.

        Returns
        -------
        dict of Flag to float
            0 to 1; NaN where a feature that the flag needs is NaN.
        """
        row = features[None]
        return {
            flag: float(weights.probabilities(row)[0])
            for flag, weights in self.flags.items()
            if placement is None or placement in weights.placements
        }

    def as_json(self) -> str:
        """Return the file's content, the same text for the same weights."""
        content = {
            "kind": KIND,
            "format_version": FORMAT_VERSION,
            "features": list(NAMES),
            "flags": {str(flag): asdict(weights) for flag, weights in self.flags.items()},
        }
        return json.dumps({**content, "sha256": checksum(content)}, indent=1) + "\n"

    @classmethod
    def load(cls, path: Path | None = None) -> FormClassifier:
        """Read weights, by default those that came with the program.

        Raises
        ------
        WeightsError
            If the file is missing, truncated, changed, foreign, of another version or feature order.
        """
        path = path or DEFAULT_PATH
        content = _read(path)
        try:
            return cls({Flag(name): _flag_weights(fields) for name, fields in content["flags"].items()})
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise WeightsError(
                path, said("no usable coefficients ({why}){again}", why=said_by(error), again=_AGAIN)
            ) from None


def checksum(content: dict[str, Any]) -> str:
    """Return the sha256 of the content in canonical form."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise WeightsError(path, said("no weights here{again}", again=_AGAIN)) from None
    except OSError as error:
        raise WeightsError(path, said("cannot be read ({why})", why=system_reason(error))) from None
    except ValueError:
        raise WeightsError(
            path, said("is no complete JSON file, it may be truncated{again}", again=_AGAIN)
        ) from None
    if not isinstance(content, dict) or content.get("kind") != KIND:
        raise WeightsError(path, said("holds no weights of this program{again}", again=_AGAIN))
    version = content.get("format_version")
    if version != FORMAT_VERSION:
        raise WeightsError(
            path,
            said(
                "format version {version}, this program reads {known}{again}",
                version=version,
                known=FORMAT_VERSION,
                again=_AGAIN,
            ),
        )
    if content.get("features") != list(NAMES):
        raise WeightsError(
            path, said("made for other features or another order of them{again}", again=_AGAIN)
        )
    if content.pop("sha256", None) != checksum(content):
        raise WeightsError(path, said("changed after it was made: checksum differs{again}", again=_AGAIN))
    return content


def _flag_weights(fields: dict[str, Any]) -> FlagWeights:
    terms = tuple(str(term) for term in fields["terms"])
    numbers = [tuple(float(value) for value in fields[key]) for key in ("mean", "scale", "coef")]
    intercept = float(fields["intercept"])
    known = all(name in _PLACE for term in terms for name in term.split("*"))
    if not known or any(len(column) != len(terms) for column in numbers):
        raise ValueError("terms and coefficients do not fit")
    if not np.isfinite([*sum(numbers, ()), intercept]).all() or min(numbers[1], default=1.0) <= 0:
        raise ValueError("coefficients are not finite")
    placements = tuple(Placement(name) for name in list[str](fields["placements"]))
    return FlagWeights(terms, numbers[0], numbers[1], numbers[2], intercept, placements)
