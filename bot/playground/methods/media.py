"""Photos, documents and other files: sent alone, as an album, or in place of another. Knows bytes, not pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from bot.playground.files import File, described, file_id, picture_size
from bot.playground.markup.formatted import formatted
from bot.playground.methods.sending import checked, made, options, post, replied, spend, writable_chat
from bot.playground.params import Parameters, Upload
from bot.playground.refusal import RefusedError, bad_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.methods.ask import Ask
    from bot.playground.wire import Json

MEBIBYTE = 1024 * 1024
# What a bot may download; it may send more.
DOWNLOAD = 20 * MEBIBYTE
SIDES = 10_000
RATIO = 20
ALBUM = (2, 10)
LARGE_EDGE = 320


class Kind(NamedTuple):
    """How one kind of file is sent: where it is kept, how large it may be, who may send it."""

    folder: str
    limit: int
    permission: str
    extra: Json


KINDS = {
    "photo": Kind("photos", 10 * MEBIBYTE, "can_send_photos", {}),
    "document": Kind("documents", 50 * MEBIBYTE, "can_send_documents", {}),
    "video": Kind("videos", 50 * MEBIBYTE, "can_send_videos", {"width": 320, "height": 240, "duration": 1}),
    "animation": Kind(
        "animations", 50 * MEBIBYTE, "can_send_other_messages", {"width": 320, "height": 240, "duration": 1}
    ),
    "audio": Kind("music", 50 * MEBIBYTE, "can_send_audios", {"duration": 1}),
    "voice": Kind("voice", 50 * MEBIBYTE, "can_send_voice_notes", {"duration": 1}),
    "sticker": Kind(
        "stickers",
        MEBIBYTE // 2,
        "can_send_other_messages",
        {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
    ),
}

# What each folder holds, as refusals call it.
NAMES = {each.folder: name.capitalize() for name, each in KINDS.items()} | {"voice": "VoiceNote"}


def send_kind(kind: str) -> Callable[[Ask], Json]:
    """The method that sends one file of `kind`."""

    def send(ask: Ask) -> Json:
        caption = captioned(ask.params)
        file = given_file(ask, kind, ask.params.values.get(kind), ask.params.files.get(kind))
        content, shown = shaped(ask, kind, file)
        above = {"show_caption_above_media": True} if ask.params.flag("show_caption_above_media") else {}
        return post(ask, {**content, **caption, **above}, permission=KINDS[kind].permission, media=[shown])

    return send


def captioned(params: Parameters) -> Json:
    caption, entities = formatted(params, "caption")
    content: Json = {"caption": caption} if caption else {}
    if caption and entities:
        content["caption_entities"] = entities
    if params.flag("has_spoiler"):
        content["has_media_spoiler"] = True
    return content


def given_file(ask: Ask, kind: str, value: Any, upload: Upload | None) -> File:
    """The file a call means: uploaded, attached by name, or sent before."""
    if upload is None and isinstance(value, str) and value.startswith("attach://"):
        upload = attached(ask.params, value)
    if upload is not None:
        return uploaded(ask, kind, upload)
    if not isinstance(value, str) or not value:
        raise bad_request(f"there is no {kind} in the request")
    if value.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    file = ask.world.files.by_id(value, ask.bot.id)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.folder != KINDS[kind].folder:
        raise bad_request(f"can't use file of type {NAMES[file.folder]} as {NAMES[KINDS[kind].folder]}")
    return file


def attached(params: Parameters, value: str) -> Upload:
    upload = params.files.get(value.removeprefix("attach://"))
    if upload is None:
        raise bad_request(f"attached file {value!r} is not found in the request".replace("'", '"'))
    return upload


def uploaded(ask: Ask, kind: str, upload: Upload) -> File:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > KINDS[kind].limit:
        raise RefusedError(413, "Request Entity Too Large")
    if kind == "photo":
        check_picture(upload.content)
    return ask.world.files.add(upload.name, upload.content, upload.content_type, KINDS[kind].folder)


def check_picture(content: bytes) -> None:
    """Telegram's rules for a photo: readable, sides together at most 10,000, none 20 times the other."""
    size = picture_size(content)
    if size is None or min(size) == 0:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > SIDES or max(size) > RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def shaped(ask: Ask, kind: str, file: File) -> tuple[Json, Json]:
    """The file as a message holds it, and as the page shows it."""
    width, height = picture_size(file.content) or (0, 0)
    shown = {"kind": kind, "url": f"/control/file/{file.unique_id}", "name": file.name, "size": len(file.content)}
    shown |= {"width": width, "height": height} if width else {}
    if kind == "photo":
        return {"photo": photo_sizes(file, ask.bot.id, width, height)}, shown
    body = {**described(file, ask.bot.id), **KINDS[kind].extra}
    if kind not in {"voice", "sticker"}:
        body |= {"file_name": file.name, "mime_type": file.content_type}
    content: Json = {kind: body}
    if kind == "animation":
        content["document"] = {key: body[key] for key in body if key not in KINDS[kind].extra}
    return content, shown


def photo_sizes(file: File, bot_id: int, width: int, height: int) -> list[Json]:
    """A small and the full size, as PhotoSize; here both are the same bytes."""
    full = {**described(file, bot_id), "width": width, "height": height}
    if max(width, height) <= LARGE_EDGE:
        return [full]
    scale = LARGE_EDGE / max(width, height)
    small = {"file_id": file_id(file, bot_id, "m"), "file_unique_id": f"{file.unique_id}m"}
    size = {"width": max(1, round(width * scale)), "height": max(1, round(height * scale))}
    return [{**small, **size, "file_size": len(file.content)}, full]


def input_media(ask: Ask, given: Any) -> tuple[Json, Json]:
    """Content and page view of one InputMedia."""
    if not isinstance(given, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    kind = str(given.get("type"))
    if kind not in {"photo", "document", "video", "animation", "audio"}:
        raise bad_request(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    file = given_file(ask, kind, given.get("media"), None)
    content, shown = shaped(ask, kind, file)
    content |= captioned(Parameters(given))
    checked(content)
    return content, shown


def send_media_group(ask: Ask) -> list[Json]:
    given = ask.params.structure("media")
    if not isinstance(given, list) or not ALBUM[0] <= len(given) <= ALBUM[1]:
        raise bad_request("there must be from 2 to 10 media in an album")
    items = [input_media(ask, each) for each in given]
    kinds = {str(each.get("type")) for each in given}
    if len(kinds - {"photo", "video"}) > 0 and len(kinds) > 1:
        raise bad_request("document can't be mixed with other media types")
    chat = writable_chat(ask, "can_send_photos")
    answered = replied(ask, chat)
    spend(ask, chat, len(items))
    album = {"media_group_id": str(ask.world.dice.randrange(10**16, 10**17)), **options(ask)}
    return [made(ask, chat, {**answered, **album, **content}, [shown]) for content, shown in items]


def get_file(ask: Ask) -> Json:
    file = ask.world.files.by_id(ask.params.text("file_id"), ask.bot.id)
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.content) > DOWNLOAD:
        raise bad_request("file is too big")
    return {**described(file, ask.bot.id), "file_path": file.path}


METHODS: dict[str, Callable[[Ask], Any]] = {f"send{kind.capitalize()}": send_kind(kind) for kind in KINDS}
METHODS |= {"sendMediaGroup": send_media_group, "getFile": get_file}
