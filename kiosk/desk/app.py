"""Puts the desk together: pages and calls, what goes around them, and what runs as long as a worker lives."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import anyio.to_thread
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kiosk.catalogue.reading import read_catalogue
from kiosk.desk import api, counts_page, errors, hours_page, kiosks_page, login, people, queue, queue_page, sheet
from kiosk.desk.board import Board
from kiosk.desk.changes import listen
from kiosk.desk.database import connect, is_postgresql, shred
from kiosk.desk.desk import Desk
from kiosk.desk.security import LARGEST_BODY, Security
from kiosk.handoff.words import NounsError, read_nouns
from kiosk.language.interface import read_interface
from kiosk.pack.layers import layers_of
from kiosk.settings import Settings, load

ROOT = Path(__file__).resolve().parents[2]
ASSETS, LOCALES = ROOT / "assets", ROOT / "locales"

DATABASE = "KIOSK_DESK_DATABASE"
"""The environment variable that `kiosk desk --database` sets for its workers; who starts them otherwise sets it too."""


def make_app(desk: Desk, *more: BaseRoute) -> Starlette:
    """The web application of one worker. Its tables must be there (database.migrate)."""
    settings = desk.settings
    locales = layers_of(settings).locales(LOCALES)
    public = sheet.routes(desk.catalogue, desk.nouns, read_interface(), locales, settings.voices.folder)
    ours = [*api.routes, *login.routes, *queue_page.routes, *hours_page.routes, *kiosks_page.routes,
            *counts_page.routes(desk), *more, *_looks()]
    if desk.has_oidc:
        from authlib.deprecate import AuthlibDeprecationWarning

        warnings.simplefilter("ignore", AuthlibDeprecationWarning)  # a later one wants httpx2: no news for who serves
        from kiosk.desk import oidc  # 60 ms and 20 MB that most desks need not spend

        ours += oidc.routes(desk)
    app = Starlette(
        routes=[*ours, *public],
        middleware=[Middleware(Security, address=desk.address, refuse=errors.refuse),
                    Middleware(RequestBodyLimitMiddleware, LARGEST_BODY)],  # for what does not say how long it is
        exception_handlers=errors.handlers, lifespan=_lifespan)
    app.state.desk = desk
    app.state.board = Board(desk)
    return app


def from_environment() -> Starlette:
    """What uvicorn calls in each worker. What is wrong with settings or content was printed before they began."""
    settings, _ = load()
    desk = Desk(connect(os.environ.get(DATABASE) or settings.desk_server.database), settings, *read_content(settings))
    return make_app(desk)


def read_content(settings: Settings, *, tell: bool = False):
    """The walkthroughs and the nouns; with ``tell`` what is wrong with them is printed."""
    catalogue, problems = read_catalogue(layers_of(settings).folders(ASSETS), None, settings.facts)
    try:
        nouns = read_nouns(ASSETS / "nouns.yaml")
    except NounsError as error:
        nouns, problems = (), (*problems, error)
    for problem in problems if tell else ():
        print(problem, file=sys.stderr)
    return catalogue, nouns


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    desk: Desk = app.state.desk
    _end_when_stopped(desk)
    with suppress(SQLAlchemyError):  # before anybody is served: nobody sees yesterday's requests, nor counts without
        await anyio.to_thread.run_sync(tidy, desk)
    tasks = [asyncio.create_task(_every_minute(desk))]
    if is_postgresql(desk.engine):
        tasks.append(asyncio.create_task(listen(desk.engine, desk.changes)))
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    desk.engine.dispose()


def _end_when_stopped(desk: Desk) -> None:
    """Answer who waits as soon as the worker is told to stop; uvicorn would wait for them, and then cut them off."""
    if threading.current_thread() is not threading.main_thread():
        return  # a test, which stops us itself
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        uvicorns = signal.getsignal(number)

        def stop(number, frame, uvicorns=uvicorns) -> None:
            loop.call_soon_threadsafe(desk.changes.end)
            if callable(uvicorns):
                uvicorns(number, frame)

        signal.signal(number, stop)


def tidy(desk: Desk) -> None:
    """Forget what is over: the requests of yesterday, also from before a restart, and what opens nothing any more."""
    now = desk.clock()
    with desk.engine.begin() as connection:
        queue.expire(connection, now, counted=desk.settings.desk_server.counts)
        people.forget_expired(connection, now)
    shred(desk.engine)


async def _every_minute(desk: Desk) -> None:
    """Tidy at the start and after each midnight, as every worker does; and again when the database was away."""
    tidied = None
    while True:
        today = desk.clock().date()
        if tidied != today:
            try:
                await anyio.to_thread.run_sync(tidy, desk)
                tidied = today
                desk.changes.ring_all()
            except SQLAlchemyError:
                pass  # the next minute
        await asyncio.sleep(60 - desk.clock().timestamp() % 60)


def _looks() -> list[BaseRoute]:
    """Our own style and scripts, and of the assets only the letters."""
    style = Path(__file__).parent / "style"
    return [Mount("/style/fonts", _Files(directory=ASSETS / "fonts")),
            Mount("/style/icons", _Files(directory=ASSETS / "icons")),
            Mount("/style", _Files(directory=style)),
            Route("/favicon.ico", _icon)]


class _Files(StaticFiles):
    """Files that a browser keeps, asking each time whether they have changed: after an update nobody sees old ones."""

    def file_response(self, *args, **kwargs) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


async def _icon(request: Request) -> Response:
    return Response(status_code=204)
