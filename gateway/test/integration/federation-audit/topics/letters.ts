import type { SubgraphSource } from '../topic.js';

interface Search {
  readonly text: string;
  readonly tags: readonly string[];
  readonly range: { readonly from: number; readonly to: number | null } | null;
  readonly sort: string;
}

const archive: SubgraphSource = {
  name: 'archive',
  sdl: `
    schema { query: Archive }
    type Archive {
      letters(search: Search!, limit: Int! = 2): [Letter!]!
      letter(id: ID! = "l1", note: String = "none"): Letter
      newest: Letter!
    }
    type Letter @key(fields: "id") { id: ID! text(words: Int, tags: [String!]): String! answers: Letter sender: Writer! }
    type Writer @key(fields: "name") { name: String! }
    input Search { text: String! = "x" tags: [String!] = ["a", "b"] range: Range sort: Sort! = OLD }
    input Range { from: Int! to: Int = 9 }
    enum Sort { OLD NEW }
  `,
  resolvers: {
    Archive: {
      letters: (_: unknown, { search, limit }: { search: Search; limit: number }) =>
        Array.from({ length: limit }, (_item, n) => ({ id: `l${n}`, about: JSON.stringify(search) })),
      letter: (_: unknown, { id, note }: { id: string; note: string | null }) => ({ id, about: `${note}` }),
      newest: () => ({ id: 'l9' }),
    },
    Letter: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      text: ({ id, about }: { id: string; about?: string }, args: object) =>
        `${id} ${about ?? ''} ${JSON.stringify(args)}`,
      answers: ({ id }: { id: string }) => (id === 'l0' ? null : { id: `l${Number(id[1]) - 1}` }),
      sender: ({ id }: { id: string }) => ({ name: `w${id}` }),
    },
  },
};

const writers: SubgraphSource = {
  name: 'writers',
  sdl: `
    type Query { writer(names: [String!]! = ["Ada"]): Writer }
    type Writer @key(fields: "name") { name: String! portrait(size: Int = 10, styles: [String]): String! letters(limit: Int): [Letter!]! }
    type Letter @key(fields: "id") { id: ID! stamped: Boolean }
  `,
  resolvers: {
    Query: { writer: (_: unknown, { names }: { names: string[] }) => ({ name: names.join('+') }) },
    Writer: {
      __resolveReference: (key: object) => key,
      portrait: ({ name }: { name: string }, args: object) => `${name} ${JSON.stringify(args)}`,
      letters: (_: unknown, { limit }: { limit?: number }) =>
        Array.from({ length: limit ?? 1 }, (_item, n) => ({ id: `l${n + 1}` })),
    },
    Letter: { stamped: ({ id }: { id: string }) => id === 'l1' },
  },
};

/** An archive that takes inputs of every shape, and the writers of what is in it. */
export const letters: readonly SubgraphSource[] = [archive, writers];
