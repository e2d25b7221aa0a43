"""A mail server for tests: takes messages over SMTP and keeps them; it can keep a sender waiting after the message."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any


@dataclass
class PostOffice:
    """What came in. While ``holds`` is set, a message is taken but the sender is not told so; ``came`` says it came."""

    port: int = 0
    messages: list[EmailMessage] = field(default_factory=list)
    holds: threading.Event = field(default_factory=threading.Event)
    came: threading.Event = field(default_factory=threading.Event)
    refuses: bool = False

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


class Counter(socketserver.StreamRequestHandler):
    """One sender at the counter."""

    @property
    def office(self) -> PostOffice:
        return self.server.office  # type: ignore[attr-defined]

    def handle(self) -> None:
        self.say("220 post office")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"QUIT":
                self.say("221 bye")
                return
            if word == b"DATA":
                self.take()
            else:
                self.say("451 try later" if self.office.refuses and word == b"MAIL" else "250 ok")

    def take(self) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        self.office.messages.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.office.came.set()
        while self.office.holds.is_set() and not self.is_gone():
            pass
        self.say("250 taken")

    def is_gone(self) -> bool:
        self.connection.settimeout(0.1)
        try:
            return self.connection.recv(1) == b""
        except TimeoutError:
            return False
        except OSError:
            return True

    def say(self, words: str) -> None:
        with suppress(OSError):  # a sender that was killed hears nothing
            self.wfile.write(f"{words}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    office: PostOffice

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A sender that was killed is no fault."""


@contextmanager
def open_post_office() -> Iterator[PostOffice]:
    """Open a mail server on a free port of this machine and close it afterwards."""
    office = PostOffice()
    with Server(("127.0.0.1", 0), Counter) as server:
        server.office, office.port = office, server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield office
        office.holds.clear()
        server.shutdown()
        thread.join()
