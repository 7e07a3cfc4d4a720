"""Says what time it is in a zone, over HTTP or for one question on the command line."""

import datetime
import http.server
import sys
import urllib.parse
import zoneinfo


def answer(query: str) -> str:
    """The time, as text, that a query such as "zone=Europe/Berlin&at=2026-01-02T11:00:00Z" asks for."""
    asked = urllib.parse.parse_qs(query)
    at = datetime.datetime.fromisoformat(asked["at"][0]) if "at" in asked else datetime.datetime.now(datetime.UTC)
    return at.astimezone(zoneinfo.ZoneInfo(asked["zone"][0])).strftime("%H:%M %Z")


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        try:
            status, text = 200, answer(urllib.parse.urlsplit(self.path).query)
        except (KeyError, ValueError, zoneinfo.ZoneInfoNotFoundError) as error:
            status, text = 400, f"bad question: {error}"
        self.send_response(status)
        self.end_headers()
        self.wfile.write(f"{text}\n".encode())


if __name__ == "__main__":
    if len(sys.argv) == 2:
        print(answer(sys.argv[1]))
    else:
        http.server.ThreadingHTTPServer(("127.0.0.1", 8000), Handler).serve_forever()
