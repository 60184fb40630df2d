"""The tests mirror `messages/` and `bot/` name for name; `flow/` runs the whole program over HTTP."""
