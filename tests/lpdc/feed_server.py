"""A feed on a real server of this machine, with everything that goes wrong with one."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Feed:
    """``pages``: path → bytes, or a function that is handed the request and answers it. ``asked``: (path, headers) of
    every request, ``sent``: paths whose body was sent."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.sent: list[str] = []
        self.address = ""
        self.ended = threading.Event()

    def page(self, number: int, members: list[dict], *next: str) -> None:
        relations = [{"@type": "GreaterThanOrEqualToRelation", "node": f"{self.address}{one}" if one[0] == "/" else one}
                     for one in next]
        self.pages[f"/feed?page={number}"] = json.dumps(
            {"@type": "EventStream", "view": {"@type": "Node", "relation": relations}, "member": members}).encode()


@contextmanager
def serving() -> Iterator[Feed]:
    feed = Feed()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            feed.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            page = feed.pages.get(self.path)
            if callable(page):
                page(self)
                return
            if page is None:
                self.send_error(404)
                return
            tag = hashlib.sha256(page).hexdigest()[:12]
            if self.headers.get("If-None-Match") == tag:
                self.send_response(304)
                self.end_headers()
                return
            feed.sent.append(self.path)
            self.send_response(200)
            self.send_header("ETag", tag)
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    feed.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield feed
    finally:
        feed.ended.set()
        server.shutdown()
        server.server_close()
