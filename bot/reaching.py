"""How the Bot API is reached: the section [telegram] of the settings."""

from __future__ import annotations

import re
from typing import Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator

from bot.section import Section

TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{1,200}")


class Telegram(Section):
    """How to reach the Bot API."""

    token: SecretStr | None = None
    api_url: str = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str = ""
    webhook_listen: str = "127.0.0.1:8081"
    webhook_secret: SecretStr | None = None
    poll_seconds: int = Field(default=30, ge=0, le=50)
    proxy: str | None = None
    inline: bool = False

    @field_validator("api_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^/\s]+(/[^\s]*)?", value):
            raise ValueError(
                f'"{value}" is no address; write what stands before /bot<token>/, such as https://api.telegram.org'
            )
        return value.rstrip("/")

    @field_validator("webhook_listen")
    @classmethod
    def _listens(cls, value: str) -> str:
        if not re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[^\s:\[\]]+):[1-9]\d{0,4}", value):
            raise ValueError(f'"{value}" is no address to listen on; write it like 127.0.0.1:8081')
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{32,256}", value.get_secret_value()):
            raise ValueError("it takes 32 to 256 letters, digits, _ and -; without it one is made from the token")
        return value

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.mode == "webhook" and not re.fullmatch(r"https?://[^/\s]+/?[^\s]*", self.webhook_url):
            raise ValueError(
                "telegram.mode is webhook, so telegram.webhook_url must say where the API reaches it, "
                "such as https://bot.example.org/chenbao"
            )
        return self

    @field_validator("token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and value.get_secret_value() and not TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("this is no bot token; it looks like 123456:ABC-DEF and comes from @BotFather")
        return value if value is not None and value.get_secret_value() else None
