"""Starts the command line: `python -m bot` and the entry point `chenbao`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run one command and end with its exit code; an error of ours is one line, never a traceback."""
    from bot.cli import app  # noqa: PLC0415 - nothing happens at import
    from bot.errors import ChenbaoError  # noqa: PLC0415

    try:
        app()
    except ChenbaoError as error:
        from bot.log import redacted  # noqa: PLC0415

        sys.stderr.write(f"chenbao: {redacted(str(error))}\n")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
