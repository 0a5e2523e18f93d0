"""Reads a feed with the library feedparser: a second opinion in JSON."""
import json
import sys

import feedparser

feed = feedparser.parse(open(sys.argv[1], "rb").read())
print(
    json.dumps(
        {
            "version": feed.version,
            "isWellFormed": not feed.bozo,
            "language": feed.feed.get("language"),
            "title": feed.feed.get("title"),
            "updated": feed.feed.get("updated"),
            "links": [[link.rel, link.type, link.href] for link in feed.feed.get("links", [])],
            "entries": [
                {
                    "id": entry.id,
                    "title": entry.title,
                    "published": entry.published,
                    "summary": entry.summary,
                    "content": entry.content[0].value,
                    "links": [[link.rel, link.type, link.href] for link in entry.links],
                }
                for entry in feed.entries
            ],
        }
    )
)
