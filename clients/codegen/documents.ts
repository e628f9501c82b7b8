import { graphql } from "./generated";

export const PAGE = graphql(`
  query Page($acronym: String!) {
    iscm(acronym: $acronym) {
      name
      established
      structures { name kind established }
      fundingSources { kind summary amount currency year }
      reserveFund { name established purpose }
      guidelines {
        title
        year
        citations { locator source { title url } }
      }
    }
  }
`);

export const MEMBERS = graphql(`
  query Members($acronym: String!, $first: Int!, $after: String) {
    iscm(acronym: $acronym) {
      members(role: MEMBER, first: $first, after: $after) {
        totalCount
        nodes { id from to country { code name } organization { acronym name } }
        pageInfo { endCursor hasNextPage }
      }
    }
  }
`);

export const DATASET = graphql(`
  query Dataset {
    dataset { version publishedAt }
  }
`);
