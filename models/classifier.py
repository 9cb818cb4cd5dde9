"""Calibrated probabilities of flags from features, by decision trees in a plain JSON file.

The file holds, for each flag that the model judges better than the rule, trees for foot and leg: the
placements where they judge, the features that they ask about, and the trees as tables of numbers
(`models.trees`). Using it runs no foreign code. A checksum inside tells damage and careless editing; it is no
signature.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from models.errors import WeightsError
from models.features import NAMES
from models.trees import FlagTrees, Forest
from models.verdict import Flag
from sensing.said import said, said_by, system_reason
from sensing.types import FloatArray, Placement

KIND = "heelraise form"
FORMAT_VERSION = 4

DEFAULT_PATH = Path(__file__).parent / "weights" / "form.json"

_AGAIN = said("; make new ones with 'heelraise train'")


class FormClassifier:
    """Stored weights, ready for use.

    Parameters
    ----------
    flags : mapping of Flag to sequence of FlagTrees
        For each flag that has a model its trees, those of no two grown for the same placement.
    """

    def __init__(self, flags: Mapping[Flag, Sequence[FlagTrees]]) -> None:
        self.flags = {flag: tuple(models) for flag, models in flags.items()}
        self._forests: dict[tuple[Placement, bool], tuple[list[Flag], Forest]] = {}

    def probabilities(
        self, features: FloatArray, placement: Placement, *, unasked: bool = False
    ) -> dict[Flag, float]:
        """Return the probability of each flag that has a model.

        Parameters
        ----------
        features : ndarray of shape (len(NAMES),)
            From `models.features.features`.
        placement : Placement
            Where the sensor sits.
        unasked : bool, optional
            Also of flags that the rule judges there.

        Returns
        -------
        dict of Flag to float
            0 to 1; NaN where a feature that the flag needs is NaN.
        """
        flags, forest = self._forests.get((placement, unasked)) or self._forest(placement, unasked)
        return dict(zip(flags, forest.probabilities(features), strict=True))

    def _forest(self, placement: Placement, unasked: bool) -> tuple[list[Flag], Forest]:
        """Put the trees of a placement together, once."""
        chosen = [
            (flag, trees)
            for flag, models in self.flags.items()
            for trees in models
            if placement in (trees.grown_for if unasked else trees.placements)
        ]
        one = [flag for flag, _ in chosen], Forest([trees for _, trees in chosen])
        self._forests[placement, unasked] = one
        return one

    def as_json(self) -> str:
        """Return the file's content, the same text for the same weights."""
        content = {
            "kind": KIND,
            "format_version": FORMAT_VERSION,
            "features": list(NAMES),
            "flags": {
                str(flag): [trees.as_fields() for trees in models] for flag, models in self.flags.items()
            },
        }
        return json.dumps({**content, "sha256": checksum(content)}) + "\n"

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
            return cls(
                {
                    Flag(name): [FlagTrees.from_fields(fields) for fields in stored]
                    for name, stored in content["flags"].items()
                }
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise WeightsError(
                path, said("no usable trees ({why}){again}", why=said_by(error), again=_AGAIN)
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
    except (ValueError, RecursionError):
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
