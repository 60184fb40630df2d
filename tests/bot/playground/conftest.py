"""A playground for each test, and a person who uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.server import Playground, serve
from tests.playground_client import Client, client_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with serve(page=False) as running:
        yield running


@pytest.fixture
async def client(playground: Playground) -> AsyncIterator[Client]:
    """The house bot has called in, so that what people say reaches it at once."""
    async with client_of(playground) as one:
        await one.api("getMe")
        yield one
