"""The assistant's page `/h`, and what it is made of: files that are the same for everybody, so that a phone keeps them.

Nobody logs in to see it, and nothing about a request reaches this server: the code stands in the fragment of the
address (RFC 3986 §3.5), which a browser never sends. Everything here may be cached; what can change is asked for again
with an ETag.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import mimetypes
from collections.abc import Mapping, Sequence
from pathlib import Path

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kiosk.catalogue.model import Catalogue, Text
from kiosk.desk import pictures, sounds
from kiosk.desk.naslag import catalogue_document
from kiosk.desk.security import CONTENT_SECURITY_POLICY
from kiosk.handoff.words import Noun

STATIC = Path(__file__).with_name("static")
ASSETS = Path(__file__).parents[2] / "assets"
FONTS = ("fonts/AtkinsonHyperlegibleNext-Regular.ttf", "fonts/AtkinsonHyperlegibleNext-Bold.ttf",
         "fonts/NotoSansArabic-Regular.ttf", "icons/icons.ttf", "icons/nouns.ttf")

AGAIN = "no-cache"
"""Keep it, and ask each time whether it is still the same: then no phone shows half of an old page with half a new."""
FOR_EVER = "public, max-age=31536000, immutable"
"""For what has a fingerprint in its name."""

for kind, ending in (("text/javascript", ".js"), ("image/webp", ".webp"), ("font/ttf", ".ttf"),
                     ("application/manifest+json", ".webmanifest"), ("audio/mpeg", ".mp3")):
    mimetypes.add_type(kind, ending)  # Debian's own list lacks some of these


def routes(catalogue: Catalogue, nouns: Sequence[Noun], interface: Mapping[str, Text], locales: Path | Sequence[Path],
           folder: Path) -> list[BaseRoute]:
    """The routes of the page. ``folder``: where `sounds.make` put the phrases and `kiosk desk pictures` the pictures;
    the sounds are looked up now, the pictures whenever somebody asks.
    """
    spoken = sounds.found(folder)
    document = catalogue_document(catalogue, nouns, interface, locales, spoken)
    page = (STATIC / "sheet.html").read_bytes()
    small = [Middleware(GZipMiddleware, minimum_size=1000)]

    async def picture_list(request: Request) -> Response:
        return JSONResponse(pictures.listed(folder), headers={"Cache-Control": AGAIN})

    return [
        _same("/h", page, "text/html; charset=utf-8",
              {"Content-Security-Policy": CONTENT_SECURITY_POLICY, "Referrer-Policy": "same-origin"}),
        _same("/catalogus.json", _json(document), "application/json"),
        _same("/sw.js", _worker(page, tuple(spoken.values())), "text/javascript; charset=utf-8"),
        Route(pictures.LIST, picture_list),
        Mount("/statisch/fonts", Kept(AGAIN, directory=ASSETS / "fonts"), middleware=small),
        Mount("/statisch/icons", Kept(AGAIN, directory=ASSETS / "icons"), middleware=small),
        Mount("/statisch", Kept(AGAIN, directory=STATIC), middleware=small),
        Mount(sounds.ADDRESS, Kept(FOR_EVER, directory=folder / sounds.FOLDER, check_dir=False)),
        Mount(pictures.ADDRESS, Kept(FOR_EVER, directory=folder / pictures.FOLDER, check_dir=False)),
    ]


class Kept(StaticFiles):
    """Files of a folder, with how long they may be kept. A folder that is not there yet has no files."""

    def __init__(self, how_long: str, **options) -> None:
        super().__init__(**options)
        self.how_long = how_long

    def file_response(self, *given, **named) -> Response:
        response = super().file_response(*given, **named)
        response.headers["Cache-Control"] = self.how_long
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    async def check_config(self) -> None:
        """Not an error: pictures and sounds are optional."""


def _same(path: str, body: bytes, kind: str, headers: Mapping[str, str] | None = None) -> Route:
    """One answer for everybody, packed once; 304 for who has it."""
    packed = gzip.compress(body, mtime=0)
    tag = f'"{_fingerprint(body)}"'
    always = {"ETag": tag, "Cache-Control": AGAIN, "X-Content-Type-Options": "nosniff", "Vary": "Accept-Encoding",
              **(headers or {})}

    async def answer(request: Request) -> Response:
        if tag in request.headers.get("If-None-Match", ""):
            return Response(status_code=304, headers=always)
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            return Response(packed, media_type=kind, headers={**always, "Content-Encoding": "gzip"})
        return Response(body, media_type=kind, headers=always)

    return Route(path, answer)


def _worker(page: bytes, sound_files: Sequence[str]) -> bytes:
    """The service worker, told what to keep. It begins with a fingerprint of that, so that any change is a new one."""
    own = sorted(file for file in STATIC.iterdir() if file.suffix in (".js", ".css", ".png", ".webmanifest"))
    keep = {"/h": page} | {f"/statisch/{file.name}": file.read_bytes() for file in own if file.name != "sw.js"}
    keep |= {f"/statisch/{name}": (ASSETS / name).read_bytes() for name in FONTS}
    version = _fingerprint(b"".join(name.encode() + body for name, body in keep.items()))
    head = f"const VERSION = {json.dumps(version)};\nconst KEEP = {json.dumps([*keep])};\n" \
           f"const SOUNDS = {json.dumps(sorted(sound_files))};\n"
    return head.encode() + (STATIC / "sw.js").read_bytes()


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _fingerprint(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]
