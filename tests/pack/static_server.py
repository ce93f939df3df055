"""A plain web server for a folder, as a municipality has one, that can also misbehave in each way that networks do."""

from __future__ import annotations

import http.server
import ssl
import threading
from collections.abc import Callable
from pathlib import Path


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: StaticServer

    def do_GET(self) -> None:
        path, asked = self.path.lstrip("/"), self.headers.get("Range", "")
        self.server.asked.append((path, asked))
        if odd := next((odd for end, odd in self.server.odd.items() if path.endswith(end)), None):
            self.close_connection = True
            odd(self)
            return
        file = self.server.folder / path
        self.send_file(file.read_bytes() if file.is_file() else None)

    def send_file(self, content: bytes | None, sent: int | None = None) -> None:
        """``sent``: break off after so many bytes of the body."""
        if content is None:
            self.answer(404, b"nothing here")
            return
        asked = self.headers.get("Range", "")
        first = int(asked.removeprefix("bytes=").rstrip("-") or 0) if asked else 0
        if asked and first >= len(content):
            self.answer(416, b"")
            return
        headers = {"Content-Range": f"bytes {first}-{len(content) - 1}/{len(content)}"} if asked else {}
        self.answer(206 if asked else 200, content[first:], headers, sent)

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None, sent: int | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/octet-stream", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:sent])

    def chunks(self, piece: bytes) -> None:
        """The same piece for ever, without a length, until the other side hangs up."""
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        pass


class StaticServer(http.server.ThreadingHTTPServer):
    """``asked``: each path with the Range it was asked with. ``odd``: what to do instead, by the end of the path."""

    daemon_threads = True

    def __init__(self, folder: Path, certificate: Path | None = None) -> None:
        """``certificate``: with its key, in one PEM file; then it speaks https."""
        super().__init__(("127.0.0.1", 0), Handler)
        if certificate:
            secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            secure.load_cert_chain(certificate)
            self.socket = secure.wrap_socket(self.socket, server_side=True)
        self.folder, self.asked, self.odd = folder, [], {}
        self.odd: dict[str, Callable[[Handler], None]] = {}
        self.address = f"http{'s' if certificate else ''}://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def handle_error(self, *_: object) -> None:
        """Clients of these tests hang up."""

    def close(self) -> None:
        self.shutdown()
        self.server_close()
