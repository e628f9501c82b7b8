import { ask } from "./ask";
import { MEMBERS } from "./documents";
import type { MembersQuery } from "./generated/graphql";

export type Member = NonNullable<MembersQuery["iscm"]>["members"]["nodes"][number];

async function page(server: string, acronym: string, first: number, after: string | null) {
  const { data, errors } = await ask(server, MEMBERS, { acronym, first, after });
  if (errors) throw new Error(errors.map(({ message }) => message).join("; ")); // also when there is no such ISCM
  return data?.iscm?.members;
}

/** All members of an ISCM, page by page. */
export async function* members(server: string, acronym: string, first: number): AsyncGenerator<Member> {
  let after: string | null = null;
  do {
    const members = await page(server, acronym, first, after);
    yield* members?.nodes ?? [];
    after = members?.pageInfo.hasNextPage ? members.pageInfo.endCursor : null;
  } while (after);
}
