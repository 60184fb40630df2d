"""An HTTP request to the parameters of a call: query, form, multipart or JSON. Knows no method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from bot.playground.params import Parameters, Upload
from bot.playground.refusal import RefusedError, bad_request
from bot.playground.wire import decode

if TYPE_CHECKING:
    from aiohttp import MultipartReader

    from bot.playground.wire import Json

# Telegram takes files of 50 MB; fields around them are small.
LARGEST_BODY = 52 * 1024 * 1024
LARGEST_PLAIN = 4 * 1024 * 1024
PARTS = 200


async def read_parameters(request: web.BaseRequest) -> Parameters:
    """Parameters of the query and of the body, the body's winning."""
    query: Json = dict(request.query) if "?" in request.raw_path else {}
    kind = request.content_type
    if kind == "multipart/form-data":
        return await read_multipart(request, query)
    body = await read_body(request, LARGEST_PLAIN)
    if not body:
        return Parameters(query)
    if kind == "application/json":
        values = json_object(body)
        return Parameters({**query, **values} if query else values)
    if kind == "application/x-www-form-urlencoded":
        return Parameters({**query, **form_fields(body)})
    return Parameters(query)


async def read_body(request: web.BaseRequest, limit: int) -> bytes:
    if (request.content_length or 0) > limit:
        raise too_large()
    try:
        body = await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise too_large() from None
    except web.RequestPayloadError as error:
        raise bad_request("can't read the request body") from error
    if len(body) > limit:
        raise too_large()
    return body


def form_fields(body: bytes) -> Json:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=PARTS))
    except ValueError:
        raise bad_request("strings must be encoded in UTF-8") from None


def json_object(body: bytes) -> Json:
    try:
        values = decode(body.decode())
    except (ValueError, RecursionError):
        raise bad_request("can't parse JSON in the request body") from None
    if not isinstance(values, dict):
        raise bad_request("the request body must be a JSON object")
    return values


async def read_multipart(request: web.BaseRequest, values: Json) -> Parameters:
    if (request.content_length or 0) > LARGEST_BODY:
        raise too_large()
    files: dict[str, Upload] = {}
    try:
        await read_parts(await request.multipart(), values, files)
    except RefusedError:
        raise
    except Exception as error:  # every way a multipart body can be broken is the caller's
        raise bad_request("can't parse multipart/form-data body") from error
    return Parameters(values, files)


async def read_parts(reader: MultipartReader, values: dict[str, Any], files: dict[str, Upload]) -> None:
    size = 0
    for _ in range(PARTS):
        part = await reader.next()
        if part is None:
            return
        if not isinstance(part, BodyPartReader) or not part.name:
            raise bad_request("can't parse multipart/form-data body")
        content = bytes(await part.read(decode=True))
        size += len(content)
        if size > LARGEST_BODY:
            raise too_large()
        if part.filename is None:
            values[part.name] = content.decode()
        else:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name] = Upload(part.filename, content, kind)
    raise bad_request("too many parameters")


def too_large() -> RefusedError:
    return RefusedError(413, "Request Entity Too Large")
