"""One file in a process of its own: read, and hand its rows back as JSON.

Started as `python -m pipeline.extraction.worker FOLDER`; `job.json` there names the file and the
parameters, `result.json` is written there. `… FOLDER plain` helps to read the pages of the file as
it is, `… FOLDER mended` those of the file as mended. Each step is told on standard output before
it begins. Memory is bounded here; time by the process that started this one, which listens.
"""

import gc
import hashlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.bounds import OUT_OF_MEMORY, bound_memory, end_unheard
from pipeline.errors import DocumentError
from pipeline.extraction.elements import Reading
from pipeline.extraction.filetypes import read_bytes
from pipeline.extraction.rows import reading_to_columns
from pipeline.extraction.sniffing import PDF, media_type
from pipeline.params import ExtractionParams

if TYPE_CHECKING:
    from pipeline.extraction.pagestore import Records

_RARELY = 100_000  # objects made between two searches for such as are in circles


def read_path(folder: Path, path: Path, name: str, params: ExtractionParams) -> dict[str, Any]:
    """The file as `{"reading": …}`, or `{"fault": …}` where the whole file is at fault."""
    try:
        data = path.read_bytes()
        reading = _read(folder, data, name, params)
        return {"reading": reading_to_columns(reading, hashlib.sha256(data).hexdigest())}
    except DocumentError as err:
        return {"fault": {"page": err.page, "reason": err.reason, "detail": err.detail}}
    except OSError as err:
        detail = f"expected a readable file, the system says: {err.strerror}"
        return {"fault": {"page": None, "reason": "unreadable", "detail": detail}}
    except RecursionError:
        detail = "expected an ordinary document, this one is nested too deeply"
        return {"fault": {"page": None, "reason": "damaged", "detail": detail}}


def _read(folder: Path, data: bytes, name: str, params: ExtractionParams) -> Reading:
    if not data or media_type(data, name) != PDF:
        tell("reading", 0)
        return read_bytes(data, name, params)
    from pipeline.extraction.assembling import AssembledTogether
    from pipeline.extraction.pdf import source_to_reading
    from pipeline.extraction.repair import best_source
    from pipeline.extraction.sharing import SharedReading, read_orders

    without, rest = read_orders(folder)
    shared = SharedReading(folder, params, tell, rest)

    def read(content: bytes, variant: str) -> "Records":
        if variant == "mended":
            (folder / "mended.pdf").write_bytes(content)
        return shared.read(content, variant)

    source = best_source(data, params, read, without, tell)
    return source_to_reading(source, params, tell, AssembledTogether(tell))


def help_with(folder: Path, path: Path, variant: str, params: ExtractionParams) -> None:
    """Read pages that the process that reads the file has not come to."""
    from pipeline.extraction.sharing import SharedReading

    data = (folder / "mended.pdf" if variant == "mended" else path).read_bytes()
    SharedReading(folder, params, tell).help(data, variant)


def tell(step: str, page: int) -> None:
    """Tell the process that started this one which step begins."""
    sys.stdout.write(f"{step} {page}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str]) -> None:
    """Read the job in the folder that is named first, or help with the variant named second."""
    folder, *variant = arguments
    job = json.loads(Path(folder, "job.json").read_text(encoding="utf-8"))
    params = ExtractionParams.model_validate(job["params"])
    path = Path(os.fsdecode(bytes.fromhex(job["path"])))
    bound_memory(params.megabytes_per_file)
    end_unheard()
    gc.set_threshold(_RARELY)  # words and rows are many, and never in circles
    try:
        if variant:
            help_with(Path(folder), path, variant[0], params)
            return
        result = read_path(Path(folder), path, job["name"], params)
        text = json.dumps(result, ensure_ascii=True)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    Path(folder, "result.json").write_text(text, encoding="ascii")


if __name__ == "__main__":
    main(sys.argv[1:])
