import { describe, expect, it } from '@jest/globals';
import { readPromptTemplates } from '../../../src/services/seeding/prompt-templates.js';
import { templateProblems } from '../../../src/services/templates/template-text.js';
import { content } from '../../lesson-passages.js';

const good = `Aidez.

<passages>
{{passages}}
</passages>

<quest>
{{quest}}
</quest>

<question>
{{question}}
</question>

Répondez.
`;
const templates = await readPromptTemplates(new URL('templates/', content));
const codes = (template: string, title = 'Titre') => templateProblems({ title, template }).map(({ code }) => code);

describe('the text of a prompt template', () => {
  it('can be used with rules and its three blocks', () => {
    expect(codes(good)).toEqual([]);
  });

  it('is refused with everything that is wrong with it, in both languages', () => {
    const template = good.replace('{{passages}}', '{{passage}}').replace('{{quest}}', '{{quest}} {{quest}}');
    const problems = templateProblems({ title: ' ', template });
    expect(problems.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'title EMPTY',
      'template UNKNOWN_PLACEHOLDER',
      'template PLACEHOLDER_COUNT',
      'template PLACEHOLDER_COUNT',
    ]);
    expect(problems.map(({ text }) => text.fr).join()).toContain('{{passages}} doit figurer exactement une fois');
    expect(problems.map(({ text }) => text.en).join()).toContain('{{quest}} must be there exactly once; it is there 2');
  });

  it('keeps what others write between tags, on lines of its own, in one order, after the rules', () => {
    const [passages, quest] = ['<passages>\n{{passages}}\n</passages>', '<quest>\n{{quest}}\n</quest>'];
    expect(codes(good.replace(quest, 'Quête : {{quest}}'))).toEqual(['BLOCK_MISSING']);
    expect(codes(good.replace('<quest>\n', '<quest>').replace('<question>\n', ''))).toEqual([
      'BLOCK_MISSING',
      'BLOCK_MISSING',
    ]);
    expect(codes(good.replace(passages, 'X').replace(quest, passages).replace('X', quest))).toEqual(['WRONG_ORDER']);
    expect(codes(good.replace('Aidez.', ''))).toEqual(['RULES_MISSING']);
  });

  it('has a length', () => {
    expect(codes('')).toEqual(['EMPTY']);
    expect(codes(`${'a'.repeat(6000)}${good}`, 'T'.repeat(121))).toEqual(['TOO_LONG', 'TOO_LONG']);
  });
});

describe('the prompt templates of the product', () => {
  it('are there for every type, level, language and situation, each once', () => {
    const wanted = ['CODE_HELP', 'CONCEPT', 'DEBUG', 'EXERCISE'].flatMap((type) =>
      ['BEGINNER', 'INTERMEDIATE', 'ADVANCED'].flatMap((level) =>
        ['fr', 'en'].flatMap((language) =>
          ['FREE', 'IN_QUEST', 'ERROR_MESSAGE'].map((situation) => [type, level, language, situation].join(' ')),
        ),
      ),
    );
    const found = templates.map((each) => [each.queryType, each.level, each.language, each.situation].join(' '));
    expect(found.toSorted()).toEqual(wanted.toSorted());
    expect(new Set(templates.map(({ template }) => template)).size).toBe(wanted.length);
    expect(new Set(templates.map(({ title, language }) => `${language} ${title}`)).size).toBe(wanted.length);
  });

  it('never let the answer to a quest be given, and say so in the language of the answer', () => {
    const saysSo = {
      fr: /ne donnez (pas|jamais) (la réponse|la solution)/i,
      en: /(do not|never) give the (answer|full)/i,
    };
    for (const { _id, language, template } of templates) {
      expect([_id, template]).toEqual([_id, expect.stringMatching(saysSo[language === 'fr' ? 'fr' : 'en'])]);
    }
  });

  it('address the learner formally in French, and keep French spaces', () => {
    for (const { _id, template } of templates.filter(({ language }) => language === 'fr')) {
      expect([_id, template.match(/(?<![\p{L}])(tu|ton|ta|tes|toi)(?![\p{L}])/iu)]).toEqual([_id, null]);
      expect([_id, template.match(/[^\s] [:;!?»]/)]).toEqual([_id, null]);
    }
  });

  it('explain an error, say where to look and how to verify, whenever one was pasted', () => {
    for (const { _id, language, template } of templates.filter(({ situation }) => situation === 'ERROR_MESSAGE')) {
      const form = template.slice(template.indexOf(language === 'fr' ? 'Forme de' : 'Form of'));
      const said =
        language === 'fr'
          ? [
              /signifie|cause|règle|erreur/i,
              /regarder|ligne|pile d’appels|expérience/i,
              /vérif|tester|corriger soi-même/i,
            ]
          : [/means|cause|rule|error/i, /look|line|call stack|experiment/i, /verif|check|confirm|test|correct/i];
      for (const pattern of said) expect([_id, form]).toEqual([_id, expect.stringMatching(pattern)]);
    }
  });
});
