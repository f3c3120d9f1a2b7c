"""The review page as a web application: requests in, pages out; the desk does the rest."""

import json
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from pipeline import catalogues
from pipeline.errors import InputError, KoplingError
from pipeline.reviewing import views, words
from pipeline.reviewing.corpus import ReviewCorpus
from pipeline.reviewing.desk import Answer, Desk, StaleError, coded_acts
from pipeline.reviewing.keys import DEFAULTS, read_keys, write_keys
from pipeline.reviewing.pictures import GoalPictures
from pipeline.reviewing.queue import Asked
from pipeline.reviewing.security import Access, Guard, TooLargeError
from pipeline.reviewing.views import Filters
from pipeline.reviews.carrying import GONE, Carried
from pipeline.reviews.verdict import CHOICES, CODED_KINDS, REASONS

# Fields of a form beyond which no verdict goes.
MOST_FIELDS = 200
# So many links that were put off are remembered, in the address of the page.
MOST_PASSED = 40
# Candidates that digits choose among.
DIGITS = 9
LANGUAGE_COOKIE = "kopling-language"


@dataclass(frozen=True)
class Seat:
    """Who is asking, from where, in which language, and how she has set the page."""

    coder: str
    language: str
    keys: Mapping[str, str]
    form_token: str
    is_adjudicator: bool
    is_readonly: bool


class Pages:
    """The templates in three languages, and the files that they use, all read beforehand."""

    def __init__(self, codebook: Path) -> None:
        self._environments = {language: _environment(language) for language in catalogues.LANGUAGES}
        self._codebook = codebook
        self.assets = {
            "kopling.css": _packaged("reporting", "kopling.css"),
            "review.css": _packaged("reviewing", "review.css"),
            "review.js": _packaged("reviewing", "review.js"),
            "icon.svg": _packaged("reviewing", "icon.svg"),
        }

    def render(self, name: str, seat: Seat, **values: object) -> str:
        """A page for who is asking."""
        template = self._environments[seat.language].get_template(f"{name}.html.j2")
        return template.render(seat=seat, words=words, languages=catalogues.LANGUAGES, **values)

    def codebook(self, language: str) -> str:
        """The codebook as HTML: the project's own (`reviews/codebook.md`), or ours."""
        if self._codebook.is_file():
            text = self._codebook.read_text(encoding="utf-8", errors="replace")
        else:
            text = _packaged("reviewing", f"codebook.{language}.md")
        return _markdown(text)


def make_app(
    desk: Desk,
    access: Access,
    settings: Path,
    pictures: GoalPictures | None = None,
) -> Starlette:
    """The application. `settings` is where coders' keys are kept."""
    review = _Review(desk, access, Pages(desk.reviews / "codebook.md"), settings, pictures)
    pages = [
        Route("/", review.enter),
        Route("/koding", review.code),
        Route("/par/{link_id}", review.pair),
        Route("/liste", review.pairs),
        Route("/bekreft", review.suspects),
        Route("/uenighet", review.disputes),
        Route("/framdrift", review.progress),
        Route("/kodebok", review.codebook),
        Route("/taster", review.keys),
        Route("/bilde/{goal_id}/{place:int}", review.picture),
        Route("/assets/{name}", review.asset),
    ]
    acts = [
        Route("/koding", review.save, methods=["POST"]),
        Route("/angre", review.undo, methods=["POST"]),
        Route("/bekreft", review.confirm, methods=["POST"]),
        Route("/uenighet", review.settle, methods=["POST"]),
        Route("/taster", review.keep_keys, methods=["POST"]),
    ]
    return Starlette(
        routes=[*acts, *pages],
        middleware=[Middleware(Guard, access=access)],
        exception_handlers={
            HTTPException: review.refused,
            KoplingError: review.refused,
            OSError: review.refused,
            TooLargeError: review.refused,
            Exception: review.refused,
        },
    )


class _Review:
    """The handlers. Each knows its coder from the cookie; none takes a path from a request."""

    def __init__(
        self,
        desk: Desk,
        access: Access,
        pages: Pages,
        settings: Path,
        pictures: GoalPictures | None,
    ) -> None:
        self.desk = desk
        self.access = access
        self.pages = pages
        self.settings = settings
        self.pictures = pictures

    # ---- pages ----

    async def enter(self, request: Request) -> Response:
        """Take the token from the address into a cookie, and go to the work."""
        token = request.query_params.get("token")
        if self.access.coder_of(token) is None:
            self._seat(request)  # raises where there is no cookie either
            return _to("/koding")
        response = _to("/koding")
        response.set_cookie(self.access.cookie, str(token), httponly=True, samesite="strict")
        return response

    async def code(self, request: Request) -> Response:
        """The next question of the coder's queue."""
        seat = self._seat(request)
        passed = frozenset(_passed(request))
        asked = await run_in_threadpool(self.desk.next_for, seat.coder, passed)
        if asked is None:
            return await self._page(seat, "done", request, passed=len(passed))
        return await self._question(request, seat, asked)

    async def pair(self, request: Request) -> Response:
        """One pair that the coder has looked up."""
        seat = self._seat(request)
        corpus = self.desk.corpus()
        pair = corpus.pairs.get(request.path_params["link_id"])
        if pair is None:
            raise HTTPException(404)
        return await self._question(request, seat, Asked(pair, "own"))

    async def pairs(self, request: Request) -> Response:
        """Pairs by filter."""
        seat = self._seat(request)
        return await run_in_threadpool(self._list, request, seat)

    async def suspects(self, request: Request) -> Response:
        """Verdicts on texts that have changed, one at a time."""
        seat = self._seat(request)
        corpus = self.desk.corpus()
        waiting = await run_in_threadpool(self.desk.suspects, seat.coder)
        first = views.suspect_view(waiting[0], corpus) if waiting else None
        gone = [v for v in self.desk.verdicts(seat.coder) if v.standing == GONE]
        return await self._page(
            seat, "suspects", request, suspect=first, waiting=len(waiting), gone=gone, act=_act()
        )

    async def disputes(self, request: Request) -> Response:
        """Pairs on which coders differ, for who adjudicates; the others see how many."""
        seat = self._seat(request)
        found = await run_in_threadpool(self.desk.disputes)
        corpus = self.desk.corpus()
        first = found[0] if found and seat.is_adjudicator else None
        values: dict[str, object] = {"count": len(found), "dispute": first, "act": _act()}
        if first is not None:
            values |= {
                "goal": corpus.goals[first.goal_id],
                "objective": corpus.goals[first.objective_id] if first.objective_id else None,
                "said": views.disputed_words(first),
                "above": partial(views.above, corpus=corpus),
                "corpus": corpus,
            }
        return await self._page(seat, "disputes", request, **values)

    async def progress(self, request: Request) -> Response:
        """How far the coder has come, and how coders agree."""
        seat = self._seat(request)
        return await run_in_threadpool(self._progress, request, seat)

    async def codebook(self, request: Request) -> Response:
        """Definitions and examples."""
        seat = self._seat(request)
        text = self.pages.codebook(seat.language)
        return await self._page(seat, "codebook", request, codebook=text)

    async def keys(self, request: Request) -> Response:
        """Which key does what."""
        seat = self._seat(request)
        return await self._page(seat, "keys", request, fault="", wanted=seat.keys)

    async def picture(self, request: Request) -> Response:
        """The page around a goal, as a picture."""
        self._seat(request)
        goal_id = request.path_params["goal_id"]
        if self.pictures is None or goal_id not in self.desk.corpus().goals:
            raise HTTPException(404)
        place = request.path_params["place"]
        picture = await run_in_threadpool(self.pictures.picture, goal_id, place)
        if picture is None:
            raise HTTPException(404)
        # the same goal has the same picture: its name is made from where it stands
        headers = {"Cache-Control": "private, max-age=86400, immutable"}
        return Response(picture.content, media_type=picture.media_type, headers=headers)

    async def asset(self, request: Request) -> Response:
        """A file that pages use; all are held in memory."""
        name = request.path_params["name"]
        text = self.pages.assets.get(name)
        if text is None:
            raise HTTPException(404)
        return Response(text, media_type=f"{_KINDS[Path(name).suffix]}; charset=utf-8")

    # ---- acts ----

    async def save(self, request: Request) -> Response:
        """Put a verdict down; answered when it is on the disk."""
        seat, form = await self._acting(request)
        answer = _answer(form)
        back = str(form.get("back", ""))
        target = back if back.startswith(("/liste?", "/par/", "/koding")) else "/koding"
        try:
            saved = await run_in_threadpool(self.desk.save, seat.coder, answer)
        except StaleError:
            return _to(_with(target, notice="stale"))
        return _to(_with(target, saved=saved[0].act or ""))

    async def undo(self, request: Request) -> Response:
        """Take the last act back."""
        seat, _ = await self._acting(request)
        undone = await run_in_threadpool(self.desk.undo, seat.coder)
        return _to(_with("/koding", notice="undone" if undone else "nothing"))

    async def confirm(self, request: Request) -> Response:
        """Say the same, or something else, of a pair whose texts have changed."""
        seat, form = await self._acting(request)
        waiting = {str(each.verdict.verdict_id): each for each in self.desk.suspects(seat.coder)}
        old = waiting.get(str(form.get("verdict_id", "")))
        if old is None:
            return _to(_with("/bekreft", notice="stale"))
        answer = _confirmation(old, form)
        try:
            await run_in_threadpool(self.desk.save, seat.coder, answer, old.verdict)
        except StaleError:
            return _to(_with("/bekreft", notice="stale"))
        return _to(_with("/bekreft", notice="confirmed"))

    async def settle(self, request: Request) -> Response:
        """Decide between coders who differ."""
        seat, form = await self._acting(request)
        if not seat.is_adjudicator:
            raise HTTPException(403)
        settles = tuple(str(each) for each in form.getlist("settles"))
        if not settles:
            raise InputError("settles: expected the verdicts that are weighed")
        answer = replace(_answer(form), settles=settles, score_visible=False)
        try:
            await run_in_threadpool(self.desk.save, seat.coder, answer)
        except StaleError:
            return _to(_with("/uenighet", notice="stale"))
        return _to(_with("/uenighet", notice="settled"))

    async def keep_keys(self, request: Request) -> Response:
        """Change which key does what; or say why that can't be."""
        seat, form = await self._acting(request, is_setting=True)
        wanted = {action: str(form.get(action, "")) for action in DEFAULTS}
        if form.get("reset"):
            wanted = dict(DEFAULTS)
        try:
            await run_in_threadpool(write_keys, self.settings, seat.coder, wanted)
        except InputError as err:
            page = await self._page(seat, "keys", request, fault=str(err), wanted=wanted)
            page.status_code = 422
            return page
        return _to(_with("/taster", notice="keys"))

    # ---- what is common ----

    async def refused(self, request: Request, fault: Exception) -> Response:
        """A page, or a line, that says what was refused and why; nothing was saved."""
        status = _status(fault)
        try:
            seat = self._seat(request)
        except HTTPException:
            seat = Seat("", _language(request), DEFAULTS, "", False, True)
        text = self.pages.render(
            "refused",
            seat,
            status=status,
            reason=str(fault) if isinstance(fault, (KoplingError, OSError)) else "",
            current="",
            status_line="",
            counts=None,
        )
        return HTMLResponse(text, status_code=status)

    def _seat(self, request: Request) -> Seat:
        coder = self.access.coder_of(request.cookies.get(self.access.cookie))
        if coder is None:
            raise HTTPException(401)
        return Seat(
            coder=coder,
            language=_language(request),
            keys=read_keys(self.settings, coder),
            form_token=self.access.form_token(coder),
            is_adjudicator=coder in self.access.adjudicators,
            is_readonly=self.access.is_readonly,
        )

    async def _acting(self, request: Request, *, is_setting: bool = False) -> tuple[Seat, FormData]:
        """Who sends a form, and what is in it; raises where she may not."""
        seat = self._seat(request)
        form = await request.form(max_files=0, max_fields=MOST_FIELDS)
        if not self.access.is_form_token(seat.coder, str(form.get("form_token", ""))):
            raise HTTPException(403)
        if self.access.is_readonly and not is_setting:
            raise HTTPException(403)
        return seat, form

    async def _question(self, request: Request, seat: Seat, asked: Asked) -> Response:
        return await run_in_threadpool(self._asked, request, seat, asked)

    def _asked(self, request: Request, seat: Seat, asked: Asked) -> Response:
        corpus = self.desk.corpus()
        goal = corpus.goals[asked.pair.goal_id]
        objective = corpus.goals[asked.pair.objective_id]
        mine = [
            each.verdict
            for each in self.desk.verdicts(seat.coder)
            if each.goal_id == goal.goal_id and not each.verdict.settles
        ]
        shows_score = request.query_params.get("svar") == "1"
        is_looked_up = asked.chosen == "own"
        before = [each for each in mine if each.objective_id in (None, objective.goal_id)]
        return self._render(
            seat,
            "question",
            request,
            asked=asked,
            goal=goal,
            objective=objective,
            corpus=corpus,
            above=partial(views.above, corpus=corpus),
            beneath=partial(views.beneath, corpus=corpus),
            candidates=corpus.candidates(goal.goal_id),
            digits=_digits(corpus, asked),
            shows_score=shows_score,
            pairs=views.word_pairs(asked.pair) if shows_score else [],
            before=before[-1] if before and is_looked_up else None,
            act=_act(),
            now=datetime.now(UTC).isoformat(),
            back=_back(request) if is_looked_up else _still_passing(request),
            passed=_passed(request),
            pictures={each: self._pictures(each) for each in (goal.goal_id, objective.goal_id)},
            codebook=_under_another(self.pages.codebook(seat.language)),
        )

    def _pictures(self, goal_id: str) -> range:
        return range(self.pictures.count(goal_id) if self.pictures else 0)

    def _list(self, request: Request, seat: Seat) -> Response:
        corpus, filters = self.desk.corpus(), _filters(request)
        theirs = _of_coder(self.desk, filters.coder)
        goals = views.listed(corpus, self.desk.verdicts(seat.coder), theirs, filters)
        page = _whole(request.query_params.get("side")) or 1
        shown, pages = views.paged(goals, page)
        asked = dict(request.query_params)
        return self._render(
            seat,
            "list",
            request,
            goals=shown,
            count=len(goals),
            total=sum(len(each.rows) for each in goals),
            page=min(max(page, 1), pages),
            pages=pages,
            filters=filters,
            units=views.units_of(corpus),
            objectives=[corpus.goals[o] for ids in corpus.objectives_of.values() for o in ids],
            coders=self.desk.ledgers.coders(),
            act=_act,
            now=datetime.now(UTC).isoformat(),
            here="/liste?" + urlencode({k: v for k, v in asked.items() if k not in _TOLD}),
            address=lambda **more: "/liste?" + urlencode(asked | more),
        )

    def _progress(self, request: Request, seat: Seat) -> Response:
        mine = self.desk.verdicts(seat.coder)
        judged = self.desk.judged(seat.coder)
        return self._render(
            seat,
            "progress",
            request,
            acts=coded_acts(mine),
            reasons={name: judged.reasons.get(name, 0) for name in CHOICES},
            seconds=views.median_seconds(mine),
            coders=[(name, coded_acts(self.desk.verdicts(name))) for name in self._coders()],
            agreement=views.agreement_rows(self.desk.agreement()),
            least=self.desk.scoring.agreement_least,
        )

    def _coders(self) -> list[str]:
        return self.desk.ledgers.coders()

    async def _page(self, seat: Seat, name: str, request: Request, **values: object) -> Response:
        return await run_in_threadpool(partial(self._render, seat, name, request, **values))

    def _render(self, seat: Seat, name: str, request: Request, **values: object) -> Response:
        saved = request.query_params.get("saved")
        mine = self.desk.verdicts(seat.coder)
        acts = [each for each in mine if saved and each.verdict.act == saved]
        counts = {
            "judged": coded_acts(mine),
            "suspects": len(self.desk.suspects(seat.coder)),
        }
        text = self.pages.render(
            name,
            seat,
            current=name,
            saved=[each.verdict for each in acts],
            notice=request.query_params.get("notice", ""),
            counts=counts,
            **values,
        )
        response = HTMLResponse(text)
        wanted = request.query_params.get("sprak", "")
        if wanted in catalogues.LANGUAGES:
            response.set_cookie(LANGUAGE_COOKIE, wanted, httponly=True, samesite="strict")
        return response


_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_TOLD = frozenset(("saved", "notice", "sprak"))


def _answer(form: FormData) -> Answer:
    """What the form says; raises InputError where it says what no form of ours does."""
    word, _, detail = str(form.get("verdict", "")).partition(":")
    asked = str(form.get("asked", "")) or None
    accepted = tuple(dict.fromkeys(str(each) for each in form.getlist("objective")))
    if detail.startswith("chosen:"):
        accepted = (detail.removeprefix("chosen:"),)
    elif word == "accept" and detail != "chosen":
        accepted = (asked,) if asked else ()
    kind = detail if detail in CODED_KINDS else None
    reason = detail if detail in REASONS else None
    if word == "no_parent" and reason is None:
        raise InputError(f"reason: expected one of {', '.join(REASONS)}; came {detail!r}")
    chosen = str(form.get("chosen", "own"))
    return Answer(
        word=word,
        goal_id=str(form.get("goal", "")),
        asked=asked,
        accepted=accepted if word == "accept" else (),
        kind=kind,
        reason=reason if word == "no_parent" else None,
        memo=str(form.get("memo", "")).replace("\r\n", "\n").strip(),
        chosen=chosen if chosen in CHOICES else "own",
        chance=_number(form.get("chance")),
        score_visible=form.get("score_visible") == "1",
        act=str(form.get("act", ""))[:64],
        shown=_time(form.get("shown")),
        goal_sha256=str(form.get("goal_sha256", "")),
        objective_sha256=str(form.get("objective_sha256", "")),
    )


def _confirmation(old: Carried, form: FormData) -> Answer:
    """The same verdict again, or the one that the form names, on the texts as they are now."""
    verdict = old.verdict
    given = str(form.get("verdict", "same"))
    word = verdict.verdict if given == "same" else given.partition(":")[0]
    return Answer(
        word=word,
        goal_id=str(old.goal_id),
        asked=old.objective_id,
        accepted=(old.objective_id,) if word == "accept" and old.objective_id else (),
        kind=verdict.kind if word == verdict.verdict else None,
        reason=verdict.reason,
        memo=verdict.memo,
        chosen=verdict.chosen or "own",
        chance=verdict.chance,
        score_visible=bool(verdict.score_visible),
        act=str(form.get("act", ""))[:64],
        goal_sha256=str(form.get("goal_sha256", "")),
        objective_sha256=str(form.get("objective_sha256", "")),
        settles=verdict.settles,
    )


def _digits(corpus: ReviewCorpus, asked: Asked) -> dict[str, int]:
    """The digit of each objective that one can be chosen by: the likeliest, in the plan's order.

    The order on the page is the plan's, and the digits follow it, so that neither tells which one
    the engine holds for the best.
    """
    near = corpus.plan_pairs(asked.pair.goal_id)
    likely = sorted(near, key=lambda pair: -pair.probability)[:DIGITS]
    chosen = {pair.objective_id for pair in likely}
    in_order = [g.goal_id for g in corpus.candidates(asked.pair.goal_id) if g.goal_id in chosen]
    return {goal_id: place for place, goal_id in enumerate(in_order, start=1)}


def _filters(request: Request) -> Filters:
    get = request.query_params.get
    return Filters(
        unit=get("enhet", ""),
        objective=get("mal", ""),
        kind=get("slag", ""),
        level=get("niva", "kommuneplan"),
        least=_number(get("fra")),
        most=_number(get("til")),
        coder=get("koder", ""),
        state=get("status", ""),
        words=get("ord", "")[:200],
    )


def _of_coder(desk: Desk, coder: str) -> list[Carried]:
    return desk.verdicts(coder) if coder in desk.ledgers.coders() else []


def _passed(request: Request) -> list[str]:
    return request.query_params.getlist("hoppet")[-MOST_PASSED:]


def _still_passing(request: Request) -> str:
    passed = urlencode([("hoppet", link) for link in _passed(request)])
    return f"/koding?{passed}" if passed else "/koding"


def _back(request: Request) -> str:
    back = request.query_params.get("tilbake", "")
    return back if back.startswith("/liste?") else "/koding"


def _language(request: Request) -> str:
    wanted = request.query_params.get("sprak") or request.cookies.get(LANGUAGE_COOKIE)
    if wanted in catalogues.LANGUAGES:
        return str(wanted)
    return catalogues.best_language(request.headers.get("accept-language", ""))


def _with(target: str, **told: str) -> str:
    return f"{target}{'&' if '?' in target else '?'}{urlencode(told)}"


def _to(target: str) -> RedirectResponse:
    return RedirectResponse(target, status_code=303)


def _status(fault: Exception) -> int:
    if isinstance(fault, HTTPException):
        return fault.status_code
    if isinstance(fault, TooLargeError):
        return 413
    if isinstance(fault, OSError):
        return 507
    if isinstance(fault, InputError):
        return 422
    return 503 if isinstance(fault, KoplingError) else 500


def _number(value: Any) -> float | None:
    with suppress(ValueError, TypeError):
        number = float(str(value).replace(",", "."))
        return number if 0 <= number <= 1 else None
    return None


def _whole(value: Any) -> int | None:
    with suppress(ValueError, TypeError):
        return int(str(value)[:6])
    return None


def _time(value: Any) -> datetime | None:
    with suppress(ValueError, TypeError):
        time = datetime.fromisoformat(str(value))
        return time if time.tzinfo else None
    return None


def _act() -> str:
    return secrets.token_hex(8)


def _packaged(room: str, name: str) -> str:
    return files("pipeline").joinpath(room, "assets", name).read_text(encoding="utf-8")


def _under_another(html: str) -> str:
    """The same text with headings two levels down: it stands beside a page's own."""
    return re.sub(r"(</?h)([1-4])(?=>)", lambda found: f"{found[1]}{int(found[2]) + 2}", html)


@lru_cache(maxsize=8)
def _markdown(text: str) -> str:
    """Markdown as HTML; HTML in it stays text, so a codebook can bring no script along."""
    return str(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))


@lru_cache(maxsize=len(catalogues.LANGUAGES))
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline.reviewing", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    found = catalogues.translations(language)
    environment.install_gettext_translations(found, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {
        "desimal": partial(catalogues.decimal, language=language),
        "prosent": partial(catalogues.percent, language=language),
        "tid": partial(catalogues.moment, language=language),
        "json": partial(json.dumps, ensure_ascii=False),
    }
    environment.globals["language"] = language
    return environment
