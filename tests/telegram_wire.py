"""HTTP for the Telegram double: /bot<token>/<method> in, JSON out, on a port the system picks."""

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self
from urllib.parse import parse_qsl, urlsplit

Answer = Callable[[str, str, dict[str, object]], "Response | None"]
"""From token, method and parameters to a response; None closes the connection without one."""


Fetch = Callable[[str], "Response"]
"""From the path of a file that a person sent to its bytes."""


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    body: bytes


class Wire:
    """A server in a thread, for as long as the block lasts."""

    def __init__(self, answer: Answer, fetch: Fetch) -> None:
        self._connections: set[socket.socket] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(answer, fetch, self._connections))
        self._server.daemon_threads = False  # so that closing waits for them
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        for connection in tuple(self._connections):
            _hang_up(connection)
        self._server.server_close()


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the other side was faster


def _handler(answer: Answer, fetch: Fetch, connections: set[socket.socket]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            connections.add(self.request)
            super().setup()

        def finish(self) -> None:
            connections.discard(self.request)
            super().finish()

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                self.close_connection = True  # a bot that was stopped while it waited

        def do_POST(self) -> None:
            path = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            sent: dict[str, object] = dict(parse_qsl(path.query, keep_blank_values=True))
            sent |= _read_body(self.headers, body)
            _, bot, method = [*path.path.split("/", 2), "", ""][:3]
            if bot == "file":
                _, _, name = method.partition("/")
                self._respond(fetch(name))
                return
            self._respond(answer(bot.removeprefix("bot"), method, sent))

        do_GET = do_POST  # noqa: N815 - the names are http.server's

        def _respond(self, response: Response | None) -> None:
            if response is None:
                self.close_connection = True
                return
            self.send_response(response.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            self.wfile.write(response.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
            """Say nothing: the test has the calls."""

    return Handler


def _read_body(headers: Message, body: bytes) -> dict[str, object]:
    if headers.get_content_type() == "application/json":
        read: object = json.loads(body or b"{}")
        return read if isinstance(read, dict) else {}
    if headers.get_content_type() == "multipart/form-data":
        return dict(_parts(headers["Content-Type"], body))
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def _parts(kind: str, body: bytes) -> Iterator[tuple[str, object]]:
    """The fields of a form; a file stays bytes."""
    form = BytesParser().parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    for part in form.get_payload():
        if isinstance(part, Message):
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            name = str(part.get_param("name", header="content-disposition"))
            yield name, content if part.get_filename() else content.decode()
