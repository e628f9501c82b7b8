"""Proposes another website for an ISCM, and takes that back: ISCM_KEY=iscm_… python propose.py http://127.0.0.1:8000"""

import os
import sys
import uuid

from check import Checks
from client import create_client
from gql import GraphQLRequest
from gql.client import SyncClientSession
from gql.transport.exceptions import TransportConnectionFailed
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_exponential

READ = """
    query Read($id: ID!) {
      dataset { version }
      node(id: $id) { ... on Iscm { website } }
    }
"""

PROPOSE = """
    mutation Propose($input: ProposeChangesetInput!) {
      proposeChangeset(input: $input) {
        changeset { id revision status }
        changes { nodeId operation fields { field before after } }
        userErrors { code path message }
      }
    }
"""

WITHDRAW = """
    mutation Withdraw($id: ID!, $revision: Int!) {
      withdrawChangeset(id: $id, revision: $revision) { changeset { status } userErrors { code message } }
    }
"""


class Refused(Exception):
    """What is wrong with a changeset: all of it, each with its code and its place in the input."""

    def __init__(self, errors: list[dict]) -> None:
        super().__init__("; ".join(f"{'.'.join(error['path'])}: {error['message']}" for error in errors))
        self.codes = {error["code"] for error in errors}


# Where no answer came, nobody knows whether it was done: sent again with the same `idempotencyKey`, it is done once.
@retry(
    retry=retry_if_exception_type(TransportConnectionFailed),
    stop=stop_after_attempt(5),
    wait=wait_exponential(),
    reraise=True,
)
def propose(session: SyncClientSession, changeset: dict) -> dict:
    answer = session.execute(GraphQLRequest(PROPOSE, variable_values={"input": changeset}))["proposeChangeset"]
    if answer["userErrors"]:
        raise Refused(answer["userErrors"])
    return answer


def another_website(session: SyncClientSession, iscm: str, website: str) -> dict:
    """A changeset, of the ISCM as it is now."""
    read = session.execute(GraphQLRequest(READ, variable_values={"id": iscm}))
    update = {"id": iscm, "website": website, "expectedVersion": read["dataset"]["version"]}
    return {
        "title": "Another website",
        "message": f"It was {read['node']['website']}.",
        "changes": [{"update": {"iscm": update}}],
        "idempotencyKey": str(uuid.uuid4()),
    }


def propose_website(session: SyncClientSession, iscm: str, website: str) -> dict:
    """Where somebody changed the ISCM after it was read, it is read again."""
    while True:
        try:
            return propose(session, another_website(session, iscm, website))
        except Refused as refused:
            if refused.codes != {"CONFLICT"}:
                raise


def main() -> None:
    check = Checks("python/propose")
    key = os.environ.get("ISCM_KEY")
    if not key:
        print("python/propose: skipped, as ISCM_KEY is not set")
        return
    iscm, website = "iscm:rcm", "https://example.org/rcm"
    with create_client(sys.argv[1], key) as session:
        changeset = another_website(session, iscm, website)
        seen = propose(session, {**changeset, "dryRun": True})
        check("a dry run keeps nothing", seen["changeset"] is None)
        check("and tells what would change", seen["changes"][0]["fields"][0]["after"] == website)

        made = propose_website(session, iscm, website)["changeset"]
        check("it waits for who decides", made["status"] == "PROPOSED")
        try:
            propose_website(session, iscm, "no address")
            check("a wrong value is refused", False)
        except Refused as refused:
            check("a wrong value has a code and a place", "INVALID" in refused.codes and "website" in str(refused))

        same = propose(session, changeset)["changeset"]
        check("sent again, it is the same one", propose(session, changeset)["changeset"] == same)

        for changeset in (made, same):
            variables = {"id": changeset["id"], "revision": changeset["revision"]}
            done = session.execute(GraphQLRequest(WITHDRAW, variable_values=variables))["withdrawChangeset"]
            check("its author takes it back", done["changeset"]["status"] == "WITHDRAWN")
    check.done()


if __name__ == "__main__":
    main()
