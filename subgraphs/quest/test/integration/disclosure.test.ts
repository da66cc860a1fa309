import { anonymous } from '@doctorpy/service-kit/caller';
import { createOutbox } from '@doctorpy/service-kit/events';
import { silentLogger } from '@doctorpy/service-kit/logging';
import { readServiceKeys, signRequest } from '@doctorpy/service-kit/trust';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { questionId } from '../../src/services/catalogue/public-question.js';
import type { QuestContent } from '../../src/services/content/content-schema.js';
import { publishContent } from '../../src/services/publishing/publish-content.js';
import { helpfulTexts, lessonTexts, solutionTexts } from './disclosure-texts.js';
import { type Learner, type QuestEnvironment, questEnvironment } from './environment.js';

let quest: QuestEnvironment;
let lessons: Map<string, string[]>;
beforeAll(async () => {
  quest = await questEnvironment({ withGrader: true });
  lessons = await lessonTexts();
}, 90_000);
afterAll(() => quest.close());

describe('a text for somebody who has a quest under way', () => {
  it('holds the answer to none of its questions, however it is written', async () => {
    const missed: string[] = [];
    for (const content of quest.content.quests) {
      const check = await starting(content);
      for (const question of content.questions) {
        const texts = solutionTexts(question);
        for (const [index, verdict] of (await check(texts)).disclosures.entries()) {
          if (verdict !== 'DISCLOSES')
            missed.push(`${questionId(content.id, question.key)} ${verdict}: ${texts[index]}`);
        }
      }
    }
    expect(missed).toEqual([]);
  }, 240_000);

  it('may hold nearly all that explains: lessons, hints, what is said of mistakes', async () => {
    const refused: string[] = [];
    let asked = 0;
    for (const content of quest.content.quests) {
      const check = await starting(content);
      const texts = [...new Set(content.questions.flatMap((question) => helpfulTexts(content, question, lessons)))];
      asked += texts.length;
      for (const [index, verdict] of (await check(texts)).disclosures.entries()) {
        if (verdict !== 'CLEAR') refused.push(`${content.id} ${verdict}: ${texts[index]}`);
      }
    }
    expect(asked).toBeGreaterThan(500);
    expect(refused.length / asked).toBeLessThanOrEqual(0.02);
  }, 240_000);

  it('is tried like an answer: a solution in other words is one', async () => {
    const { check } = await onCode();
    const { disclosures } = await check([
      'Par exemple :\n\n```python\ndef cuisson(k):\n    if 40 * k < 60:\n        return 60\n    else:\n        return k * 40\n```',
      'Par exemple :\n\n```python\ndef prix(kilos):\n    if kilos < 2:\n        return 10\n    return 5 * kilos\n```',
    ]);
    expect(disclosures).toEqual(['DISCLOSES', 'CLEAR']);
  });

  it.each([
    ['without a block', 'Écrivez :\n\ndef cuisson(k):\n    return 60 if 40 * k < 60 else k * 40\n\nVoilà.'],
    ['at the prompt', '```\n>>> def cuisson(k):\n...     return 60 if 40 * k < 60 else k * 40\n```'],
    ['in HTML', '<pre><code>def cuisson(k):\n    return 60 if 40 * k &lt; 60 else k * 40\n</code></pre>'],
    ['in two blocks', '```\ndef cuisson(k):\n    m = k * 40\n```\nPuis :\n```\n    return m if m > 60 else 60\n```'],
    ['as headings', '### def cuisson(kilos):\n\n### return max(60, 40 * kilos)\n'],
    ['behind a remark', 'Le signe # ; puis `return max(60, 40 * kilos)`'],
    [
      'beside what it replaces',
      '```diff\n def cuisson(kilos):\n-    40 * kilos\n+    return sorted([60, 40 * kilos])[1]\n```',
    ],
    ['with numbered lines', '```\n1  def cuisson(k):\n2      return k * 40 if k * 40 > 60 else 60\n```'],
  ])('holds a solution %s', async (_where, text) => {
    const { check } = await onCode();
    expect((await check([text])).disclosures).toEqual(['DISCLOSES']);
  });

  it('may name many small pieces of Python', async () => {
    const { check } = await onCode();
    const spans = Array.from({ length: 30 }, (_, index) => `\`liste[${index}]\``);
    expect((await check([`Par exemple ${spans.join(', ')}.`])).disclosures).toEqual(['CLEAR']);
  });

  it('is not vouched for while nobody can try its programs', async () => {
    const { check } = await onCode();
    const example = 'Par exemple :\n\n```python\ndef cuisson(kilos):\n    return 40 * kilos\n```';
    await quest.grader.stop();
    try {
      expect((await check([example, 'Une fonction sans `return` renvoie `None`.'])).disclosures).toEqual([
        'UNCHECKED',
        'CLEAR',
      ]);
    } finally {
      await quest.grader.start();
    }
    expect((await check([example])).disclosures).toEqual(['CLEAR']);
  });

  it('may hold what is settled, and what belongs to a quest that is not under way', async () => {
    const solution = ['```python\ndef cuisson(kilos):\n    return max(60, 40 * kilos)\n```'];
    const { learner, progressId, check } = await onCode();
    expect(await check(solution)).toEqual({ inPlay: true, disclosures: ['DISCLOSES'] });
    await learner.submit(progressId, 'q8', 'def cuisson(kilos):\n    return max(60, 40 * kilos)\n');
    expect(await check(solution)).toEqual({ inPlay: true, disclosures: ['CLEAR'] });
    const stranger = quest.server.services.disclosures.check('nobody', solution);
    expect(await stranger).toEqual({ inPlay: false, disclosures: ['CLEAR'] });
  });
});

describe('the questions that somebody has behind them', () => {
  const id = 'python_numbers_101';
  const settledBy = async ({ userId }: Learner) =>
    (await quest.server.services.standings.of(userId)).settledQuestionIds;

  it('are those that they settled, until a new run asks them again', async () => {
    const learner = quest.learner();
    expect(await settledBy(learner)).toEqual([]);
    const progressId = await learner.start(id);
    expect(await settledBy(learner)).toEqual([]);
    await learner.submit(progressId, 'q2', 'a');
    expect(await settledBy(learner)).toEqual([]);
    await learner.submit(progressId, 'q2', 'b');
    expect(await settledBy(learner)).toEqual([`${id}:q2`]);
    await learner.execute('mutation ($id: ID!) { abandonQuest(progressId: $id) { id } }', { id: progressId });
    expect(await settledBy(learner)).toEqual([`${id}:q2`]);
    await learner.start(id);
    expect(await settledBy(learner)).toEqual([]);
  });

  it('are not those that the newest version asks in another way', async () => {
    const learner = quest.learner();
    const progressId = await learner.start(id);
    await learner.submit(progressId, 'q2', 'b');
    const numbers = structuredClone(quest.content.quests.find((each) => each.id === id));
    const [first, second] = numbers?.questions ?? [];
    if (!numbers || !first || !second) throw new Error(`${id} has two questions`);
    const { connection } = quest;
    const { models } = quest.server.services;
    const outbox = createOutbox({ connection, producer: 'quest' });
    const publish = () =>
      publishContent({ connection, models, outbox, log: silentLogger() }, { ...quest.content, quests: [numbers] });
    first.prompt += ' Lisez bien.';
    await publish();
    expect(await settledBy(learner)).toEqual([`${id}:q2`]);
    second.prompt += ' Lisez bien.';
    await publish();
    expect(await settledBy(learner)).toEqual([]);
  });
});

describe('the internal call', () => {
  const path = '/internal/disclosure-check';
  const send = async (pair: 'rag>quest' | 'gateway>quest' | null, body: object, envelope?: Record<string, string>) => {
    const text = JSON.stringify(body);
    const keys = readServiceKeys({ SECRET_KEY: 'a'.repeat(64) }, ['rag>quest', 'gateway>quest']);
    const parts = { method: 'POST', path, body: text };
    const signed = pair ? signRequest(keys, { pair, ...parts }, { caller: anonymous, requestId: 'r' }) : {};
    const headers = { 'content-type': 'application/json', ...(envelope ?? signed) };
    const response = await fetch(new URL(path, quest.url), { method: 'POST', headers, body: text });
    return { status: response.status, json: await response.json(), headers };
  };
  const body = { userId: 'nobody', texts: ['Bonjour'] };

  it('answers rag alone', async () => {
    expect(await send('rag>quest', body)).toMatchObject({
      status: 200,
      json: { inPlay: false, disclosures: ['CLEAR'] },
    });
    expect((await send('gateway>quest', body)).status).toBe(401);
    expect((await send(null, body)).status).toBe(401);
  });

  it('accepts a request once, and says what it cannot read', async () => {
    const { headers } = await send('rag>quest', body);
    expect(await send('rag>quest', body, headers)).toMatchObject({ status: 503, json: { code: 'CONFLICT' } });
    for (const wrong of [{ userId: { $gt: '' }, texts: [] }, { userId: 'a', texts: ['x'.repeat(20_001)] }, {}]) {
      expect(await send('rag>quest', wrong)).toMatchObject({ status: 400, json: { code: 'BAD_USER_INPUT' } });
    }
  });
});

/** A check for somebody who has just started a quest. */
async function starting({ id }: Pick<QuestContent, 'id'>) {
  const learner = quest.learner();
  await learner.start(id);
  return (texts: readonly string[]) => quest.server.services.disclosures.check(learner.userId, texts);
}

/** The quest about functions, whose eighth question is to repair `cuisson`. */
async function onCode() {
  const learner = quest.learner();
  const progressId = await learner.start('python_functions_101');
  const check = (texts: readonly string[]) => quest.server.services.disclosures.check(learner.userId, texts);
  return { learner, progressId, check };
}
