/** An operation that is asked again and again, each time about something else. */
export interface Question {
  readonly name: string;
  readonly query: string;
  /** Variables of a request; no two are about the same. */
  readonly variables: (about: string) => Readonly<Record<string, unknown>>;
}

/** The operations whose costs are compared, by the number of subgraphs they need; two and three with entities. */
export const bySubgraphs: readonly Question[] = [
  {
    name: 'one subgraph',
    query: 'query ($id: ID!) { quest(id: $id) { id title difficulty category { id title } } }',
    variables: (about) => ({ id: about }),
  },
  {
    name: 'two subgraphs, 10 entities',
    query:
      'query ($of: String) { leaderboard(category: $of, first: 10) { entries { rank score user { id displayName } } } }',
    variables: (about) => ({ of: about }),
  },
  {
    name: 'three subgraphs, 10 entities',
    query: `query ($of: String, $templates: String) {
      leaderboard(category: $of, first: 10) { entries { rank score user { id displayName stats { score level } } } }
      promptTemplates(language: $templates) { id title }
    }`,
    variables: (about) => ({ of: about, templates: `5-${about}` }),
  },
];

/** The same operation over more and more entities, and over longer and longer lists. */
export const growing: readonly Question[] = [
  ...[1, 10, 50].map((entities) => ({
    name: `${entities} ${entities === 1 ? 'entity' : 'entities'} of a second subgraph`,
    query:
      'query ($of: String, $first: Int!) { leaderboard(category: $of, first: $first) { entries { rank user { displayName } } } }',
    variables: (about: string) => ({ of: about, first: entities }),
  })),
  ...[1, 50, 500].map((items) => ({
    name: `${items} ${items === 1 ? 'item' : 'items'} of one subgraph`,
    query: 'query ($templates: String) { promptTemplates(language: $templates) { id title version level } }',
    variables: (about: string) => ({ templates: `${items}-${about}` }),
  })),
];
