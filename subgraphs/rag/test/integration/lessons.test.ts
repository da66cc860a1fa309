import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { learner, type RagEnvironment, ragEnvironment } from './environment.js';

let rag: RagEnvironment;
beforeAll(async () => {
  rag = await ragEnvironment();
});
afterAll(() => rag.close());

const LESSONS = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Concept {
  id lesson { title heading excerpt text url document { id } }
} } }`;

const lessonsOf = async (...ids: string[]) => {
  const of = ids.map((id) => ({ __typename: 'Concept', id }));
  return rag.client.execute(LESSONS, { of }, learner);
};

describe('the lesson of a concept', () => {
  it('is the beginning of the lesson of that name', async () => {
    const { data } = await lessonsOf('boucle-for');
    expect(data._entities).toEqual([
      {
        id: 'boucle-for',
        lesson: {
          title: 'La boucle for et range',
          heading: 'Répéter une action plusieurs fois',
          excerpt: expect.stringMatching(/^Pour répéter une action un nombre connu de fois/),
          text: expect.stringContaining('for _ in range(3):'),
          url: '/lessons/boucle-for',
          document: { id: 'lesson:boucle-for' },
        },
      },
    ]);
  });

  it('is the passage under a heading, where the quest names words of it', async () => {
    const { data } = await lessonsOf('boucle-for#range', 'boucle-for#debut-fin', 'boucle-for#ran', 'boucle-for#rien');
    expect(data._entities.map(({ lesson }: { lesson: { heading: string } }) => lesson.heading)).toEqual([
      expect.stringMatching(/^Comprendre range/),
      expect.stringMatching(/^Comprendre range/),
      'Répéter une action plusieurs fois',
      'Répéter une action plusieurs fois',
    ]);
  });

  it('is null, and no error, where there is no such lesson; the others are still there', async () => {
    const { data, errors } = await lessonsOf('telepathie', 'variables', 'lesson:variables', '#', '');
    expect(errors).toBeUndefined();
    const titles = data._entities.map(({ lesson }: { lesson: { title: string } | null }) => lesson?.title ?? null);
    expect(titles).toEqual([null, expect.stringMatching(/variable/i), null, null, null]);
  });

  it('is read together with those of all other concepts that a request names', async () => {
    const { db } = rag.connection;
    await db?.command({ profile: 2 });
    await lessonsOf('boucle-for', 'variables', 'boucle-for#range', 'variables', 'telepathie');
    await db?.command({ profile: 0 });
    const reads = await db
      ?.collection('system.profile')
      .find({ op: 'query', ns: /\.(documents|passages)$/ })
      .toArray();
    expect(reads?.map(({ command }) => command.find).sort()).toEqual(['documents', 'passages']);
  });

  it('is for people who are signed in', async () => {
    const of = [{ __typename: 'Concept', id: 'variables' }];
    const { data, errors } = await rag.client.execute(LESSONS, { of });
    expect(data._entities).toMatchObject([{ id: 'variables', lesson: null }]);
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
  });
});
