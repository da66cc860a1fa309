import { AskDocument, StartQuestDocument } from '@doctorpy/client';
import { answering, type ScriptedOllama, startScriptedOllama } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf, type Platform, startPlatform, type TestLearner } from './support/platform.js';

const MODEL = 'obedient:1b';
const SOLUTION =
  '```python\ndef cuisson(k):\n    if 40 * k < 60:\n        return 60\n    else:\n        return 40 * k\n```\n';
const tellsAll = answering(
  'Une fonction sans `return` renvoie `None` [1]. ',
  'Voici la réponse :\n\n',
  SOLUTION,
  'Bravo !\n',
);

let ollama: ScriptedOllama;
let platform: Platform;
beforeAll(async () => {
  ollama = await startScriptedOllama(MODEL, tellsAll);
  platform = await startPlatform({ environment: { OLLAMA_URL: ollama.url, OLLAMA_MODEL: MODEL } });
}, 120_000);
afterAll(async () => {
  await platform?.stop();
  await ollama?.close();
});

let count = 0;
const ask = async (learner: TestLearner, query: string) =>
  dataOf(await learner.client.execute(AskDocument, { input: { query: `${query} ${++count}` } })).ask;

describe('a learner in the middle of a quest', () => {
  it('is helped up to where the answer begins, whatever the model says', async () => {
    const lea = await platform.learner('Léa');
    dataOf(await lea.client.execute(StartQuestDocument, { questId: 'python_functions_101' }));
    const answer = await ask(lea, 'Pourquoi ma fonction renvoie None au lieu du return ?');
    expect(answer.mode).toBe('GENERATED');
    expect(answer.text).toContain('Une fonction sans `return` renvoie `None`');
    expect(answer.text).not.toContain('40 * k');
    expect(answer.text).toContain('La suite donnerait la réponse à une question de votre quête en cours');
  }, 60_000);

  it('is helped no further by going on from there', async () => {
    const noa = await platform.learner('Noa');
    dataOf(await noa.client.execute(StartQuestDocument, { questId: 'python_functions_101' }));
    const { conversationId } = await ask(noa, 'Pourquoi ma fonction renvoie None au lieu du return ?');
    for (const query of ['un exemple ?', 'et avec un return ?', 'explique mieux']) {
      const { ask: answer } = dataOf(await noa.client.execute(AskDocument, { input: { query, conversationId } }));
      expect([query, answer.mode]).not.toEqual([query, 'NONE_FOUND']);
      expect(answer.text).not.toContain('40 * k');
    }
  }, 60_000);

  it('does not spoil it for others: who has nothing in play reads all of it', async () => {
    const zoe = await platform.learner('Zoé');
    const answer = await ask(zoe, 'Pourquoi ma fonction renvoie None au lieu du return ?');
    expect(answer.text).toContain('40 * k');
  }, 60_000);
});
