"""A scanned look: pages as slightly skewed, noisy JPEG pictures in a PDF without text."""

from __future__ import annotations

import io
import time
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

DOTS_PER_INCH = 170
QUALITY = 42


def pdf_to_scan(source: Path, target: Path, seed: int, date: str) -> None:
    """Write `source` again as pictures: skew 0.5–1.5°, light noise, JPEG."""
    generator = np.random.default_rng(seed)
    document = pypdfium2.PdfDocument(source)
    pages = [
        _age(page.render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil(), generator)
        for page in document
    ]
    when = time.strptime(date, "%Y-%m-%d")
    target.parent.mkdir(parents=True, exist_ok=True)
    pages[0].save(
        target,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=DOTS_PER_INCH,
        quality=QUALITY,
        creationDate=when,
        modDate=when,
        producer="Kontorskanner",
    )


def _age(page: Image.Image, generator: np.random.Generator) -> Image.Image:
    """Return the page as a copier would have left it."""
    angle = float(generator.uniform(0.5, 1.5) * generator.choice([-1, 1]))
    turned = page.convert("L").rotate(angle, Image.Resampling.BICUBIC, fillcolor=248)
    grey = np.asarray(turned, dtype=np.float64) * 0.93 + 12
    noisy = grey + generator.normal(0, 5, grey.shape)
    picture = Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY)
    return Image.open(buffer)
