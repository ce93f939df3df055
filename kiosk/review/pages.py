"""The pages on which somebody listens: an overview, the sentences of a language, and one sentence at a time.

They are for whoever speaks a language well and helps once, so they are in Dutch and work with forms; a script only
brings the microphone. They answer to this machine alone: `command` binds the loopback address.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kiosk.language.languages import Language
from kiosk.review.listening import PERSON, WPM, Listening, Sentence, State
from kiosk.review.room import Room
from kiosk.speech.clips import made
from kiosk.speech.codec import CodecError, decoded
from kiosk.speech.pcm import Pcm, wav_of
from kiosk.speech.recorder import prepared
from kiosk.speech.recordings import RecordingError
from kiosk.speech.reviewed import GOOD, LONGEST, WRONG, ReviewError

HERE = Path(__file__).parent
PATIENCE = 30.0           # s for a voice to say a sentence; Piper is loaded first
LARGEST = 30 << 20        # bytes of an upload: 2 minutes from a microphone at 96 kHz
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self'; media-src 'self' blob:; frame-ancestors 'none'; "
                               "base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
NAMES = {State.OPEN: "Nog te horen", State.AGAIN: "Opnieuw te horen", State.WRONG: "Niet goed", State.GOOD: "Goed",
         State.RECORDED: "Door een mens gezegd", State.SILENT: "Geen stem"}


def application(room: Room) -> Starlette:
    """The pages as an ASGI application."""
    pages = _Pages(room)
    one = "/{code}/{id:str}"
    return Starlette(
        routes=[
            Route("/", pages.overview),
            Mount("/static", StaticFiles(directory=HERE / "static")),
            Route("/{code}", pages.language),
            Route(one, pages.sentence),
            Route(f"{one}/oordeel", pages.judge, methods=["POST"]),
            Route(f"{one}/klank", pages.sound),
            Route(f"{one}/beeld", pages.picture),
            Route(f"{one}/proefopname", pages.trial, methods=["POST"]),
            Route(f"{one}/opname", pages.record, methods=["POST"]),
            Route(f"{one}/zonder-opname", pages.unrecord, methods=["POST"]),
        ],
        # Only this machine, and only its own pages: another site that is open in the same browser may not press here.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["localhost", "127.0.0.1"]),
                    Middleware(_OwnPages)],
        exception_handlers={404: pages.missing, 405: pages.missing, ReviewError: pages.fault, OSError: pages.fault},
    )


class _OwnPages:
    """Refuses what another site sends, and sets the headers of every answer."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        async def with_headers(message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] += [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
            await send(message)

        if scope["type"] == "http" and scope["method"] == "POST":
            site = dict(scope["headers"]).get(b"sec-fetch-site", b"same-origin")
            if site not in (b"same-origin", b"none"):
                await Response("Dit komt van een andere site.", 403)(scope, receive, with_headers)
                return
        await self.app(scope, receive, with_headers)


class _Pages:
    def __init__(self, room: Room) -> None:
        self.room = room
        self.templates = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True,
                                     lstrip_blocks=True, undefined=StrictUndefined)

    def _page(self, name: str, status: int = 200, **values: object) -> HTMLResponse:
        return HTMLResponse(self.templates.get_template(name).render(values, names=NAMES, State=State), status)

    async def missing(self, request: Request, _: Exception) -> Response:
        return self._page("fault.html", 404, fault="Deze pagina is er niet.")

    async def fault(self, request: Request, reason: Exception) -> Response:
        words = str(reason) if isinstance(reason, ReviewError) else f"Dit lukte niet: {reason}"
        return self._page("fault.html", 500, fault=words)

    def overview(self, request: Request) -> Response:
        with self.room.lock:
            rows = [(language, self.room.listening(language.code)) for language in self.room.languages]
            return self._page("overview.html", rows=[(language, listening.count(), len(listening.sentences))
                                                     for language, listening in rows])

    def language(self, request: Request) -> Response:
        with self.room.lock:
            language, listening = self._listening(request)
            if language is None:
                return self._page("fault.html", 404, fault="Die taal staat hier niet aan.")
            self.room.pictures(language.code)
            wanted = request.query_params.get("toon", "")
            shown = [(sentence, listening.state(sentence)) for sentence in listening.sentences]
            return self._page("language.html", language=language, count=listening.count(), whole=len(shown),
                              wanted=wanted, first=listening.next(""),
                              shown=[row for row in shown if wanted in ("", row[1])])

    def sentence(self, request: Request, fault: str = "", typed: str | None = None) -> Response:
        with self.room.lock:
            language, listening, sentence = self._sentence(request)
            if sentence is None:
                return self._page("fault.html", 404, fault="Deze zin is er niet meer. Kies een andere.")
            verdict = listening.verdict(sentence)
            pictures = self.room.pictures(language.code)
            return self._page(
                "sentence.html", 422 if fault else 200, language=language, sentence=sentence, verdict=verdict,
                state=listening.state(sentence), count=listening.count(), whole=len(listening.sentences),
                number=listening.sentences.index(sentence) + 1, person=listening.speaker(sentence) == PERSON,
                before=listening.neighbour(sentence.id, -1), after=listening.neighbour(sentence.id, 1),
                heard_as=listening.heard_as(replace(sentence.unit, spoken=verdict.say) if verdict and verdict.say
                                            else sentence.unit),
                say=typed if typed is not None else verdict.say if verdict else "", longest=LONGEST,
                place=pictures.place(sentence.words) if pictures else None,
                drawing=pictures.state if pictures else "none", fault=fault, trying=typed is not None and not fault)

    async def judge(self, request: Request) -> Response:
        form = await request.form(max_fields=10)
        return await run_in_threadpool(self._judge, request, form)

    def _judge(self, request: Request, form: FormData) -> Response:
        say, note = (" ".join(str(form.get(name, "")).split()) for name in ("say", "note"))
        verdict = str(form.get("verdict", ""))
        with self.room.lock:
            _, listening, sentence = self._sentence(request)
            if sentence is None:
                return self.sentence(request)
            if max(len(say), len(note)) > LONGEST:
                return self.sentence(request, f"Dit is te lang. Schrijf hoogstens {LONGEST} tekens.", say)
            if verdict == "try":
                return self.sentence(request, "" if say else "Schrijf eerst hoe de stem het moet zeggen.", say)
            if verdict not in (GOOD, WRONG):
                return self.sentence(request, "Kies “Goed” of “Niet goed”.")
            if say and not any(map(str.isalnum, say)):
                return self.sentence(request, "Hier valt niets te zeggen. Schrijf woorden.", say)
            listening.judge(sentence, verdict, note, say if "say" in form else None)
            return RedirectResponse(_further(listening, sentence), 303)

    def sound(self, request: Request) -> Response:
        """The sentence as people hear it now; with ``say`` as the voice would say that; with ``stem`` by the voice even
        where there is a recording."""
        with self.room.lock:
            _, listening, sentence = self._sentence(request)
            if sentence is None:
                return Response("Deze zin is er niet.", 404)
            say = request.query_params.get("say", "")[:LONGEST]
            plain = bool(say) or "stem" in request.query_params
            unit = replace(sentence.unit, spoken=say) if say else sentence.unit
            clip = made(self.room.clips(listening.language, plain), unit, WPM, PATIENCE)
            if isinstance(clip, str):
                return Response(clip, 503)
            return _audio(clip.path.read_bytes(), "audio/wav" if clip.path.suffix == ".wav" else "audio/ogg")

    def picture(self, request: Request) -> Response:
        with self.room.lock:
            language, _, sentence = self._sentence(request)
            pictures = self.room.pictures(language.code) if sentence else None
            place = pictures.place(sentence.words) if pictures else None
            if place is None:
                return Response("Er is geen beeld.", 404)
            return Response(pictures.marked(place), media_type="image/png")

    async def trial(self, request: Request) -> Response:
        """What was just recorded as it would be heard: trimmed and as loud as the rest."""
        try:
            sound, _ = await run_in_threadpool(prepared, await _recorded(request))
            return _audio(wav_of(sound), "audio/wav")
        except (CodecError, ValueError) as reason:
            return JSONResponse({"fault": str(reason)}, 422)

    async def record(self, request: Request) -> Response:
        try:
            return await run_in_threadpool(self._record, request, await _recorded(request))
        except (CodecError, RecordingError, ValueError) as reason:
            return JSONResponse({"fault": str(reason)}, 422)
        except OSError as reason:
            return JSONResponse({"fault": f"De opname kan niet bewaard worden: {reason.strerror}."}, 500)

    def _record(self, request: Request, sound: Pcm) -> Response:
        with self.room.lock:
            _, listening, sentence = self._sentence(request)
            if sentence is None:
                return JSONResponse({"fault": "Deze zin is er niet meer."}, 404)
            listening.record(sentence, sound)
            return JSONResponse({"next": _further(listening, sentence)})

    def unrecord(self, request: Request) -> Response:
        with self.room.lock:
            _, listening, sentence = self._sentence(request)
            if sentence is not None and not listening.unrecord(sentence):
                return self.sentence(request, "Deze opname hoort bij dit toestel. Haal ze weg uit zijn eigen map.")
            return RedirectResponse(request.url.path.rpartition("/")[0], 303)

    def _listening(self, request: Request) -> tuple[Language | None, Listening | None]:
        code = request.path_params["code"]
        language = next((language for language in self.room.languages if language.code == code), None)
        return language, self.room.listening(code) if language else None

    def _sentence(self, request: Request) -> tuple[Language | None, Listening | None, Sentence | None]:
        language, listening = self._listening(request)
        return language, listening, listening.sentence(request.path_params["id"]) if listening else None


async def _recorded(request: Request) -> Pcm:
    """The sound in a request. CodecError when there is none."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            raise CodecError("Deze opname is te lang. Neem één zin op.")
    return decoded(bytes(body))


def _further(listening: Listening, sentence: Sentence) -> str:
    """The address of the next sentence to hear, or of the list when all are heard."""
    further = listening.next(sentence.id)
    return f"/{listening.language}/{further.id}" if further else f"/{listening.language}"


def _audio(content: bytes, media_type: str) -> Response:
    return Response(content, media_type=media_type)
