"""A server that plays the services, and a client without pace to ask it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.sources.fetch import Fetcher, Limits, Request, user_agent
from bot.sources.freshness import Validators
from bot.sources.pace import Pace, Rule
from tests.sources_server import SourcesServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NOW = dt.datetime(2026, 3, 9, 7, 0, tzinfo=dt.UTC)
AGENT = user_agent("0.1", "editor@example.org")
NO_PACE = (Rule(1_000, 1.0),)
QUICK = Limits(connect=2.0, total=5.0, attempts=1)


@pytest.fixture
async def server() -> AsyncIterator[SourcesServer]:
    async with SourcesServer(lambda: NOW) as running:
        yield running


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(AGENT, limits=QUICK, pace=Pace({}, NO_PACE)) as opened:
        yield opened


def ask(server: SourcesServer, path: str = "/", validators: Validators | None = None) -> Request:
    return Request(server.url(path), trusted=True, validators=validators or Validators(), spread=dt.timedelta(0))
