"""What goes wrong → one Dutch sentence with the remedy: as JSON for a kiosk, as a page for a person."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from kiosk.desk.pages import message

SAID = {
    400: ("Niet begrepen", "De desk begrijpt deze vraag niet. Ga terug en probeer het opnieuw."),
    403: ("Niet van hier", "Deze knop hoort niet bij een pagina van de desk. Open de desk en probeer het daar."),
    404: ("Niet gevonden", "Deze pagina bestaat niet. Ga terug naar de wachtrij."),
    405: ("Zo kan het niet", "Zo kunt u deze pagina niet gebruiken. Ga terug naar de wachtrij."),
    413: ("Te veel", "Dit is te veel tekst. Maak het korter en probeer het opnieuw."),
    500: ("Er ging iets mis", "De desk maakte een fout. Probeer het opnieuw. Blijft het zo? Zeg het aan uw beheerder."),
    503: ("Even geduld", "De desk kan niet bij haar gegevens. Probeer het over een minuut opnieuw."),
}


def answer(request: Request, status: int) -> Response:
    title, sentence = SAID.get(status, SAID[400])
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": sentence}, status)
    return message(request, status, title, sentence)


def refuse(scope: Scope, status: int) -> Response:
    return answer(Request(scope), status)


async def by_status(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = answer(request, error.status_code)
    response.headers.update(error.headers or {})
    return response


async def unavailable(request: Request, error: Exception) -> Response:
    """The database does not answer; the next request tries it anew."""
    response = answer(request, 503)
    response.headers["Retry-After"] = "10"
    return response


async def fault(request: Request, error: Exception) -> Response:
    return answer(request, 500)


handlers = {HTTPException: by_status, SQLAlchemyError: unavailable, Exception: fault}
