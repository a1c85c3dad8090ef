"""The hook of the build: puts what follows from the packaged graph into the wheel, so that no command infers it."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ClosureHook(BuildHookInterface):
    """Infers the closure while a wheel is built; an editable install needs none, as it reads the checkout."""

    folder = ""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Makes the file, and has it put beside the folders of the graph."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        from stikg.inferred import CLOSURE, closure  # noqa: PLC0415 - found only now

        self.folder = tempfile.mkdtemp()
        made = Path(self.folder, CLOSURE)
        made.write_bytes(closure(Path(self.root)))
        build_data["force_include"][str(made)] = f"stikg/data/{CLOSURE}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Takes the file away, which is in the wheel now."""
        shutil.rmtree(self.folder, ignore_errors=True)
