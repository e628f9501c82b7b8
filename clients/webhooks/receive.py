"""A receiver of webhooks: verifies each message, asks what changed, and keeps the version that it has seen.

    python receive.py PORT API FILE     with WEBHOOK_SECRET=whsec_… in the environment

API is the address of the API, e.g. https://iscm.example.org/graphql; FILE keeps the version.
"""

import json
import os
import sys
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from standardwebhooks import Webhook, WebhookVerificationError

port, api, kept = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
webhook = Webhook(os.environ["WEBHOOK_SECRET"])


def changes(since, of):
    """The changes after a version, page by page."""
    query = """query ($since: Int!, $iscms: [String!], $after: String) {
      changes(since: $since, iscms: $iscms, after: $after) {
        nodes { type nodeId operation }
        pageInfo { endCursor hasNextPage }
      }
    }"""
    after = None
    while True:
        variables = {"since": since, "iscms": of["iscms"], "after": after}
        body = json.dumps({"query": query, "variables": variables}).encode()
        # What is read is at least what the message tells of.
        headers = {"content-type": "application/json", "x-min-version": str(of["version"])}
        request = urllib.request.Request(api, body, headers)
        with urllib.request.urlopen(request, timeout=30) as response:
            page = json.load(response)["data"]["changes"]
        yield from page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        try:
            message = webhook.verify(body, dict(self.headers))
        except WebhookVerificationError:
            self.send_error(401)
            return
        # Taken at once: what it asks for may take longer than the sender waits.
        self.send_response(204)
        self.end_headers()
        if message["type"] == "dataset.changed":
            take(message["data"])

    def log_message(self, *_):
        pass


def take(of):
    seen = int(kept.read_text()) if kept.exists() else of["since"]
    # A message may come twice.
    if of["version"] <= seen:
        return
    for change in changes(seen, of):
        print(change["operation"], change["nodeId"], flush=True)
    kept.write_text(str(of["version"]))
    print("version", of["version"], flush=True)


HTTPServer(("127.0.0.1", port), Receiver).serve_forever()
