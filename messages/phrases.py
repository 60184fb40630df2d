"""The words of each language, read from gettext catalogues once and when first needed. Knows no phrase itself.

A catalogue lies in a package's `phrases` folder; its texts are Telegram HTML of our own, so a phrase is safe and what
is put into it is escaped. Placeholders are those of `str.format`: "阵风{gust}级".
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from typing import Final

from markupsafe import Markup

from messages.escape import clean, safe
from messages.length import shown

LOCALES: Final = {"zh-CN": "zh_CN", "en": "en"}


@cache
def catalogue(package: str, domain: str, language: str) -> GNUTranslations:
    """The compiled catalogue of one language."""
    path = files(package) / "phrases" / LOCALES[language] / "LC_MESSAGES" / f"{domain}.mo"
    with path.open("rb") as compiled:
        return GNUTranslations(compiled)


class Phrases:
    """The phrases of one domain, for example `Phrases("bot.chat", "chat")`."""

    def __init__(self, package: str, domain: str) -> None:
        self._package = package
        self._domain = domain
        self._texts: dict[tuple[str, str], tuple[Markup, str, str]] = {}

    def phrase(self, language: str, msgid: str, **values: object) -> Markup:
        """The phrase as HTML, values escaped unless they are HTML of ours. A name no catalogue has is a KeyError."""
        ready, text, _ = self._text(language, msgid)
        if not values:
            return ready
        filled = {name: safe(value) for name, value in values.items()}
        return Markup(text.format_map(filled))  # noqa: S704 - our own text, safe values

    def words(self, language: str, msgid: str, **values: object) -> str:
        """The phrase as plain text: for buttons, pictures and terminals, where nothing is parsed."""
        text = self._text(language, msgid)[2]
        return text.format_map({name: _plain(value) for name, value in values.items()}) if values else text

    def _text(self, language: str, msgid: str) -> tuple[Markup, str, str]:
        """A phrase as HTML, the same to be filled in, and as plain text to be filled in."""
        known = self._texts.get((language, msgid))
        if known is None:
            text = catalogue(self._package, self._domain, language).gettext(msgid)
            if text == msgid:
                raise KeyError(msgid)
            ready = Markup(text)  # noqa: S704 - our own text
            known = self._texts[language, msgid] = (ready, text, shown(ready))
        return known


def _plain(value: object) -> str:
    return shown(value) if isinstance(value, Markup) else clean(str(value))


DIGEST: Final = Phrases("messages", "digest")
phrase = DIGEST.phrase
words = DIGEST.words
