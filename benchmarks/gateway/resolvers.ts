interface Reference {
  readonly id: string;
}

/** Answers made of what is asked, so that the same question has the same answer whichever gateway asks. */
export const resolvers = {
  auth: {
    User: {
      __resolveReference: ({ id }: Reference) => ({ id }),
      displayName: ({ id }: Reference) => `Élève ${id}`,
    },
  },
  quest: {
    Query: {
      quest: (_: unknown, { id }: Reference) => ({
        id,
        title: `Quête ${id}`,
        difficulty: 'BEGINNER',
        category: { id: `${id}-category`, title: 'Les bases' },
      }),
      leaderboard: (_: unknown, { category, first }: { category?: string; first: number }) => ({
        entries: Array.from({ length: first }, (_item, n) => ({
          rank: n + 1,
          score: 10_000 - n,
          user: { id: `${category}-${n}` },
        })),
      }),
    },
    User: {
      __resolveReference: ({ id }: Reference) => ({ id }),
      stats: ({ id }: Reference) => ({ score: id.length, level: 2 }),
    },
  },
  rag: {
    Query: {
      /** As many as the language says: `20-fr`. */
      promptTemplates: (_: unknown, { language = '1' }: { language?: string }) =>
        Array.from({ length: Number.parseInt(language, 10) }, (_item, n) => ({
          id: `${language}-${n}`,
          title: `Modèle ${n}`,
          version: n,
          level: 'beginner',
        })),
    },
  },
} as const;
