import { silentLogger } from '@doctorpy/service-kit/logging';
import { answering, type Script, type ScriptedOllama, startScriptedOllama, waitFor } from '@doctorpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { createGeneration, type Following, type Progress } from '../../../src/services/answering/generation.js';
import { createGenerationMetrics } from '../../../src/services/answering/generation-metrics.js';
import { createKnownLinks } from '../../../src/services/answering/known-links.js';
import { createOllamaModel, type ModelOptions } from '../../../src/services/answering/model.js';
import type { PythonCheck } from '../../../src/services/answering/python-check.js';
import { createTurnstile, type TurnstileLimits } from '../../../src/services/answering/turnstile.js';
import { createGlossary, emptyVocabulary } from '../../../src/services/retrieval/glossary.js';
import { passages } from './checking.js';

const model = 'scripted:1b';
const sentence = 'Pour créer une liste, écrivez ses éléments entre crochets.';
let ollama: ScriptedOllama;

beforeAll(async () => {
  ollama = await startScriptedOllama(model, answering(sentence));
});
afterAll(() => ollama.close());

/** Finds every program unreadable that holds a `§`; the grader itself is asked in the tests of integration. */
const python: PythonCheck = {
  problemIn: async (code) =>
    code.includes('§') ? { line: 1, hint: { fr: 'Ce signe n’existe pas.', en: 'No such sign.' } } : null,
};

function generationWith(script: Script, options: Partial<ModelOptions> & Partial<TurnstileLimits> = {}) {
  ollama.script = script;
  const registry = new Registry();
  const metrics = createGenerationMetrics(registry);
  const generation = createGeneration({
    model: createOllamaModel({ url: ollama.url, model, threads: null, log: silentLogger(), ...options }),
    turnstile: createTurnstile({ atOnce: 1, waiting: 5, onLength: metrics.lineIs, ...options }),
    glossary: createGlossary(emptyVocabulary.entries),
    python,
    metrics,
  });
  const told: Progress[] = [];
  const write = (following: Partial<Following> = {}, question = 'Comment créer une liste ?') =>
    generation.write(
      {
        messages: [{ role: 'user', content: question }],
        instructions: '',
        passages,
        links: createKnownLinks({ pages: [], publicUrl: null }),
        question,
        language: 'fr',
      },
      {
        userId: 'zoe',
        patienceMs: 60_000,
        signal: new AbortController().signal,
        log: silentLogger(),
        tell: (progress) => told.push(progress),
        mayShow: async () => true,
        ...following,
      },
    );
  return { write, told, registry };
}

describe('a model that misses a deadline', () => {
  const late = async (fairMs: number, times: number) => {
    ollama.script = ({ say }) => say('Une liste');
    const options = { url: ollama.url, model, threads: null, log: silentLogger(), fairMs };
    const slow = createOllamaModel(options);
    await slow.start();
    for (let time = 0; time < times; time += 1) {
      const deadline = AbortSignal.timeout(60);
      const asked = slow.generate([{ role: 'user', content: '?' }], { signal, deadline, onText: () => true });
      await expect(asked).rejects.toMatchObject({ failure: 'DEADLINE' });
    }
    slow.stop();
    return slow.readyModel();
  };
  const { signal } = new AbortController();

  it('rests when that left it a fair time, also when several did together; not for one that was short', async () => {
    expect(await late(10, 1)).toBeNull();
    expect(await late(60_000, 3)).toBe(model);
    expect(await late(100, 3)).toBeNull();
  });

  it('had begun, unless it failed before its first word', async () => {
    const options = { signal, deadline: AbortSignal.timeout(60_000), onText: () => true };
    const asked = createOllamaModel({ url: ollama.url, model, threads: null, log: silentLogger() });
    const [good, bad] = [[{ role: 'user', content: '1' } as const], [{ role: 'user', content: '2' } as const]];
    expect(asked.hasBegun(good)).toBe(false);
    ollama.script = answering(sentence);
    await asked.generate(good, options);
    ollama.script = ({ fail }) => fail(500);
    await expect(asked.generate(bad, options)).rejects.toMatchObject({ failure: 'FAILED' });
    expect([asked.hasBegun(good), asked.hasBegun(bad)]).toEqual([true, false]);
  });
});

const outcomes = async (registry: Registry) => {
  const metric = await registry.getSingleMetric('rag_generation_duration_seconds')?.get();
  const counts = metric?.values.filter((value) => 'metricName' in value && String(value.metricName).endsWith('_count'));
  return Object.fromEntries((counts ?? []).map(({ labels, value }) => [labels.outcome, value]));
};

describe('a generation', () => {
  it('is given up on the model’s side as soon as the learner leaves', async () => {
    const leaving = new AbortController();
    const { write, registry } = generationWith(({ say }) => say(`${sentence} Puis`));
    const known = ollama.chats.length;
    const written = write({ signal: leaving.signal });
    await waitFor(() => ollama.chats.length > known, { what: 'the question reaches the model' });
    const chat = ollama.chats[known];
    leaving.abort(new Error('left'));
    await expect(written).rejects.toThrow('left');
    await waitFor(() => chat !== undefined && ollama.abandoned.includes(chat), { what: 'the connection is closed' });
    expect(await outcomes(registry)).toEqual({ ABANDONED: 1 });
  });

  it('leaves the line, and never reaches the model, when the learner leaves while waiting', async () => {
    let finish = () => {};
    const { write, told, registry } = generationWith(({ say, done }) => {
      finish = () => {
        say(sentence);
        done();
      };
    });
    const known = ollama.chats.length;
    const first = write({ userId: 'ali' });
    await waitFor(() => ollama.chats.length > known, { what: 'the first question reaches the model' });
    const leaving = new AbortController();
    const second = write({ signal: leaving.signal });
    expect(told).toEqual([{ kind: 'queued', position: 1 }]);
    leaving.abort(new Error('left'));
    await expect(second).rejects.toThrow('left');
    finish();
    expect((await first)?.text).toBe(sentence);
    expect(ollama.chats).toHaveLength(known + 1);
    expect(await outcomes(registry)).toEqual({ ABANDONED: 1, ANSWERED: 1 });
    expect((await registry.getSingleMetric('rag_generation_queue_length')?.get())?.values[0]?.value).toBe(0);
  });

  it.each([
    ['says nothing', 'NO_FIRST_TOKEN', () => undefined, { firstTokenMs: 50 }, 60_000],
    ['falls silent', 'NO_NEXT_TOKEN', ({ say }) => say('Une liste'), { nextTokenMs: 50 }, 60_000],
    ['takes too long for all', 'DEADLINE', ({ say }) => say('Une liste'), {}, 50],
    ['fails', 'FAILED', ({ fail }) => fail(500), {}, 60_000],
  ] as [string, string, Script, Partial<ModelOptions>, number][])(
    'ends in quotations when the model %s, and is counted as %s',
    async (_what, outcome, script, options, patienceMs) => {
      const { write, registry } = generationWith(script, options);
      expect(await write({ patienceMs })).toBeNull();
      expect(await outcomes(registry)).toEqual({ [outcome]: 1 });
    },
  );

  it('is refused at once to a learner with enough of them in line, and not to another', async () => {
    const finishing: (() => void)[] = [];
    const script: Script = ({ say, done }) => {
      finishing.push(() => {
        say(sentence);
        done();
      });
    };
    const { write, registry } = generationWith(script, { atOnce: 1, waiting: 5, waitingEach: 1 });
    const [first, second] = [write(), write()];
    expect(await write()).toBeNull();
    const other = write({ userId: 'ali' });
    expect(await outcomes(registry)).toEqual({ QUEUE_FULL: 1 });
    for (const [index, written] of [first, second, other].entries()) {
      await waitFor(() => finishing[index], { what: `question ${index + 1} reaches the model` });
      finishing[index]?.();
      await written;
    }
    expect(await outcomes(registry)).toEqual({ QUEUE_FULL: 1, ANSWERED: 3 });
  });

  it('is no answer when most of what it claims is invented', async () => {
    const invented = ['dauphins', 'ours blancs', 'corbeaux', 'hérissons'].map(
      (animals) => `Les ${animals} programment surtout pendant la pleine lune en Bretagne.`,
    );
    const { write, registry } = generationWith(answering(`${sentence} ${invented.join(' ')}`));
    expect(await write()).toBeNull();
    expect(await outcomes(registry)).toEqual({ EMPTY: 1 });
  });
});

describe('a program in a generated answer', () => {
  const broken = `${sentence}\n\n\`\`\`python\nnotes = [12, 7]§\n\`\`\`\n\nÀ vous !`;
  const mended = '```python\nnotes = [12, 7]\n```';

  /** Says one thing in the answer and another when asked to mend. */
  const saying =
    (answer: string, repair: string): Script =>
    (chat) =>
      answering(JSON.stringify(chat.body).includes('Vous corrigez') ? repair : answer)(chat);

  it('that Python cannot read is mended by the model, and shown only then', async () => {
    const { write, told } = generationWith(saying(broken, `Voici :\n${mended}\nVoilà.`));
    const written = await write();
    expect(written?.text).toBe(`${sentence}\n\n${mended}\n\nÀ vous !`);
    expect(told.map((progress) => (progress.kind === 'delta' ? progress.text : ''))).toEqual([
      sentence,
      `\n\n${mended}`,
      '\n\nÀ vous !',
    ]);
  });

  it.each([
    ['cannot be mended', 'Je ne sais pas.'],
    ['comes back as another one', '```python\nimport os\nprint(os.getcwd())\n```'],
    ['comes back as it was', '```python\nnotes = [12, 7]§\n```'],
  ])('that %s is shown with a note under it', async (_what, repair) => {
    const { write } = generationWith(saying(broken, repair));
    const known = ollama.chats.length;
    expect((await write())?.text).toBe(
      `${sentence}\n\n\`\`\`python\nnotes = [12, 7]§\n\`\`\`\n\n> ⚠ Python ne peut pas lire ce code tel quel (ligne 1). Ce signe n’existe pas.\n\nÀ vous !`,
    );
    expect(ollama.chats).toHaveLength(known + 2);
  });

  it('is not mended for an answer that broke off', async () => {
    const { write } = generationWith(({ say, breakOff }) => {
      say(`${broken} Et `);
      breakOff();
    });
    const known = ollama.chats.length;
    expect(await write()).toBeNull();
    expect(ollama.chats).toHaveLength(known + 1);
  });

  it('that the learner wrote is not mended for them', async () => {
    const { write } = generationWith(saying(broken, mended));
    const known = ollama.chats.length;
    expect((await write({}, 'Pourquoi notes = [12, 7]§ ne marche pas ?'))?.text).toContain(
      '> ⚠ Python ne peut pas lire',
    );
    expect(ollama.chats).toHaveLength(known + 1);
  });
});
