"""A client that checks queries against the schema before they are sent, and gives amounts as decimals."""

from decimal import Decimal
from pathlib import Path

from gql import Client
from gql.transport.httpx import HTTPXTransport
from gql.utilities import update_schema_scalar
from graphql import GraphQLScalarType, build_schema

SCHEMA = Path(__file__).parents[2] / "schema.graphql"


def create_client(server: str, key: str | None = None) -> Client:
    schema = build_schema(SCHEMA.read_text(encoding="utf-8"))
    # An amount comes as a text, "2700000", so that no digit is lost; here it becomes a number again.
    update_schema_scalar(schema, "Decimal", GraphQLScalarType("Decimal", serialize=str, parse_value=Decimal))
    headers = {"accept": "application/graphql-response+json"}
    if key:
        headers["authorization"] = f"Bearer {key}"
    transport = HTTPXTransport(url=f"{server}/graphql", headers=headers)
    return Client(transport=transport, schema=schema, parse_results=True)
