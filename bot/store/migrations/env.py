"""Alembic runs this to migrate; the connection is handed in by bot/store/upgrade.py."""

from alembic import context

from bot.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
