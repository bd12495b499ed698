"""A forum on loopback that answers as Discourse's API is documented, from recorded JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

RECORDED: dict[str, Any] = {
    "/groups.json?page=0": {
        "groups": [
            {"id": 41, "name": "makers", "full_name": "The makers", "automatic": False,
             "user_count": 2, "bio_cooked": "<p>We build.</p>"},
            {"id": 3, "name": "staff", "automatic": True, "user_count": 1},
        ],
        "total_rows_groups": 2,
        "load_more_groups": "/groups?page=1",
    },
    "/groups.json?page=1": {"groups": [], "total_rows_groups": 2},
    "/groups/makers/members.json?limit=50&offset=0": {
        "members": [
            {"id": 7, "username": "grace", "name": "Grace", "added_at": "2026-02-04T10:00:00.000Z"},
            {"id": 8, "username": "alan", "name": "", "added_at": "2026-02-05T10:00:00.000Z"},
        ],
        "owners": [],
        "meta": {"total": 2, "limit": 50, "offset": 0},
    },
    "/directory_items.json?order=post_count&page=0&period=all": {
        "directory_items": [
            {"id": 7, "likes_given": 1, "user": {"id": 7, "username": "grace", "name": "Grace"}},
            {"id": 8, "likes_given": 0, "user": {"id": 8, "username": "alan", "name": ""}},
            {"id": -1, "likes_given": 0, "user": {"id": -1, "username": "system", "name": "S"}},
        ],
        "meta": {"total_rows_directory_items": 3},
    },
    "/directory_items.json?order=post_count&page=1&period=all": {"directory_items": []},
    "/directory_items.json?order=likes_given&page=0&period=all": {
        "directory_items": [
            {"id": 7, "likes_given": 1, "user": {"id": 7, "username": "grace", "name": "Grace"}},
            {"id": 8, "likes_given": 0, "user": {"id": 8, "username": "alan", "name": ""}},
        ],
    },
    "/directory_items.json?order=likes_given&page=1&period=all": {"directory_items": []},
    "/u/grace.json": {
        "user": {
            "id": 7, "username": "grace", "name": "Grace", "email": "grace@example.org",
            "bio_raw": "Compilers.", "bio_cooked": "<p>Compilers &amp; ships.</p>",
            "location": "Arlington", "created_at": "2026-02-01T10:00:00.000Z",
        }
    },
    # /u/alan.json is not shown.
    "/latest.json?ascending=true&order=created&page=0": {
        "users": [{"id": 7, "username": "grace", "name": "Grace"}],
        "topic_list": {
            "per_page": 30,
            "topics": [
                {"id": 50, "title": "A first programming language", "archetype": "regular",
                 "created_at": "2026-02-02T10:00:00.000Z", "tags": ["learning", "\x07learning "],
                 "posters": [{"description": "Original Poster", "user_id": 7}]},
            ],
        },
    },
    "/latest.json?ascending=true&order=created&page=1": {"topic_list": {"topics": []}},
    "/posts.json": {
        "latest_posts": [
            {"id": 160, "user_id": 8, "username": "alan", "name": "", "topic_id": 50,
             "topic_title": "A first programming language", "post_number": 2, "post_type": 1,
             "created_at": "2026-02-03T10:00:00.000Z", "updated_at": "2026-02-03T10:00:00.000Z",
             "cooked": "<p>Any that you can read.</p>",
             "actions_summary": [{"id": 2, "count": 1}]},
            {"id": 159, "user_id": "8", "username": "alan", "topic_id": None, "post_number": 3,
             "post_type": 1, "cooked": "<p>Broken.</p>"},
        ]
    },
    # Of the ids in between nothing is public: the page is empty, and older posts follow.
    "/posts.json?before=158": {"latest_posts": []},
    "/posts.json?before=108": {
        "latest_posts": [
            {"id": 100, "user_id": 7, "username": "grace", "name": "Grace", "topic_id": 50,
             "topic_title": "A first programming language", "post_number": 1, "post_type": 1,
             "created_at": "2026-02-02T10:00:00.000Z", "updated_at": "2026-02-02T10:00:00.000Z",
             "cooked": "<p>Which <b>language</b> first?</p>"},
        ]
    },
    "/posts.json?before=99": {"latest_posts": []},
    "/posts.json?before=49": {"latest_posts": []},
    "/user_actions.json?filter=1&offset=0&username=grace": {
        "user_actions": [
            {"action_type": 1, "created_at": "2026-02-06T10:00:00.000Z", "post_id": 160,
             "topic_id": 50, "post_number": 2, "post_type": 1, "title": "A first programming lan",
             "username": "alan", "user_id": 8, "acting_username": "grace", "acting_user_id": 7,
             "deleted": False, "hidden": None},
        ]
    },
    "/user_actions.json?filter=1&offset=1&username=grace": {"user_actions": []},
}  # fmt: skip


@dataclass
class Recorded:
    """What a forum answers, and what it was asked.

    Attributes:
        answers: JSON by path and sorted query.
        busy: statuses and bodies that come before anything else, one for each request.
        asked: paths with queries, and the key that came along.
    """

    url: str = ""
    answers: dict[str, Any] = field(default_factory=lambda: dict(RECORDED))
    busy: list[tuple[int, dict[str, str], object]] = field(default_factory=list)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    ends_at: str = ""
    """From this request on it is out of order."""


@contextmanager
def answering() -> Iterator[Recorded]:
    """A forum for the time of the block."""
    recorded = Recorded()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = "&".join(f"{name}={value}" for name, value in sorted(parse_qsl(parts.query)))
            asked = f"{parts.path}?{query}" if query else parts.path
            recorded.asked.append((asked, self.headers.get("Api-Key")))
            if recorded.ends_at and asked == recorded.ends_at:
                self._send(503, {}, {"errors": ["down"]})
            elif recorded.busy:
                self._send(*recorded.busy.pop(0))
            elif asked in recorded.answers:
                self._send(200, {}, recorded.answers[asked])
            else:
                self._send(404, {}, {"errors": ["not found"], "error_type": "not_found"})

        def _send(self, status: int, headers: dict[str, str], told: object) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    recorded.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield recorded
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
