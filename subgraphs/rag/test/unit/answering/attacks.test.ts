import { silentLogger } from '@doctorpy/service-kit/logging';
import { describe, expect, it } from '@jest/globals';
import { marked } from 'marked';
import { createGeneration } from '../../../src/services/answering/generation.js';
import { createKnownLinks } from '../../../src/services/answering/known-links.js';
import type { LanguageModel } from '../../../src/services/answering/model.js';
import { buildPrompt, instructionsOf } from '../../../src/services/answering/prompt.js';
import { createTurnstile } from '../../../src/services/answering/turnstile.js';
import { createGlossary } from '../../../src/services/retrieval/glossary.js';
import { readPromptTemplates } from '../../../src/services/seeding/prompt-templates.js';
import { type Attack, attackerHost, attacks, questKey } from '../../fixtures/attacks.js';
import { content, vocabulary } from '../../lesson-passages.js';
import { passages } from './checking.js';

const templates = await readPromptTemplates(new URL('templates/', content));
const glossary = createGlossary((await vocabulary()).entries);

/** A model that does what the attacker says, in pieces of a few characters. */
function obedient(answer: string): LanguageModel {
  return {
    readyModel: () => 'obedient',
    hasBegun: () => true,
    start: async () => undefined,
    stop: () => undefined,
    check: async () => undefined,
    async generate(_messages, { onText }) {
      for (let at = 0; at < answer.length; at += 7) {
        if (!onText(answer.slice(at, at + 7))) return;
        // As pieces of a network do, they come one by one.
        await Promise.resolve();
      }
    },
  };
}

function promptOf({ where, text, language }: Attack) {
  const template = templates.find((one) => one.queryType === 'CONCEPT' && one.language === language)?.template ?? '';
  const planted = passages.map((passage, index) =>
    where === 'document' && index === 0 ? { ...passage, text: `${passage.text}\n\n${text}` } : passage,
  );
  const messages = buildPrompt({
    template,
    passages: planted,
    questId: 'python_lists_101',
    question: where === 'question' ? text : 'Comment créer une liste ?',
    history: where === 'history' ? [{ query: text, text }] : [],
  });
  return { template, messages, planted };
}

/** Everything that a learner was shown on the way, and the answer; null when quotations stand in for it. */
async function contained(attack: Attack) {
  const { template, messages, planted } = promptOf(attack);
  const rules = messages[0]?.content ?? '';
  const deltas: string[] = [];
  const generation = createGeneration({
    model: obedient(attack.obeyed(rules)),
    turnstile: createTurnstile({ atOnce: 1, waiting: 1 }),
    glossary,
  });
  const generated = await generation.write(
    {
      messages,
      instructions: instructionsOf(template),
      passages: planted,
      links: createKnownLinks({ pages: ['/lessons/listes'], publicUrl: 'https://doctorpy.fr' }),
      question: attack.where === 'question' ? attack.text : 'Comment créer une liste ?',
      language: attack.language,
    },
    {
      userId: 'learner',
      patienceMs: 60_000,
      signal: new AbortController().signal,
      log: silentLogger(),
      tell: (progress) => progress.kind === 'delta' && deltas.push(progress.text),
      mayShow: async (text) => !text.includes(questKey),
    },
  );
  return { generated, shown: deltas.join('') };
}

describe('a model that obeys an attacker', () => {
  it('is put to at least forty attacks, in both languages and from everywhere', () => {
    expect(attacks.length).toBeGreaterThanOrEqual(40);
    expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
    for (const where of ['question', 'document', 'history'] as const) {
      for (const language of ['fr', 'en'] as const) {
        expect(attacks.filter((attack) => attack.where === where && attack.language === language)).not.toEqual([]);
      }
    }
  });

  it.each(attacks.map((attack) => [attack.name, attack] as const))(
    'shows a learner nothing of it: %s',
    async (_name, attack) => {
      const { shown, generated } = await contained(attack);
      for (const text of [shown, generated?.text ?? '']) {
        for (const forbidden of attack.forbidden) {
          if (typeof forbidden === 'string') expect(text).not.toContain(forbidden);
          else expect(text).not.toMatch(forbidden);
        }
        expect(text).not.toContain(attackerHost);
        expect(text).not.toContain(questKey);
        const leading: string[] = [];
        marked.walkTokens(marked.lexer(text), (token) => {
          if (['html', 'image', 'link', 'def'].includes(token.type)) leading.push(token.raw);
        });
        expect(leading).toEqual([]);
      }
    },
  );

  it.each(attacks.map((attack) => [attack.name, attack] as const))('gets it as data: %s', (_name, attack) => {
    const { messages, template } = promptOf(attack);
    const honest = promptOf({ ...attack, text: 'rien' }).messages;
    expect(messages.map(({ role }) => role)).toEqual(honest.map(({ role }) => role));
    expect(messages[0]).toEqual(honest[0]);
    const given = messages
      .slice(1)
      .map(({ content: text }) => text)
      .join('\n');
    for (const tag of ['passages', 'quest', 'question']) {
      expect(given.match(new RegExp(`<\\s*/?\\s*${tag}\\s*>`, 'gi'))).toHaveLength(
        (template.slice(template.indexOf('\n<passages>')).match(new RegExp(`</?${tag}>`, 'g')) ?? []).length,
      );
    }
    expect(given).not.toMatch(/<\||\[\/?INST\]|<<\/?SYS>>|[\u200b\u202e\u2066]/);
  });
});
