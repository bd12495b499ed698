"""Small Stack Exchange dumps for tests."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

Row = dict[str, str]

USERS: list[Row] = [
    {"Id": "-1", "DisplayName": "Community", "CreationDate": "2019-01-01T00:00:00.000",
     "Reputation": "1"},
    {"Id": "1", "DisplayName": "Ada", "CreationDate": "2019-01-02T10:00:00.500",
     "Reputation": "101", "Location": "Paris", "WebsiteUrl": "http://ada.example",
     "ProfileImageUrl": "http://i.example/ada.png",
     "AboutMe": '<p>I <b>bake</b> &amp; mend.</p><p>See <a href="http://ada.example">me</a></p>'},
    {"Id": "2", "DisplayName": "Bob", "CreationDate": "2019-01-03", "Reputation": "7"},
]  # fmt: skip
TAGS: list[Row] = [
    {"Id": "1", "TagName": "bread", "Count": "1", "ExcerptPostId": "90", "WikiPostId": "91"},
    {"Id": "2", "TagName": "c++", "Count": "0"},
]
POSTS: list[Row] = [
    # The answer stands before its question.
    {"Id": "11", "PostTypeId": "2", "ParentId": "12", "CreationDate": "2019-02-02T00:00:00",
     "Score": "3", "Body": "<p>Use a stone.</p>", "OwnerUserId": "1"},
    {"Id": "12", "PostTypeId": "1", "AcceptedAnswerId": "11", "OwnerUserId": "2", "Score": "5",
     "CreationDate": "2019-02-01T00:00:00", "Title": "Why flat?", "Tags": "<bread><oven>",
     "Body": "<p>My bread is flat.</p><pre><code>a\n  b</code></pre>"},
    {"Id": "13", "PostTypeId": "2", "ParentId": "12", "CreationDate": "2019-02-03T00:00:00",
     "Score": "-1", "Body": "<p>Why not?</p>", "OwnerUserId": "2"},
    {"Id": "14", "PostTypeId": "1", "CreationDate": "2019-02-04", "Title": "Lost?",
     "Tags": "|bread|", "Body": "", "OwnerDisplayName": "user99"},
    {"Id": "90", "PostTypeId": "4", "CreationDate": "2019-02-05", "Body": "All of <i>bread</i>."},
    {"Id": "91", "PostTypeId": "5", "CreationDate": "2019-02-05", "Body": "A wiki."},
]  # fmt: skip
COMMENTS: list[Row] = [
    {"Id": "1", "PostId": "12", "UserId": "1", "Score": "2", "Text": "Which flour?",
     "CreationDate": "2019-02-01T12:00:00"},
    {"Id": "2", "PostId": "12", "Text": "Gone.", "CreationDate": "2019-02-01T13:00:00"},
    {"Id": "3", "PostId": "91", "UserId": "1", "Text": "Of a wiki",
     "CreationDate": "2019-02-06"},
]  # fmt: skip
VOTES: list[Row] = [
    {"Id": "1", "PostId": "12", "VoteTypeId": "2", "CreationDate": "2019-02-02"},
    {"Id": "2", "PostId": "12", "VoteTypeId": "5", "UserId": "1", "CreationDate": "2019-02-02"},
    {"Id": "3", "PostId": "12", "VoteTypeId": "8", "UserId": "2", "BountyAmount": "50",
     "CreationDate": "2019-02-09"},
]  # fmt: skip
BADGES: list[Row] = [
    {"Id": "1", "UserId": "1", "Name": "bread", "Date": "2019-03-01", "Class": "3",
     "TagBased": "True"},
    {"Id": "2", "UserId": "1", "Name": "Teacher", "Date": "2019-03-02", "Class": "1",
     "TagBased": "False"},
]  # fmt: skip
LINKS: list[Row] = [
    {"Id": "1", "PostId": "14", "RelatedPostId": "12", "LinkTypeId": "3",
     "CreationDate": "2019-03-03"},
    {"Id": "2", "PostId": "14", "RelatedPostId": "77", "LinkTypeId": "1",
     "CreationDate": "2019-03-03"},
]  # fmt: skip
DUMP = {
    "Users": USERS,
    "Tags": TAGS,
    "Posts": POSTS,
    "Comments": COMMENTS,
    "Votes": VOTES,
    "Badges": BADGES,
    "PostLinks": LINKS,
}


def line(row: Row) -> str:
    """A row as it stands in a dump."""
    cells = "".join(f" {name}={quoteattr(cell, {chr(10): '&#xA;'})}" for name, cell in row.items())
    return f"  <row{cells} />"


def xml(table: str, rows: list[Row]) -> str:
    """A table as a dump holds it, with a byte order mark."""
    root = table.lower()
    lines = ['\ufeff<?xml version="1.0" encoding="utf-8"?>', f"<{root}>", *map(line, rows)]
    return "\n".join([*lines, f"</{root}>", ""])


def write_dump(folder: Path, tables: dict[str, list[Row]]) -> Path:
    """The tables as files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        (folder / f"{table}.xml").write_text(xml(table, rows), encoding="utf-8")
    return folder
