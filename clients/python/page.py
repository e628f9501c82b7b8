"""The page of one ISCM, and its members page by page: python page.py http://127.0.0.1:8000"""

import sys
from collections.abc import Iterator
from decimal import Decimal

from check import Checks
from client import create_client
from gql import GraphQLRequest
from gql.client import SyncClientSession
from gql.transport.exceptions import TransportQueryError
from graphql import GraphQLError

PAGE = """
    query Page($acronym: String!) {
      iscm(acronym: $acronym) {
        name
        structures { name kind established }
        fundingSources { kind summary amount currency year }
        reserveFund { name established }
        guidelines { title year citations { locator source { title url } } }
      }
    }
"""

MEMBERS = """
    query Members($acronym: String!, $first: Int!, $after: String) {
      iscm(acronym: $acronym) {
        members(role: MEMBER, first: $first, after: $after) {
          nodes { id country { code name } organization { acronym name } }
          pageInfo { endCursor hasNextPage }
        }
      }
    }
"""


def members(session: SyncClientSession, acronym: str, first: int) -> Iterator[dict]:
    """All members of an ISCM. A cursor says where a page ended, whatever is added meanwhile."""
    after = None
    while True:
        variables = {"acronym": acronym, "first": first, "after": after}
        page = session.execute(GraphQLRequest(MEMBERS, variable_values=variables))["iscm"]["members"]
        yield from page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def code(session: SyncClientSession, query: str) -> str:
    """The code of the error that a query meets."""
    try:
        session.execute(GraphQLRequest(query))
    except TransportQueryError as error:
        return error.errors[0]["extensions"]["code"]
    raise AssertionError(f"no error: {query}")


def main() -> None:
    check = Checks("python")

    with create_client(sys.argv[1]) as session:

        def page(acronym: str) -> dict | None:
            return session.execute(GraphQLRequest(PAGE, variable_values={"acronym": acronym}))["iscm"]

        rcm = page("RCM")
        check("name", rcm["name"] == "Regional Conference on Migration")
        check("year of the reserve fund", rcm["reserveFund"]["established"] == 2004)
        check("a secretariat", any(structure["kind"] == "SECRETARIAT" for structure in rcm["structures"]))
        check("a year that is not known: None", any(structure["established"] is None for structure in rcm["structures"]))
        check("guidelines with citations", all(guideline["citations"] for guideline in rcm["guidelines"]))

        amounts = [source["amount"] for source in page("Bali Process")["fundingSources"]]
        check("an amount as a decimal", Decimal(2_700_000) in amounts)

        found = list(members(session, "RCM", first=4))
        check("members, in three pages", len(found) == len({member["id"] for member in found}) == 11)

        answer = session.execute(GraphQLRequest("{ dataset { version } }"), get_execution_result=True)
        check("the cost of an answer", answer.extensions["cost"]["requested"] <= answer.extensions["cost"]["limit"])

        check("what is not there has a code", code(session, '{ iscm(acronym: "no such ISCM") { name } }') == "NOT_FOUND")
        try:
            session.execute(GraphQLRequest('{ iscm(acronym: "RCM") { nme } }'))
            is_told = False
        except GraphQLError:
            is_told = True
        check("a wrong field is told before it is sent", is_told)
        check("a wrong argument has a code", code(session, "{ iscms(first: 1000) { totalCount } }") == "BAD_USER_INPUT")

    check.done()


if __name__ == "__main__":
    main()
