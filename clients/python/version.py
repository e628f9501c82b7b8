"""The version of the data now, and each new one: python version.py http://127.0.0.1:8000"""

import asyncio
import sys

from gql import Client, gql
from gql.transport.websockets import WebsocketsTransport

VERSION = gql("subscription { dataset { version publishedAt } }")


async def main() -> None:
    server = sys.argv[1].replace("http", "ws", 1)
    # Named, so that no older protocol is tried.
    protocols = [WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL]
    transport = WebsocketsTransport(url=f"{server}/graphql", subprotocols=protocols)
    async with Client(transport=transport) as session:
        async for answer in session.subscribe(VERSION):
            version = answer["dataset"]
            # A program that keeps a copy of the data would ask for it anew here, and wait for the next version.
            if version["version"] < 1:
                sys.exit(f"python/version: {version}")
            break
    print("python/version: 1 check passed")


asyncio.run(main())
