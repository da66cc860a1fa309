import {
  AchievementsDocument,
  EditQuestDocument,
  LeaderboardAroundMeDocument,
  LoginDocument,
  PublishQuestDraftDocument,
  QuestDocument,
  QuestDraftDocument,
  SaveQuestDraftDocument,
  StartQuestDocument,
  SubmitAnswerDocument,
  TryDraftAnswerDocument,
} from '@doctorpy/client';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { codesOf, dataOf, type Platform } from '../support/platform.js';
import { sharedPlatform } from '../support/shared-platform.js';

let platform: Platform;
beforeAll(async () => {
  platform = await sharedPlatform();
}, 120_000);

const ID = 'e2e_greetings_101';
const source = (title: string, solution = 'print("Bonjour")') => `
id: ${ID}
version: 1
title: ${title}
summary: Deux questions pour dire bonjour.
category: python_basics
difficulty: BEGINNER
estimatedMinutes: 5
concepts: [variables]
questions:
  - key: q1
    type: singleChoice
    prompt: Que fait \`print\` ?
    points: 10
    choices: [{ id: a, text: Elle affiche }, { id: b, text: Elle lit, feedback: C’est input qui lit. }]
    answer: a
    explanation: Le texte s’affiche à l’écran.
  - key: q2
    type: code
    prompt: Affichez Bonjour.
    points: 10
    accepted: ['${solution}']
    tests: [{ stdout: Bonjour }]
    feedback: Relisez l’énoncé.
    explanation: Le texte entre guillemets s’affiche.
`;

describe('an author, through the gateway', () => {
  it('writes, looks at, tries and publishes a quest; who has begun it keeps the version they began', async () => {
    const ana = await author();
    const draft = dataOf(await ana.execute(SaveQuestDraftDocument, { input: { source: source('Dire bonjour') } }));
    const { id, revision } = draft.saveQuestDraft;
    const { questDraft } = dataOf(await ana.execute(QuestDraftDocument, { id }));
    expect(questDraft?.preview).toMatchObject({ title: 'Dire bonjour', maxScore: 20, questions: [{ key: 'q1' }, {}] });
    const tried = { input: { draftId: id, questionKey: 'q1', answer: ['b'] } };
    expect(dataOf(await ana.execute(TryDraftAnswerDocument, tried)).tryDraftAnswer).toMatchObject({
      verdict: 'INCORRECT',
      feedback: 'C’est input qui lit.',
    });
    expect(dataOf(await platform.client().execute(QuestDocument, { id: ID })).quest).toBeNull();
    const published = dataOf(await ana.execute(PublishQuestDraftDocument, { id, revision })).publishQuestDraft;
    expect(published).toMatchObject({ version: 1, quest: { id: ID } });

    const lea = await platform.learner('Léa Salue');
    const { startQuest } = dataOf(await lea.client.execute(StartQuestDocument, { questId: ID }));
    const edited = dataOf(await ana.execute(EditQuestDocument, { questId: ID })).editQuest;
    const changed = {
      source: source('Bien le bonjour')
        .replace('answer: a', 'answer: b')
        .replace('Elle affiche }', 'Elle affiche, feedback: Plus maintenant. }')
        .replace(', feedback: C’est input qui lit.', ''),
      revision: edited.revision,
    };
    const saved = dataOf(await ana.execute(SaveQuestDraftDocument, { input: changed })).saveQuestDraft;
    const again = dataOf(await ana.execute(PublishQuestDraftDocument, { id: saved.id, revision: saved.revision }));
    expect(again.publishQuestDraft).toMatchObject({ version: 2, quest: { title: 'Bien le bonjour' } });
    const input = { progressId: startQuest.id, questionId: 'q1', answer: ['a'] };
    expect(dataOf(await lea.client.execute(SubmitAnswerDocument, { input })).submitAnswer.verdict).toBe('CORRECT');

    // She is where she looks for herself.
    const around = dataOf(await lea.client.execute(LeaderboardAroundMeDocument, { period: 'DAILY' })).leaderboard;
    expect(around?.me?.score).toBe(10);
    expect(around?.entries.map(({ user }) => user?.displayName)).toContain('Léa Salue');
  }, 90_000);

  it('is told where a draft is wrong, in French, of whoever was faster, and of solutions that fail', async () => {
    const ana = await author();
    const [broken] = [source('Cassée').replace('answer: a', 'answer: z')];
    const refused = await ana.execute(SaveQuestDraftDocument, { input: { source: broken } });
    expect(codesOf(refused)).toEqual(['BAD_USER_INPUT']);
    expect(JSON.stringify(refused)).toMatch(/"Ligne \d+, questions\.0\.answer/);

    const failing = source('Échoue', 'print("Bonsoir")').replace(ID, 'e2e_failing_101');
    const { saveQuestDraft } = dataOf(await ana.execute(SaveQuestDraftDocument, { input: { source: failing } }));
    const { id, revision } = saveQuestDraft;
    expect(codesOf(await ana.execute(PublishQuestDraftDocument, { id, revision }))).toEqual(['BAD_USER_INPUT']);
    expect(dataOf(await platform.client().execute(QuestDocument, { id: 'e2e_failing_101' })).quest).toBeNull();

    const next = { source: failing.replace('Bonsoir', 'Bonjour'), revision };
    dataOf(await ana.execute(SaveQuestDraftDocument, { input: next }));
    expect(codesOf(await (await author()).execute(SaveQuestDraftDocument, { input: next }))).toEqual(['CONFLICT']);
    const lea = await platform.learner('Léa Curieuse');
    expect(codesOf(await lea.client.execute(QuestDraftDocument, { id }))).toEqual(['FORBIDDEN']);
  }, 90_000);
});

it('gives a front end badges that need no second request, with a title', async () => {
  const { achievements } = dataOf(await platform.client().execute(AchievementsDocument));
  expect(achievements?.length).toBeGreaterThanOrEqual(30);
  for (const { badgeUrl, title } of achievements ?? []) {
    const [type, svg = ''] = decodeURIComponent(badgeUrl ?? '').split(/,(.*)/s);
    expect(type).toBe('data:image/svg+xml');
    expect(svg).toContain(`<title>${title.replaceAll(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`)}</title>`);
    expect(svg).not.toMatch(/<script|\son\w+=|href=/);
  }
});

/** A client of the author who exists from the start. */
async function author() {
  const [, email = ''] = platform.demo.emails;
  const input = { email, password: platform.demo.password };
  const { login } = dataOf(await platform.client().execute(LoginDocument, { input }));
  expect(login.user.roles).toContain('AUTHOR');
  return platform.client(login.accessToken);
}
