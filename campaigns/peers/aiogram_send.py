"""aiogram 3 sending to each chat, as its broadcast example does, without that example's sleep."""

from __future__ import annotations

import asyncio

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode

from campaigns.peers.job import TEXT, TOKEN, Books, Job, to_each, wait_for_go


async def send_all(job: Job) -> None:
    books = Books(job.books)
    session = AiohttpSession(api=TelegramAPIServer.from_base(job.url), limit=job.in_flight)
    async with Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML)) as bot:

        async def send(chat: int) -> None:
            said = await bot.send_message(chat, TEXT)
            books.sent(chat, said.message_id)

        await bot.get_me()
        wait_for_go()
        await to_each(range(1, job.chats + 1), job.in_flight, send)


if __name__ == "__main__":
    asyncio.run(send_all(Job.given()))
