"""A small municipality to review: two units' goals against a plan with five objectives."""

import atexit
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from pipeline.identity import link_id
from pipeline.params import ReviewingParams
from pipeline.reviewing.app import make_app
from pipeline.reviewing.desk import Desk
from pipeline.reviewing.security import Access
from pipeline.schemas import CELLS, DOCUMENTS, GOALS, LINKS, PASSAGES
from pipeline.schemas.measures import FLIPS
from pipeline.schemas.reading import CONTINUED, FILES
from pipeline.tables import empty_table, write_table
from tests.tables_for_tests import Row, documents_table, goals_table, links_table

PORT = 8765
HOST = f"127.0.0.1:{PORT}"
FIELDS = ("Trygge barn", "Ren fjord", "Levende sentrum", "God omsorg", "Nok boliger")
UNITS = ("Neset skole", "Øyane hjem")
GOALS_OF_A_UNIT = 12
EVIL = "<script>alert('æ')</script> & \"mål\" =SUM(A1)"


def goal_rows(changes: dict[str, str] | None = None) -> list[Row]:
    """GOALS of the municipality; `changes` gives some of them other words."""
    plan = [
        {
            "goal_id": f"o{n}",
            "text": f"{field} i hele kommunen",
            "level": "kommuneplan",
            "kind": "delmål",
            "number": f"1.{n}",
            "document_id": "plan",
            "year": 2014,
        }
        for n, field in enumerate(FIELDS, start=1)
    ]
    own = [
        {
            "goal_id": f"g{u}{n}",
            "text": EVIL if (u, n) == (0, 0) else f"{FIELDS[n % 5]} ved tiltak {n} på {unit}",
            "document_id": f"avtale{u}",
            "unit": unit,
            "year": 2015,
            "part": "enhet",
            "number": str(n),
        }
        for u, unit in enumerate(UNITS)
        for n in range(GOALS_OF_A_UNIT)
    ]
    said = changes or {}
    return [row | {"text": said.get(row["goal_id"], row["text"])} for row in (*plan, *own)]


def link_rows(goals: list[Row]) -> list[Row]:
    """Every own goal against every objective: likely where they are of the same field."""
    rows = []
    for goal in goals[5:]:
        n = int(goal["number"])
        for place in range(5):
            near = n % 5 == place
            probability = (0.45 + 0.04 * n) if near else 0.02 + 0.01 * place
            rows.append(
                {
                    "goal_id": goal["goal_id"],
                    "objective_id": f"o{place + 1}",
                    "probability": probability,
                    "probability_before": probability,
                    "linked": near,
                    "kind": "concretised" if near else "none",
                    "rank": 1 if near else 2 + place,
                    "explicit": near and n == 11,
                }
            )
    return rows


def write_outputs(folder: Path, changes: dict[str, str] | None = None) -> Path:
    """The outputs of a run, as far as the review page reads them."""
    if not changes:
        return Path(shutil.copytree(_written_once(), folder, dirs_exist_ok=True))
    return _write(folder, changes)


@cache
def _written_once() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="kopling-made-up-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return _write(folder, None)


def _write(folder: Path, changes: dict[str, str] | None) -> Path:
    goals = goal_rows(changes)
    documents = [{"document_id": "plan", "kind": "kommuneplan", "title": "Kommuneplan 2014"}] + [
        {"document_id": f"avtale{u}", "title": f"Lederavtale {unit}", "unit": unit}
        for u, unit in enumerate(UNITS)
    ]
    write_table(goals_table(*goals), GOALS, folder)
    write_table(links_table(*link_rows(goals)), LINKS, folder)
    write_table(documents_table(*documents), DOCUMENTS, folder)
    write_table(empty_table(PASSAGES), PASSAGES, folder)
    for table in (FLIPS, CELLS, CONTINUED, FILES):
        write_table(empty_table(table), table, folder)
    return folder


def desk_in(folder: Path, **params: float) -> Desk:
    """A desk on a municipality that was written into `folder`."""
    write_outputs(folder / "outputs")
    return Desk(folder / "outputs", folder / "reviews", ReviewingParams(**params))


class Client:
    """One coder's browser: keeps the cookie, fills in the hidden fields, sends its origin."""

    def __init__(self, app: Any, token: str, origin: str = f"http://{HOST}") -> None:
        self.http = TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)
        self.origin = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
        self.http.get(f"/?token={token}")

    def page(self, address: str = "/koding") -> str:
        """A page's HTML."""
        response = self.http.get(address)
        assert response.status_code == 200, response.text
        return str(response.text)

    def answer(self, verdict: str, address: str = "/koding", **more: Any) -> Any:
        """Answer the question of a page as its form would."""
        fields = hidden_fields(self.page(address)) | {"verdict": verdict, "memo": ""} | more
        return self.post("/koding", fields)

    def post(self, address: str, fields: dict[str, Any]) -> Any:
        """Send a form."""
        return self.http.post(address, data=fields, headers=self.origin)


def hidden_fields(page: str, action: str = "/koding") -> dict[str, str]:
    """The hidden fields of the first form with this action."""
    form = page.split(f'method="post" action="{action}"', 1)[1].split("</form>", 1)[0]
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return dict(found)


def app_in(folder: Path, **access: Any) -> tuple[Any, Desk]:
    """The application with coders kari and ola, whose tokens are their names, and its desk."""
    desk = desk_in(folder)
    tokens = {"kari": "kari", "ola": "ola"}
    made = make_app(desk, Access(tokens, PORT, **access), folder / "settings")
    return made, desk


def pair(goal: str, objective: str) -> str:
    """The name of a link."""
    return link_id(goal, objective)
