"""What tests of pictures share: reading an SVG, and looking at the pixels of a PNG."""

from __future__ import annotations

import html
import io
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from PIL import Image, ImageChops

from stikg import questions


class Svg:
    """An SVG picture: its texts line by line, and the names of its marks."""

    def __init__(self, data: bytes) -> None:
        parser = ET.XMLParser(target=ET.TreeBuilder(insert_comments=True))
        self.root = ET.fromstring(data, parser)
        self.tags = {str(each.tag).rpartition("}")[2] for each in self.root.iter() if isinstance(each.tag, str)}
        self.texts = [html.unescape((each.text or "").strip()) for each in self.root.iter() if each.tag is ET.Comment]
        self.ids = [each.get("id", "") for each in self.root.iter() if each.get("id")]

    def marks(self, kind: str = "mark-") -> int:
        """How many marks of a kind there are."""
        return sum(name.startswith(kind) for name in self.ids)

    def says(self, text: str) -> bool:
        """Whether a text stands in the picture, wherever its lines break."""
        return "".join(text.split()) in "".join("".join(self.texts).split())


def margins_are_white(png: bytes) -> bool:
    """Whether nothing touches the edges of a picture, so that nothing is cut off."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    assert box
    return box[0] > 3 and box[1] > 3 and box[2] < picture.width - 3 and box[3] < picture.height - 3


def stikg(
    *arguments: str, folder: Path, code: str = "", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs the command line in a folder, in a process of its own, after some code."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("STIKG_")}
    kept |= {"PYTHONPATH": os.pathsep.join([str(questions.FOLDER.parents[1]), *filter(None, sys.path)])}
    program = f"{code}\nfrom stikg.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=folder,
        env=kept | (environment or {}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
