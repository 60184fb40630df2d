"""aiogram 3 answering a command, as its documentation shows: Dispatcher, message handler, start_polling."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.filters import Command

from campaigns.peers.job import TEXT, TOKEN, Job

if TYPE_CHECKING:
    from aiogram.types import Message


async def tell(message: Message) -> None:
    await message.answer(TEXT)


async def answer_all(job: Job) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(job.url))
    bot = Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
    dispatcher = Dispatcher()
    dispatcher.message.register(tell, Command("help"))
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(answer_all(Job.given()))
