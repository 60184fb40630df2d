"""A weather office: one address that lists the CAP alerts it has issued, served from a thread of this process."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

ALERT = """<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>{name}</identifier>
<sender>office@example.org</sender>
<sent>{sent}</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info><language>zh-CN</language>
<event>{event}</event><urgency>Immediate</urgency><severity>Severe</severity><certainty>Observed</certainty>
<expires>{expires}</expires><senderName>淄博市气象台</senderName><headline>淄博市气象台发布{event}橙色预警信号</headline>
<description>{text}</description><area><areaDesc>淄博市</areaDesc></area></info></alert>"""


class Office:
    """What it has issued, and how often it was asked."""

    def __init__(self) -> None:
        self.address = ""
        self.asked = 0
        self._alerts: list[str] = []

    def issue(self, name: str, text: str, event: str = "大风") -> None:
        """Publish one alert more, issued now and in force for six hours."""
        now = dt.datetime.now(dt.UTC)
        expires = now + dt.timedelta(hours=6)
        given = {"sent": now.isoformat(), "expires": expires.isoformat(), "event": event, "text": text}
        self._alerts.append(ALERT.format(name=name, **given))

    def body(self) -> bytes:
        return f"<alerts>{''.join(self._alerts)}</alerts>".encode()


class Desk(BaseHTTPRequestHandler):
    """Answers for an office: 304 to whoever has it already."""

    office: ClassVar[Office]

    def do_GET(self) -> None:
        self.office.asked += 1
        body = self.office.body()
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        same = self.headers.get("If-None-Match") == tag
        self.send_response(304 if same else 200)
        self.send_header("ETag", tag)
        self.send_header("Content-Length", "0" if same else str(len(body)))
        self.end_headers()
        if not same:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def office() -> Iterator[Office]:
    """An office that is open until the block ends."""
    opened = Office()
    serving = ThreadingHTTPServer(("127.0.0.1", 0), type("OpenDesk", (Desk,), {"office": opened}))
    opened.address = f"http://127.0.0.1:{serving.server_port}/alerts"
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    try:
        yield opened
    finally:
        serving.shutdown()
        serving.server_close()
        thread.join()
