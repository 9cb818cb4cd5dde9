"""Compiles the language catalogues when the package is built or installed."""

from __future__ import annotations

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling finds it by its base class."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the ``.mo`` files, which are in no repository."""
        sys.path.insert(0, self.root)
        from heelraise.locale.catalogue import compile_all

        compile_all()
