import { describe, expect, it } from '@jest/globals';
import { marked } from 'marked';
import type { LanguageModel } from '../../../src/services/answering/model.js';
import { attackedAnswer, attackedPrompt } from '../../attacked-answer.js';
import { attackerHost, attacks, questKey } from '../../fixtures/attacks.js';

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
      const rules = attackedPrompt(attack).messages[0]?.content ?? '';
      const { texts } = await attackedAnswer(obedient(attack.obeyed(rules)), attack, { patienceMs: 60_000 });
      for (const text of texts) {
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
    const { messages, template } = attackedPrompt(attack);
    const honest = attackedPrompt({ ...attack, text: 'rien' }).messages;
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
