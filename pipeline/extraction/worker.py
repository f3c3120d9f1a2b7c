"""One file in a process of its own: read, and hand the Reading back as JSON.

Started as `python -m pipeline.extraction.worker JOB RESULT`; the job names the file and the
parameters. Memory is bounded here, time by the process that started this one.
"""

import contextlib
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.errors import DocumentError
from pipeline.extraction.elements import Block, Box, Fault, Place, Reading
from pipeline.extraction.filetypes import read_bytes
from pipeline.params import ExtractionParams

OUT_OF_MEMORY = 77


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """Plain lists and dictionaries; coordinates rounded to hundredths of a point."""
    content = asdict(reading)
    for block in content["blocks"]:
        if block["box"] is not None:
            block["box"] = [round(float(side), 2) + 0.0 for side in block["box"]]
    return content


def reading_from_json(content: dict[str, Any]) -> Reading:
    """The Reading that `reading_to_json` was given, coordinates rounded."""
    return Reading(
        content["media_type"],
        content["pages"],
        tuple(_block(block) for block in content["blocks"]),
        tuple(Fault(**fault) for fault in content["faults"]),
        tuple(Fault(**note) for note in content["notes"]),
    )


def _block(content: dict[str, Any]) -> Block:
    box = Box(*content["box"]) if content["box"] is not None else None
    place = Place(**content["place"]) if content["place"] is not None else None
    return Block(
        content["page"],
        content["text"],
        content["role"],
        box,
        content["level"],
        place,
        content["is_footnote"],
        content["ocr_confidence"],
    )


def bound_memory(megabytes: int) -> None:
    """Bound this process's address space, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    most = megabytes * 1_000_000
    with contextlib.suppress(ValueError, OSError):  # a stricter bound may be in force already
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def read_path(path: Path, name: str, params: ExtractionParams) -> dict[str, Any]:
    """The file as `{"reading": …}`, or `{"fault": …}` where the whole file is at fault."""
    try:
        return {"reading": reading_to_json(read_bytes(path.read_bytes(), name, params))}
    except DocumentError as err:
        return {"fault": {"page": err.page, "reason": err.reason, "detail": err.detail}}
    except OSError as err:
        detail = f"expected a readable file, the system says: {err.strerror}"
        return {"fault": {"page": None, "reason": "unreadable", "detail": detail}}
    except RecursionError:
        detail = "expected an ordinary document, this one is nested too deeply"
        return {"fault": {"page": None, "reason": "damaged", "detail": detail}}


def main() -> None:
    """Read the job named on the command line, write its result."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    params = ExtractionParams.model_validate(job["params"])
    bound_memory(params.megabytes_per_file)
    try:
        result = read_path(Path(os.fsdecode(bytes.fromhex(job["path"]))), job["name"], params)
        text = json.dumps(result, ensure_ascii=True)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    Path(sys.argv[2]).write_text(text, encoding="ascii")


if __name__ == "__main__":
    main()
