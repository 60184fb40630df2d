"""Processes a campaign starts: measured from outside, ended by their own id. Knows nothing of what they do."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).resolve().parent.parent
CPU_CLOCK = 2  # Linux: the low bits of a process's clock id that ask for its CPU time


class CampaignError(Exception):
    """A process did not do what the campaign needs; the message names it and shows the end of its log."""


def heed_sigterm() -> None:
    """Let SIGTERM end this process as Ctrl-C does: with all it has started."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


class Process:
    """One child process. Its stderr goes to `log`; stdout is ours to read line by line."""

    def __init__(self, arguments: list[str], log: Path, environment: Mapping[str, str] | None = None) -> None:
        self.name = " ".join(arguments[:2])
        self._log = log
        with log.open("ab") as errors:
            self._popen = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**os.environ, **(environment or {})},
                cwd=ROOT,
            )

    @property
    def running(self) -> bool:
        return self._popen.poll() is None

    def line(self, seconds: float = 60) -> dict[str, Any]:
        """The next line of stdout, as JSON."""
        stdout = cast("IO[bytes]", self._popen.stdout)
        ready, _, _ = select.select([stdout], [], [], seconds)
        said = stdout.readline() if ready else b""
        if not said:
            raise CampaignError(f"{self.name} said nothing in {seconds:.0f} s: {self.last_words()}")
        return cast("dict[str, Any]", json.loads(said))

    def tell(self, line: str) -> None:
        stdin = cast("IO[bytes]", self._popen.stdin)
        stdin.write(line.encode() + b"\n")
        stdin.flush()

    def cpu_seconds(self) -> float:
        """CPU used so far by all its threads, to the nanosecond (the clock of clock_getcpuclockid)."""
        return time.clock_gettime(~self._popen.pid << 3 | CPU_CLOCK)

    def memory_mib(self, field: str = "VmRSS") -> float:
        """Resident memory now, or its peak as "VmHWM"."""
        status = Path(f"/proc/{self._popen.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(field)) / 1024

    def kill(self) -> None:
        self._popen.kill()
        self._popen.wait()
        self._close()

    def stop(self, seconds: float = 15) -> int:
        """End by SIGTERM, by SIGKILL when that does not help; its exit code."""
        if self.running:
            self._popen.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(seconds)
        if self.running:
            self.kill()
        self._close()
        return self._popen.returncode

    def wait(self, seconds: float) -> int:
        try:
            return self._popen.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise CampaignError(f"{self.name} did not end in {seconds:.0f} s: {self.last_words()}") from error

    def last_words(self) -> str:
        return self._log.read_text(errors="replace")[-600:].strip() or "(no log)"

    def _close(self) -> None:
        for stream in (self._popen.stdin, self._popen.stdout):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):
                    stream.close()


@contextlib.contextmanager
def running(arguments: list[str], log: Path, environment: Mapping[str, str] | None = None) -> Iterator[Process]:
    """A process that is ended whatever happens inside."""
    process = Process(arguments, log, environment)
    try:
        yield process
    finally:
        process.stop()


class Server:
    """The control side of one of our servers."""

    def __init__(self, url: str) -> None:
        self.url = url

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.url}/control/{path}", timeout=60) as answer:  # noqa: S310 - loopback only
            return json.load(answer)

    def post(self, path: str, **asked: Any) -> Any:
        request = urllib.request.Request(f"{self.url}/control/{path}", json.dumps(asked).encode(), method="POST")  # noqa: S310 - loopback only
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - loopback only
            return json.load(answer)


@contextlib.contextmanager
def server(arguments: list[str], log: Path) -> Iterator[Server]:
    """One of our servers, up and answering."""
    with running(arguments, log) as process:
        yield Server(process.line()["url"])


def until(condition: Callable[[], bool], seconds: float, what: str, pause: float = 0.02) -> None:
    """Wait for `condition`, which is asked every `pause` seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise CampaignError(f"{what}: not in {seconds:.0f} s")
        time.sleep(pause)
