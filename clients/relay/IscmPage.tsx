import { graphql, useLazyLoadQuery } from "react-relay";

import type { IscmPageQuery } from "./__generated__/IscmPageQuery.graphql";
import { Guidelines } from "./Guidelines";
import { Members } from "./Members";

export function IscmPage({ acronym }: { acronym: string }) {
  const { iscm } = useLazyLoadQuery<IscmPageQuery>(
    graphql`
      query IscmPageQuery($acronym: String!) {
        iscm(acronym: $acronym) {
          name
          structures { id name }
          fundingSources { id kind summary }
          reserveFund { name established }
          ...Guidelines_iscm
          ...Members_iscm
        }
      }
    `,
    { acronym },
  );
  if (!iscm) return <p>There is no such mechanism.</p>;
  return (
    <article>
      <h1>{iscm.name}</h1>
      {/* A reserve fund that is not known is null, and so is one that there is not. */}
      {iscm.reserveFund && <p id="fund">{`${iscm.reserveFund.name} (${iscm.reserveFund.established})`}</p>}
      <ul id="structures">{iscm.structures.map(({ id, name }) => <li key={id}>{name}</li>)}</ul>
      <ul id="funding">{iscm.fundingSources.map(({ id, kind }) => <li key={id}>{kind}</li>)}</ul>
      <Guidelines iscm={iscm} />
      <Members iscm={iscm} />
    </article>
  );
}
