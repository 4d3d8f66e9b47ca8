"""A NUL is in no text that anybody types. Whoever sends one gets a clear page, and it is noted."""

import json
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from config.views import bad_request

NUL = "\x00"
ESCAPED = (b"\x00", b"\\u0000")
Respond = Callable[[HttpRequest], HttpResponse]


def before_anything(get_response: Respond) -> Respond:
    """Cookies and static files are read before it is known who asks."""

    def middleware(request: HttpRequest) -> HttpResponse:
        static = request.path_info.startswith(settings.STATIC_URL) and NUL in request.path_info
        if static or any(NUL in value for value in request.COOKIES.values()):
            return bad_request(request)
        return get_response(request)

    return middleware


def required(get_response: Respond) -> Respond:
    """Refuse a NUL in path, query, headers, fields, their names, or names of files; and a broken key."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if any(NUL in text for text in _texts(request)) or _in_json(request) or not _is_key(request):
            return bad_request(request)
        return get_response(request)

    return middleware


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path_info
    yield from (value for name, value in request.META.items() if name.startswith("HTTP_"))
    for query in (request.GET, request.POST):
        for name, values in query.lists():
            yield name
            yield from values
    for name, file in request.FILES.items():
        yield from (name, str(getattr(file, "name", "")), str(getattr(file, "content_type", "")))


def _in_json(request: HttpRequest) -> bool:
    return request.content_type == "application/json" and any(nul in request.body for nul in ESCAPED)


def _is_key(request: HttpRequest) -> bool:
    """The answer of a security key, where there is one, is JSON, as a script of ours makes it."""
    said = request.POST.get("credential")
    if not said:
        return True
    try:
        answer = json.loads(said)
        return (
            isinstance(answer, dict)
            and r"\u0000" not in json.dumps(answer, ensure_ascii=False).encode().decode()
        )
    except (ValueError, RecursionError):  # too deep, a number too long, half of a pair
        return False
