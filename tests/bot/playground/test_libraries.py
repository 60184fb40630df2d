"""Two client libraries hold a conversation with the playground, unchanged."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Markup
from telegram import Update
from telegram.error import Forbidden, RetryAfter
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.playground.control.speaking import DOT

if TYPE_CHECKING:
    from bot.playground.server import Playground
    from tests.playground_client import Client


async def ptb_start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    keys = Markup([[Button("订阅", callback_data="sub")]])
    await update.message.reply_html(f"<b>你好</b> {context.args}", reply_markup=keys)


async def ptb_tap(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer("好了")
    await query.edit_message_text("已订阅")


async def ptb_text(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_photo(DOT, caption=f"听到 {update.message.text}")


async def test_python_telegram_bot_converses(playground: Playground, client: Client) -> None:
    builder = Application.builder().token(playground.token).base_url(f"{playground.api_url}/bot")
    app = builder.base_file_url(f"{playground.api_url}/file/bot").build()
    app.add_handler(CommandHandler("start", ptb_start))
    app.add_handler(CallbackQueryHandler(ptb_tap))
    app.add_handler(MessageHandler(filters.TEXT, ptb_text))
    async with app:
        assert app.updater is not None
        await app.updater.start_polling()
        await app.start()
        await client.do("start", user_id=42, payload="t0700")
        sent = await client.wait_for_text("你好 ['t0700']")
        tapped = await client.tap(message_id=sent["message_id"], button="订阅", wait=10)
        assert tapped["answer"]["text"] == "好了"
        await client.wait_for_text("已订阅")
        await client.say("天气")
        await client.wait_for_text("听到 天气")
        await app.updater.stop()
        await app.stop()


@pytest.mark.filterwarnings("ignore:.*retry_after.*")  # PTB announces another type for a later version
async def test_python_telegram_bot_meets_its_own_errors(playground: Playground, client: Client) -> None:
    builder = Application.builder().token(playground.token).base_url(f"{playground.api_url}/bot")
    async with builder.build() as app:
        await client.do("fault", kind="flood", retry_after=7)
        refused: list[Exception] = []
        for chat_id in (42, 44):
            try:
                await app.bot.send_message(chat_id, "x")
            except (RetryAfter, Forbidden) as error:
                refused.append(error)
        assert [type(each) for each in refused] == [RetryAfter, Forbidden]


async def test_aiogram_converses(playground: Playground, client: Client) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(playground.api_url))
    bot = Bot(playground.token, session=session)
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart())
    async def start(message: Message) -> None:
        keys = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="go", callback_data="x")]])
        await message.answer("<i>hi</i>", parse_mode="HTML", reply_markup=keys)

    @dispatcher.callback_query(F.data == "x")
    async def tapped(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.answer("ok", show_alert=True)
        await query.message.answer_document(BufferedInputFile(b"text", "a.txt"), caption="file")

    async with bot:
        polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
        await client.do("start", user_id=43)
        sent = await client.wait_for_text("hi", 43)
        assert sent["entities"] == [{"type": "italic", "offset": 0, "length": 2}]
        answer: dict[str, Any] = await client.tap(43, data="x", wait=10)
        assert answer["answer"] == {"text": "ok", "show_alert": True, "url": None}
        document = await client.wait_for_text("file", 43)
        assert document["document"]["file_name"] == "a.txt"
        await dispatcher.stop_polling()
        await polling
