import { graphql, useFragment } from "react-relay";

import type { Guidelines_iscm$key } from "./__generated__/Guidelines_iscm.graphql";

export function Guidelines({ iscm }: { iscm: Guidelines_iscm$key }) {
  const { guidelines } = useFragment(
    graphql`
      fragment Guidelines_iscm on Iscm {
        guidelines {
          id
          title
          year
          citations { locator source { id title } }
        }
      }
    `,
    iscm,
  );
  return (
    <ul id="guidelines">
      {guidelines.map(({ id, title, year, citations }) => (
        <li key={id}>{`${title}, ${year}: ${citations.map(({ source }) => source.title).join("; ")}`}</li>
      ))}
    </ul>
  );
}
