"""Formatted text to plain text and entities, as Telegram's parser does it."""
