"""A stand-in for Telegram on this machine: Bot API over HTTP, a small world of people and chats, faults on purpose."""
