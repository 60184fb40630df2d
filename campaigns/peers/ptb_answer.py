"""python-telegram-bot answering a command, as shipped: Application, CommandHandler, run_polling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram.constants import ParseMode
from telegram.ext import ApplicationBuilder, CommandHandler, ContextTypes

from campaigns.peers.job import TEXT, TOKEN, Job

if TYPE_CHECKING:
    from telegram import Update


async def tell(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message:
        await update.message.reply_text(TEXT, parse_mode=ParseMode.HTML)


def main() -> None:
    job = Job.given()
    built = ApplicationBuilder().token(TOKEN).base_url(f"{job.url}/bot").concurrent_updates(job.concurrent)
    application = built.build()
    application.add_handler(CommandHandler("help", tell))
    application.run_polling()


if __name__ == "__main__":
    main()
