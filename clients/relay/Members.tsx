import { graphql, usePaginationFragment } from "react-relay";

import type { Members_iscm$key } from "./__generated__/Members_iscm.graphql";
import type { MembersPaginationQuery } from "./__generated__/MembersPaginationQuery.graphql";

export function Members({ iscm }: { iscm: Members_iscm$key }) {
  // The next page is asked of `node(id:)`: the compiler writes that query, as an Iscm is a Node.
  const { data, hasNext, loadNext } = usePaginationFragment<MembersPaginationQuery, Members_iscm$key>(
    graphql`
      fragment Members_iscm on Iscm
      @argumentDefinitions(first: { type: "Int", defaultValue: 4 }, after: { type: "String" })
      @refetchable(queryName: "MembersPaginationQuery") {
        members(role: MEMBER, first: $first, after: $after) @connection(key: "Members_iscm_members") {
          totalCount
          edges {
            node {
              id
              party {
                ... on Country { name }
                ... on Organization { name }
              }
            }
          }
        }
      }
    `,
    iscm,
  );
  return (
    <section>
      <ul id="members">{data.members.edges.map(({ node }) => <li key={node.id}>{node.party?.name}</li>)}</ul>
      {hasNext && <button onClick={() => loadNext(4)}>{`more of ${data.members.totalCount}`}</button>}
    </section>
  );
}
