"""The public page of one request (a stand-in until the sheet itself is here)."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route


def routes(catalogue, nouns, interface, locales: Path, folder: Path) -> list[BaseRoute]:
    """What the desk serves to everybody: `/h`, `/catalogus.json` and what they need."""
    async def page(request: Request) -> Response:
        return PlainTextResponse("Hier komt het blad van de hulpvraag.")

    return [Route("/h", page)]
