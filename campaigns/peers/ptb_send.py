"""python-telegram-bot with its AIORateLimiter, as its wiki says: one Application, `bot.send_message` for each chat."""

from __future__ import annotations

import asyncio

from telegram.constants import ParseMode
from telegram.ext import AIORateLimiter, ApplicationBuilder

from campaigns.peers.job import TEXT, TOKEN, Books, Job, to_each, wait_for_go

UNLIMITED = 1_000_000.0  # a second: the limiter does its work and never waits


async def send_all(job: Job) -> None:
    books = Books(job.books)
    limiter = AIORateLimiter(overall_max_rate=job.per_second or UNLIMITED, overall_time_period=1)
    built = ApplicationBuilder().token(TOKEN).base_url(f"{job.url}/bot").rate_limiter(limiter)
    application = built.connection_pool_size(256).pool_timeout(60).build()
    async with application:

        async def send(chat: int) -> None:
            said = await application.bot.send_message(chat_id=chat, text=TEXT, parse_mode=ParseMode.HTML)
            books.sent(chat, said.message_id)

        wait_for_go()
        await to_each(range(1, job.chats + 1), job.in_flight, send)


if __name__ == "__main__":
    asyncio.run(send_all(Job.given()))
