"""The least one can do: aiohttp, prebuilt bodies, no library. The floor of CPU a message."""

from __future__ import annotations

import asyncio
import json

import aiohttp

from campaigns.peers.job import TEXT, TOKEN, Books, Job, to_each, wait_for_go

REST = json.dumps({"text": TEXT, "parse_mode": "HTML"}, ensure_ascii=False).encode()[1:]


async def send_all(job: Job) -> None:
    books = Books(job.books)
    url = f"{job.url}/bot{TOKEN}/sendMessage"
    connector = aiohttp.TCPConnector(limit=job.in_flight)
    headers = {"Content-Type": "application/json"}
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:

        async def send(chat: int) -> None:
            async with session.post(url, data=b'{"chat_id":%d,' % chat + REST) as answer:
                said = json.loads(await answer.read())
            books.sent(chat, said["result"]["message_id"])

        wait_for_go()
        await to_each(range(1, job.chats + 1), job.in_flight, send)


if __name__ == "__main__":
    asyncio.run(send_all(Job.given()))
