"""HTTP as a kiosk or a browser speaks it, with as little work as possible: the load must not be what is measured."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Lines:
    """Connections to one server, used again as soon as their answer is in."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[Line] = []

    async def call(self, method: str, path: str, headers: str, body: bytes = b"") -> tuple[int, bytes]:
        """The status and the body of the answer. ``headers`` are whole lines, each with its end. Raises OSError."""
        sent = f"{method} {path} HTTP/1.1\r\nHost: desk\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body
        while self._idle:
            line = self._idle.pop()
            if not line[0].at_eof():  # the server closes a line that was silent for 5 s
                try:
                    return await self._exchange(line, sent)
                except (ConnectionError, asyncio.IncompleteReadError):
                    if method == "POST":
                        raise
        return await self._exchange(await self._open(), sent)

    async def events(self, path: str, headers: str) -> AsyncIterator[bytes]:
        """Server-sent events for as long as they come, each as it stands on the wire."""
        reader, writer = await self._open()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: desk\r\n{headers}\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            raise ConnectionError(head.decode("latin-1"))
        collected = b""
        while size := int(await reader.readline(), 16):
            collected += (await reader.readexactly(size + 2))[:-2]
            *whole, collected = collected.split(b"\r\n\r\n")
            for event in whole:
                yield event

    async def _open(self) -> Line:
        return await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)

    async def _exchange(self, line: Line, sent: bytes) -> tuple[int, bytes]:
        reader, writer = line
        writer.write(sent)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        status = int(head[9:12])
        _, found, rest = head.partition(b"content-length: ")
        body = await reader.readexactly(int(rest.split(b"\r\n", 1)[0])) if found else b""
        self._idle.append(line)
        return status, body
