import { createLogger } from '@doctorpy/service-kit/logging';
import { personalDataId } from '@doctorpy/service-kit/personal-data';
import type { GraphQLAnswer } from '@doctorpy/testkit';
import { expect, it } from '@jest/globals';
import type { QuestContent, QuestionContent } from '../../src/services/content/content-schema.js';
import { loadContent } from '../../src/services/content/load-content.js';
import { type Learner, type QuestEnvironment, questEnvironment } from './environment.js';
import { QUESTION_FIELDS } from './question-fields.js';

/**
 * Every quest of the content is played twice, wrongly and in the same way, on two platforms whose answer keys differ and
 * nothing else does. Whatever differs in what a learner, a log or an event is told then comes from a key.
 */
it('tells the same about every quest, whatever its right answers are: in answers, errors, events and logs', async () => {
  const authored = loadContent(new URL('../../content', import.meta.url)).quests.map(playable);
  const played: Played[] = [];
  for (const keys of [authored, authored.map(withOtherKeys)]) {
    const log: string[] = [];
    const quest = await questEnvironment({
      quests: keys,
      log: createLogger({ service: 'quest', level: 'trace', destination: { write: (line) => log.push(line) } }),
    });
    try {
      played.push({
        ...(await play(quest, authored)),
        log: log.join('').replaceAll(/"(time|responseTime)":[^,}]*/g, ''),
      });
    } finally {
      await quest.close();
    }
  }
  const [one, other] = played;
  if (!one || !other) throw new Error('two platforms are compared');
  for (const [name, told] of Object.entries(one.told)) expect([name, other.told[name]]).toEqual([name, told]);
  expect(other.events).toEqual(one.events);
  // Most questions were answered, and wrongly: otherwise nothing was shown.
  const answered = Object.values(one.told).filter((text) => /"submitAnswer":{"verdict":"INCORRECT"/.test(text));
  const reviewed = Object.values(one.told).filter((text) => /"submitReview":{"verdict":"INCORRECT"/.test(text));
  expect(Math.min(answered.length, reviewed.length)).toBeGreaterThan(90);
  expect(Object.values(one.told).join()).not.toMatch(/"verdict":"CORRECT"/);
  for (const { log } of played) expect(secretsIn(authored.map(withOtherKeys), log)).toEqual([]);
  expect(secretsIn(authored.map(withOtherKeys), JSON.stringify([other.told, other.events]))).toEqual([]);
}, 240_000);

interface Played {
  /** What learners were told, by what they did. */
  told: Record<string, string>;
  events: string[];
  log: string;
}

const RUN = `id status score answeredCount questions {
  state attemptsLeft scoreAwarded hintsRevealed lastAnswer question { ${QUESTION_FIELDS} }
}`;
const READ = `query ($id: ID!) { quest(id: $id) { questions { ${QUESTION_FIELDS} } } }`;
const START = `mutation ($id: ID!) { startQuest(questId: $id) { ${RUN} } }`;
const SUBMIT = `mutation ($input: SubmitAnswerInput!) { submitAnswer(input: $input) {
  verdict correct scoreAwarded feedback explanation attemptsLeft levelUp achievementsUnlocked { id }
  tests { name message input expected actual } progress { status score answeredCount }
} }`;
const QUEUE = `{ reviewQueue(first: 100) { totalCount nextDueAt edges { node {
  question { ${QUESTION_FIELDS} } dueAt lastAnsweredAt retrievability timesMissed
} } } }`;
const REVIEW = `mutation ($input: SubmitReviewInput!) { submitReview(input: $input) {
  verdict correct feedback explanation tests { name message input expected actual } item { dueAt timesMissed }
} }`;
const MINE = `query ($of: [_Any!]!) { _entities(representations: $of) {
  ... on User { analytics { answerCount accuracy concepts { concept mastery accuracy } weakestConcepts { concept } } }
  ... on PersonalData { learning }
} }`;

/** A learner for each quest: what the whole of the API tells them, without ids and times that differ by chance. */
async function play(quest: QuestEnvironment, quests: readonly QuestContent[]): Promise<Omit<Played, 'log'>> {
  const told: Record<string, string> = {};
  const inEach = (visit: (content: QuestContent, tell: Tell, learner: Learner) => Promise<void>) =>
    Promise.all(
      quests.map((content) => {
        const learner = quest.learner(`learner-of-${content.id}`);
        const tell: Tell = async (what, query, variables = {}, language = 'fr') => {
          const answer = await learner.execute(query, { ...variables }, language);
          told[`${content.id}: ${what}`] = withoutIds(answer);
          return answer.data;
        };
        return visit(content, tell, learner);
      }),
    );

  const noon = new Date('2065-05-05T10:00:00Z');
  quest.setTime(noon);
  await inEach(async ({ id, questions }, tell) => {
    await tell('in French', READ, { id });
    await tell('in English', READ, { id }, 'en');
    const begun = await tell('begun', START, { id });
    for (const question of questions) {
      const input = { progressId: begun?.startQuest.id, questionId: question.key, answer: wrongBoth(question) };
      await tell(`${question.key} answered`, SUBMIT, { input });
      await tell(`${question.key} misshapen`, SUBMIT, { input: { ...input, answer: ['?', '', '\u0000', '=', ':1'] } });
    }
    await tell('under way', START, { id });
  });
  quest.setTime(new Date(noon.getTime() + 86_400_000));
  await inEach(async ({ id, questions }, tell, learner) => {
    await tell('queue', QUEUE);
    for (const question of questions) {
      const input = { questionId: `${id}:${question.key}`, answer: wrongBoth(question) };
      await tell(`${question.key} reviewed`, REVIEW, { input });
    }
    await tell('mine', MINE, { of: whose(learner) });
  });
  const outbox = await quest.connection
    .collection('outbox')
    .find({ name: { $ne: 'QUEST_PUBLISHED' } })
    .toArray();
  const events = outbox.map(({ name, actorId, payload }) => withoutIds({ name, actorId, payload })).sort();
  return { told, events };
}

type Tell = (what: string, query: string, variables?: object, language?: 'fr' | 'en') => Promise<GraphQLAnswer['data']>;

function whose({ userId }: Learner): object[] {
  return [
    { __typename: 'User', id: userId },
    { __typename: 'PersonalData', id: personalDataId(userId) },
  ];
}

/** As text, with what is drawn at random left out. */
function withoutIds(told: unknown): string {
  return JSON.stringify(told)
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'uuid')
    .replaceAll(/[0-9a-f]{32}-[0-9a-f]{16}/g, 'trace')
    .replaceAll(/"[0-9a-f]{24}"/g, '"id"')
    .replaceAll(/20(2\d)-\d\d-\d\dT[0-9:.]+Z/g, 'now');
}

/** The quest under another id, beside the authored one; without what shows its explanation after a single wrong answer. */
function playable(quest: QuestContent): QuestContent {
  const questions = quest.questions.filter(({ maxAttempts }) => maxAttempts === undefined || maxAttempts > 2);
  return { ...quest, id: `twin_${quest.id}`, prerequisites: [], questions };
}

/** The same quest with other right answers, explanations and hints. */
function withOtherKeys(quest: QuestContent): QuestContent {
  return { ...quest, questions: quest.questions.map((question, index) => otherKey(question, `${quest.id} ${index}`)) };
}

const CANARY = 'secret de ';

function otherKey(question: QuestionContent, name: string): QuestionContent {
  const common = {
    explanation: `${CANARY}${name}, explication`,
    hints: question.hints.map(() => ({ text: `${CANARY}${name}, indice` })),
  };
  const canary = `${CANARY}${name}`;
  switch (question.type) {
    case 'singleChoice':
      return { ...question, ...common, answer: other(ids(question.choices), [question.answer]) };
    case 'multipleChoice':
      return { ...question, ...common, answer: otherSet(ids(question.choices), question.answer) };
    case 'trueFalse':
      return { ...question, ...common, reason: other(ids(question.reasons), [question.reason]) };
    case 'fillIn':
      return { ...question, ...common, blanks: question.blanks.map((blank) => ({ ...blank, accepted: [canary] })) };
    case 'ordering':
      return { ...question, ...common, solutions: question.solutions.map((solution) => [...solution].reverse()) };
    case 'matching': {
      const rights = Object.values(question.answer);
      const lefts = Object.keys(question.answer);
      return {
        ...question,
        ...common,
        answer: Object.fromEntries(lefts.map((left, at) => [left, turned(rights, at, 1)])),
      };
    }
    case 'predictOutput':
      return { ...question, ...common, output: canary };
    case 'explainError':
      return {
        ...question,
        ...common,
        steps: question.steps.map((step) => ({ ...step, answer: other(ids(step.choices), [step.answer]) })),
      };
    case 'code':
    case 'repairCode':
      return {
        ...question,
        ...common,
        accepted: [`print("${canary}")`],
        tests: question.tests?.map((test) => (test.hidden ? { ...test, name: canary, stdout: canary } : test)),
      };
  }
}

/** An answer that is wrong for both keys, of a wrong shape where there is none. */
function wrongBoth(question: QuestionContent): string[] {
  switch (question.type) {
    case 'singleChoice':
      return [other(ids(question.choices), [question.answer, other(ids(question.choices), [question.answer])])];
    case 'multipleChoice': {
      const all = ids(question.choices);
      return [other(all, [...question.answer, ...otherSet(all, question.answer)])];
    }
    case 'trueFalse':
      return [String(!question.answer), question.reason];
    case 'fillIn':
      return question.blanks.map(() => 'nimportequoi');
    case 'ordering': {
      const [first = '', ...rest] = question.solutions[0] ?? [];
      return [...rest, first];
    }
    case 'matching': {
      const rights = Object.values(question.answer);
      return Object.keys(question.answer).map((left, at) => `${left}=${turned(rights, at, 2)}`);
    }
    case 'predictOutput':
      return ['nimportequoi'];
    case 'explainError':
      return question.steps.map(({ choices, answer }) => other(ids(choices), [answer, other(ids(choices), [answer])]));
    case 'code':
    case 'repairCode':
      return ['nimporte = "quoi"'];
  }
}

function ids(choices: readonly { id: string }[]): string[] {
  return choices.map(({ id }) => id);
}

/** The first that is none of these; what nobody offers, where there is none. */
function other(all: readonly string[], none: readonly string[]): string {
  return all.find((id) => !none.includes(id)) ?? 'nimportequoi';
}

/** As many, one of them replaced. */
function otherSet(all: readonly string[], some: readonly string[]): string[] {
  return [...some.slice(1), other(all, some)];
}

function turned(rights: readonly string[], at: number, by: number): string {
  return rights[(at + by) % rights.length] ?? '';
}

/** Texts of the changed keys that occur in what somebody was told. */
function secretsIn(quests: readonly QuestContent[], told: string): string[] {
  return told.includes(CANARY) ? quests.map(({ id }) => id).filter((id) => told.includes(`${CANARY}${id}`)) : [];
}
