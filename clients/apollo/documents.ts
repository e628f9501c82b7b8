import { graphql } from "./generated";

/** All that the page of one ISCM shows, with the first page of its members. */
export const ISCM_PAGE = graphql(`
  query IscmPage($acronym: String!, $first: Int!, $after: String) {
    iscm(acronym: $acronym) {
      id
      acronym
      name
      established
      structures { id name kind established }
      fundingSources { id kind summary amount currency year }
      reserveFund { id name established purpose }
      guidelines {
        id
        title
        year
        citations { locator source { id title url } }
      }
      members(role: MEMBER, first: $first, after: $after) {
        totalCount
        edges {
          cursor
          node {
            id
            from
            party {
              ... on Country { id name }
              ... on Organization { id name }
            }
          }
        }
        pageInfo { endCursor hasNextPage }
      }
    }
  }
`);

/** One record by its id, whatever its type, with its sources. */
export const RECORD = graphql(`
  query Record($id: ID!) {
    node(id: $id) {
      id
      ... on Fund { name established }
      ... on Cited { citations { source { id title } } }
    }
  }
`);

export const DATASET_VERSION = graphql(`
  subscription DatasetVersion {
    dataset { version publishedAt }
  }
`);

/** Who asks, by its key. */
export const VIEWER = graphql(`
  query Viewer {
    viewer { account key roles { role } }
  }
`);
