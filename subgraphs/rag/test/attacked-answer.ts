import { silentLogger } from '@doctorpy/service-kit/logging';
import { createGeneration } from '../src/services/answering/generation.js';
import { createKnownLinks } from '../src/services/answering/known-links.js';
import type { LanguageModel } from '../src/services/answering/model.js';
import { buildPrompt, instructionsOf } from '../src/services/answering/prompt.js';
import { createTurnstile } from '../src/services/answering/turnstile.js';
import { createGlossary } from '../src/services/retrieval/glossary.js';
import { readPromptTemplates } from '../src/services/seeding/prompt-templates.js';
import { type Attack, questKey } from './fixtures/attacks.js';
import { content, vocabulary } from './lesson-passages.js';
import { passages } from './unit/answering/checking.js';

const templates = await readPromptTemplates(new URL('templates/', content));
const glossary = createGlossary((await vocabulary()).entries);

/** The page that the passages of an attacked answer come from, and where the product is reached. */
export const known = { pages: ['/lessons/listes'], publicUrl: 'https://doctorpy.fr' } as const;

/** What became of an attack. */
export interface AttackedAnswer {
  /** How many pieces the model wrote before it ended, or was told to stop. */
  pieces: number;
  /** Everything that a learner was shown on the way, and the answer; empty when quotations stand in for it. */
  texts: readonly string[];
}

/** An attack in the place where it belongs, always beside the same passages about lists: what a model is given. */
export function attackedPrompt({ where, text, language }: Attack) {
  const template = templates.find((one) => one.queryType === 'CONCEPT' && one.language === language)?.template;
  if (template === undefined) throw new Error(`No template for concepts in ${language}.`);
  const given = passages.map((passage, index) =>
    where === 'document' && index === 0 ? { ...passage, text: `${passage.text}\n\n${text}` } : passage,
  );
  const question = where === 'question' ? text : 'Comment créer une liste ?';
  const history = where === 'history' ? [{ query: text, text }] : [];
  const messages = buildPrompt({ template, passages: given, questId: 'python_lists_101', question, history });
  return { template, passages: given, question, messages };
}

/**
 * Puts an attack to a model, and checks what is written as for a learner.
 * @param limits `pieces` is how many the model writes at most, the last of which is thrown away; as many as it likes unless
 * told. `patienceMs` is how long it may take.
 */
export async function attackedAnswer(
  model: LanguageModel,
  attack: Attack,
  limits: { patienceMs: number; pieces?: number },
): Promise<AttackedAnswer> {
  const { template, passages: given, question, messages } = attackedPrompt(attack);
  const cut = cutShort(model, limits.pieces ?? Number.POSITIVE_INFINITY);
  const deltas: string[] = [];
  const turnstile = createTurnstile({ atOnce: 1, waiting: 1 });
  const generated = await createGeneration({ model: cut.model, turnstile, glossary }).write(
    {
      messages,
      instructions: instructionsOf(template),
      passages: given,
      links: createKnownLinks(known),
      question,
      language: attack.language,
    },
    {
      userId: 'learner',
      patienceMs: limits.patienceMs,
      signal: new AbortController().signal,
      log: silentLogger(),
      tell: (progress) => progress.kind === 'delta' && deltas.push(progress.text),
      mayShow: async (shown) => !shown.includes(questKey),
    },
  );
  return { pieces: cut.written(), texts: [deltas.join(''), generated?.text ?? ''] };
}

/** A model that is told to stop after some pieces, so that many answers are affordable. */
function cutShort(model: LanguageModel, pieces: number): { model: LanguageModel; written: () => number } {
  let written = 0;
  return {
    written: () => written,
    model: {
      ...model,
      generate: (messages, { onText, ...rest }) =>
        model.generate(messages, { ...rest, onText: (text) => ++written < pieces && onText(text) }),
    },
  };
}
