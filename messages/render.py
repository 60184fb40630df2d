"""Templates to Telegram HTML. The layout lives in `templates/`, the words in `phrases/`; nothing is decided here."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from markupsafe import Markup

from messages.escape import safe
from messages.phrases import phrase

if TYPE_CHECKING:
    from jinja2.runtime import Context


@cache
def environment() -> Environment:
    """Built on first use: importing messages must cost nothing."""
    made = Environment(
        loader=PackageLoader("messages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=safe,
    )
    made.globals = {"t": _phrase}
    return made


def render(template: str, language: str, **values: Any) -> Markup:
    """One template as HTML; every value in it is escaped unless it is HTML of ours."""
    return Markup(environment().get_template(f"{template}.html").render(language=language, **values).strip("\n"))  # noqa: S704 - autoescaped


@pass_context
def _phrase(context: Context, msgid: str, **values: object) -> Markup:
    return phrase(context["language"], msgid, **values)
