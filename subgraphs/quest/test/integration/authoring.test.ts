import { randomUUID } from 'node:crypto';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { codesOf, dataOf, type GraphQLAnswer } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { QuestContent } from '../../src/services/content/content-schema.js';
import { publishContent } from '../../src/services/publishing/publish-content.js';
import { type QuestEnvironment, questEnvironment } from './environment.js';
import { workshop, workshopSource } from './workshop.js';

let quest: QuestEnvironment;
beforeAll(async () => {
  quest = await questEnvironment({ withGrader: true });
}, 90_000);
afterAll(() => quest.close());

type Variables = Record<string, unknown>;

/** Somebody who may write quests. */
function author(userId = randomUUID()) {
  const caller = { userId, sessionId: 'session', roles: ['LEARNER', 'AUTHOR'] as const, language: 'fr' as const };
  const execute = (query: string, variables: Variables = {}): Promise<GraphQLAnswer> =>
    quest.client.execute(query, variables, caller);
  return {
    userId,
    execute,
    save: (source: string, revision?: number) =>
      execute(`mutation ($input: SaveQuestDraftInput!) { saveQuestDraft(input: $input) { ${DRAFT} } }`, {
        input: { source, revision },
      }),
    edit: async (questId: string) =>
      dataOf(await execute(`mutation ($questId: ID!) { editQuest(questId: $questId) { ${DRAFT} } }`, { questId }))
        .editQuest,
    publish: (id: string, revision: number) =>
      execute(
        'mutation ($id: ID!, $revision: Int!) { publishQuestDraft(id: $id, revision: $revision) { version quest { id title } } }',
        { id, revision },
      ),
    discard: (id: string, revision: number) =>
      execute('mutation ($id: ID!, $revision: Int!) { discardQuestDraft(id: $id, revision: $revision) }', {
        id,
        revision,
      }),
  };
}

const DRAFT = 'id source revision baseVersion updatedBy { id }';

/** A source of a quest of its own, for a test of its own. */
const sourceOf = (id: string, ...replacements: [string, string][]) =>
  replacements.reduce(
    (source, [before, after]) => {
      if (!source.includes(before)) throw new Error(`the workshop does not contain ${before}`);
      return source.replace(before, () => after);
    },
    workshopSource.replace('test_workshop_101', id),
  );

const publishedEvents = (questId: string) =>
  quest.connection.collection('outbox').find({ name: 'QUEST_PUBLISHED', 'payload.questId': questId }).toArray();

describe('an author', () => {
  it('writes a quest, looks at it as learners will, tries its answers and publishes it', async () => {
    const ada = author();
    const saved = dataOf(await ada.save(sourceOf('authored_101'))).saveQuestDraft;
    expect(saved).toMatchObject({
      id: 'authored_101',
      revision: 1,
      baseVersion: null,
      updatedBy: { id: ada.userId },
      source: expect.stringContaining('authored_101'),
    });
    // Nobody sees it yet.
    expect(dataOf(await quest.learner().execute('{ quest(id: "authored_101") { id } }')).quest).toBeNull();
    const { questDraft } = dataOf(
      await ada.execute(
        '{ questDraft(id: "authored_101") { preview { id title maxScore category { id } questions { __typename id } } } }',
      ),
    );
    expect(questDraft.preview).toMatchObject({
      id: 'draft:authored_101',
      title: 'L’atelier',
      maxScore: 60,
      category: { id: 'python_basics' },
      questions: [{ __typename: 'TrueFalseQuestion', id: 'draft:authored_101:q1' }, {}, {}, {}],
    });
    const tryAnswer = (questionKey: string, answer: string[]) =>
      ada.execute(
        `mutation ($input: TryDraftAnswerInput!) { tryDraftAnswer(input: $input) {
          verdict scoreAwarded feedback explanation tests { name passed expected } } }`,
        { input: { draftId: 'authored_101', questionKey, answer } },
      );
    expect(dataOf(await tryAnswer('q1', ['false', 'a'])).tryDraftAnswer).toMatchObject({
      verdict: 'PARTIAL',
      scoreAwarded: 4,
      explanation: 'Un signe affecte, deux comparent.',
    });
    expect(dataOf(await tryAnswer('q4', ['print("Salut", input())'])).tryDraftAnswer).toMatchObject({
      verdict: 'INCORRECT',
      tests: [
        { passed: false, expected: 'Bonjour Ana' },
        { passed: false, expected: null },
      ],
    });
    expect(codesOf(await tryAnswer('q1', ['false']))).toEqual(['BAD_USER_INPUT']);
    expect(codesOf(await tryAnswer('q9', ['false']))).toEqual(['NOT_FOUND']);

    const published = dataOf(await ada.publish('authored_101', 1)).publishQuestDraft;
    expect(published).toEqual({ version: 1, quest: { id: 'authored_101', title: 'L’atelier' } });
    expect(dataOf(await ada.execute('{ questDraft(id: "authored_101") { id } }')).questDraft).toBeNull();
    expect(await publishedEvents('authored_101')).toMatchObject([
      { actorId: ada.userId, payload: { questId: 'authored_101', version: 1 } },
    ]);
    const learner = quest.learner();
    expect(await learner.submit(await learner.start('authored_101'), 'q1', ['false', 'b'])).toMatchObject({
      verdict: 'CORRECT',
    });
  }, 120_000);

  it('changes a published quest; a learner who has begun keeps the version they began', async () => {
    const ada = author();
    dataOf(await ada.save(sourceOf('versioned_101')));
    dataOf(await ada.publish('versioned_101', 1));
    const learner = quest.learner();
    const progressId = await learner.start('versioned_101');

    const draft = await ada.edit('versioned_101');
    expect(draft).toMatchObject({ revision: 1, baseVersion: 1 });
    const corrected = draft.source.replace('points: 10', 'points: 12');
    const saved = dataOf(await ada.save(corrected, 1)).saveQuestDraft;
    expect(saved.revision).toBe(2);
    expect(dataOf(await ada.publish('versioned_101', 2)).publishQuestDraft.version).toBe(2);

    // Ten points in the version that was begun, twelve in the new one.
    expect(await learner.submit(progressId, 'q1', ['false', 'b'])).toMatchObject({ scoreAwarded: 10 });
    const late = quest.learner();
    expect(await late.submit(await late.start('versioned_101'), 'q1', ['false', 'b'])).toMatchObject({
      scoreAwarded: 12,
    });
  }, 120_000);

  it('is told everything that is wrong with a source at once, with lines', async () => {
    const refused = await author().save(
      sourceOf('wrong_101', ['reason: b', 'reason: z'], ['concepts: [fonctions, erreurs]', 'concepts: [fonctions]']),
    );
    expect(codesOf(refused)).toEqual(['BAD_USER_INPUT']);
    expect(refused.errors?.[0]?.extensions.fields).toMatchObject([
      {
        path: ['source', 'questions', '0', 'reason'],
        code: 'INVALID_CONTENT',
        message: expect.stringMatching(/^Ligne \d+, questions\.0\.reason.: names z, which does not exist/),
      },
      // The right reason of before is wrong now, and says nothing.
      { path: ['source', 'questions', '0', 'reasons', '1', 'feedback'] },
      { path: ['source', 'questions', '2', 'tests', '1', 'concept'] },
    ]);
    const noYaml = await author().save(sourceOf('wrong_102', ['points: 10', 'points: `10`']));
    expect(noYaml.errors?.[0]?.extensions.fields).toMatchObject([{ message: expect.stringMatching(/^Ligne 14, /) }]);
    for (const source of ['', 'just a text', '{', '- 1', 'a: &a [*a, *a]', 'x'.repeat(200_001)]) {
      expect([source.slice(0, 20), ...codesOf(await author().save(source))]).toEqual([
        source.slice(0, 20),
        'BAD_USER_INPUT',
      ]);
    }
    expect(codesOf(await author().save(sourceOf('lost_101', ['python_basics', 'python_poetry'])))).toEqual([
      'BAD_USER_INPUT',
    ]);
  });

  it('cannot publish what does not grade as it says', async () => {
    const ada = author();
    dataOf(await ada.save(sourceOf('untrue_101', ['expect: "12.0"', 'expect: "13.0"'])));
    const refused = await ada.publish('untrue_101', 1);
    expect(codesOf(refused)).toEqual(['BAD_USER_INPUT']);
    expect(refused.errors?.[0]?.extensions.fields).toMatchObject([
      {
        path: ['source', 'questions', '2', 'accepted', '0'],
        message: expect.stringMatching(/^Ligne \d+, .*fails its own tests/),
      },
    ]);
    expect(await publishedEvents('untrue_101')).toEqual([]);
  }, 120_000);

  it('cannot publish while the grader is away, and loses nothing by it', async () => {
    const ada = author();
    dataOf(await ada.save(sourceOf('patient_101')));
    await quest.grader.stop();
    expect(codesOf(await ada.publish('patient_101', 1))).toEqual(['GRADER_UNAVAILABLE']);
    await quest.grader.start();
    expect(dataOf(await ada.publish('patient_101', 1)).publishQuestDraft.version).toBe(1);
  }, 120_000);

  it('does not overwrite what another author did meanwhile', async () => {
    const [ada, grace] = [author(), author()];
    dataOf(await ada.save(sourceOf('shared_101')));
    expect(codesOf(await grace.save(sourceOf('shared_101')))).toEqual(['CONFLICT']);
    dataOf(await grace.save(sourceOf('shared_101', ['points: 10', 'points: 12']), 1));
    for (const late of [
      await ada.save(sourceOf('shared_101'), 1),
      await ada.publish('shared_101', 1),
      await ada.discard('shared_101', 1),
    ]) {
      expect(codesOf(late)).toEqual(['CONFLICT']);
    }
    dataOf(await ada.discard('shared_101', 2));
    expect(codesOf(await ada.discard('shared_101', 2))).toEqual(['NOT_FOUND']);
    expect(codesOf(await ada.publish('shared_101', 2))).toEqual(['NOT_FOUND']);
  });

  it('publishes once, however often and fast it is asked, and not what changes nothing', async () => {
    const ada = author();
    dataOf(await ada.save(sourceOf('once_101')));
    const answers = await Promise.all(Array.from({ length: 5 }, () => ada.publish('once_101', 1)));
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    expect(await publishedEvents('once_101')).toHaveLength(1);
    const draft = await ada.edit('once_101');
    expect(codesOf(await ada.publish('once_101', draft.revision))).toEqual(['CONFLICT']);
    // A draft that was begun twice is one.
    expect(await author().edit('once_101')).toEqual(draft);
  }, 120_000);

  it('finds the drafts, the one changed last first', async () => {
    const ada = author();
    dataOf(await ada.save(sourceOf('listed_101')));
    dataOf(await ada.save(sourceOf('listed_201')));
    const list = async (after: string | null) =>
      dataOf(
        await ada.execute(
          'query ($after: String) { questDrafts(first: 1, after: $after) { totalCount edges { cursor node { id } } } }',
          { after },
        ),
      ).questDrafts;
    const first = await list(null);
    expect(first.edges).toMatchObject([{ node: { id: 'listed_201' } }]);
    expect((await list(first.edges[0].cursor)).edges).toMatchObject([{ node: { id: 'listed_101' } }]);
    expect(first.totalCount).toBeGreaterThanOrEqual(2);
  });
});

describe('everybody else', () => {
  it('neither reads nor writes drafts', async () => {
    dataOf(await author().save(sourceOf('secret_101')));
    const learner = quest.learner();
    const refused = [
      await learner.execute('{ questDraft(id: "secret_101") { source } }'),
      await learner.execute('{ questDrafts { totalCount } }'),
      await learner.execute('mutation { editQuest(questId: "python_variables_101") { source } }'),
      await learner.execute('mutation { publishQuestDraft(id: "secret_101", revision: 1) { version } }'),
      await learner.execute('mutation { discardQuestDraft(id: "secret_101", revision: 1) }'),
    ];
    expect(refused.flatMap(codesOf)).toEqual(refused.map(() => 'FORBIDDEN'));
    expect(JSON.stringify(refused)).not.toContain('accepted');
  });
});

describe('the content folder', () => {
  const seed = (quests: QuestContent[]) =>
    publishContent(
      { connection: quest.connection, ...quest.server.services, log: silentLogger() },
      { ...quest.content, quests },
    );
  const titleOf = async (id: string) =>
    dataOf(await quest.learner().execute('query ($id: ID!) { quest(id: $id) { title } }', { id })).quest.title;

  it('does not take back what an author published, until its own version is higher', async () => {
    const id = 'seeded_101';
    const file = { ...workshop, id, title: 'Du dossier' };
    expect(await seed([file])).toEqual([id]);
    const ada = author();
    const draft = await ada.edit(id);
    dataOf(await ada.save(draft.source.replace('Du dossier', 'De l’autrice'), draft.revision));
    expect(dataOf(await ada.publish(id, draft.revision + 1)).publishQuestDraft.version).toBe(2);

    expect(await seed([file])).toEqual([]);
    expect(await seed([{ ...file, title: 'Du dossier, corrigé' }])).toEqual([]);
    expect(await seed([{ ...file, version: 2, title: 'Du dossier, corrigé' }])).toEqual([]);
    expect(await titleOf(id)).toBe('De l’autrice');
    expect(await seed([{ ...file, version: 3, title: 'Du dossier, repris' }])).toEqual([id]);
    expect(await titleOf(id)).toBe('Du dossier, repris');
  }, 120_000);

  it('outdates the drafts that were begun before it published a newer version', async () => {
    const id = 'outdated_101';
    const file = { ...workshop, id };
    await seed([file]);
    const ada = author();
    const draft = await ada.edit(id);
    dataOf(await ada.save(draft.source.replace('L’atelier', 'L’atelier, revu'), draft.revision));
    await seed([{ ...file, version: 2, title: 'Plus récent' }]);
    const refused = await ada.publish(id, draft.revision + 1);
    expect(codesOf(refused)).toEqual(['CONFLICT']);
    expect(refused.errors?.[0]?.message).toContain('plus récente');
    expect(await titleOf(id)).toBe('Plus récent');
  }, 120_000);
});
