import { beforeAll, describe, expect, it } from '@jest/globals';
import { selectPassages } from '../../../src/services/answering/citations.js';
import { composeExtractive } from '../../../src/services/answering/extractive.js';
import { markdownBlocks } from '../../../src/services/indexing/formats/markdown.js';
import type { Passage } from '../../../src/services/retrieval/engine.js';
import { createLexicalEngine } from '../../../src/services/retrieval/lexical-engine.js';
import { beginnerQuestions } from '../../beginner-questions.js';
import { lessonPassages, vocabulary } from '../../lesson-passages.js';

let answers: { query: string; text: string }[];

beforeAll(async () => {
  const passages = await lessonPassages();
  const engine = createLexicalEngine({ passages, version: 1, vocabulary: await vocabulary() });
  const { questions } = await beginnerQuestions();
  answers = questions.map(({ query, queryType }) => {
    const [best, ...others] = selectPassages(engine.search(query, { limit: 12 }).hits).map(({ passage }) => passage);
    if (!best) return { query, text: '' };
    const neighbours = passages.filter(({ documentId }) => documentId === best.documentId);
    return { query, text: composeExtractive({ language: 'fr', queryType, found: [best, ...others], neighbours }) };
  });
});

const proseOf = (text: string) => markdownBlocks(text).filter(({ kind }) => kind === 'prose');

describe('the 30 answers made of quotations', () => {
  it('open with a sentence that names the lesson', () => {
    const wrong = answers.filter(({ text }) => !/^Voici ce qu’explique la leçon « [^»]+ »[^\n]*\.\n\n/.test(text));
    expect(wrong).toEqual([]);
  });

  it('explain in whole sentences, each paragraph ended or leading to code', () => {
    const wrong = answers.flatMap(({ query, text }) => {
      const blocks = markdownBlocks(text);
      return blocks
        .filter(({ kind, text: block }, index) => {
          if (kind === 'code' || /^\s*(?:[-*+|]|\d+\.)/m.test(block)) return false;
          const leadsToCode = block.endsWith(':') && blocks[index + 1]?.kind === 'code';
          return !/^[\p{Lu}`«*]/u.test(block) || !(/[.!?…»)]$/.test(block) || leadsToCode);
        })
        .map(({ text: block }) => ({ query, block }));
    });
    expect(wrong).toEqual([]);
  });

  it('quote an explanation, not just an opening', () => {
    expect(answers.filter(({ text }) => proseOf(text).slice(1).join('').length < 10)).toEqual([]);
    expect(answers.filter(({ text }) => text.length < 200)).toEqual([]);
  });

  it('show Python code', () => {
    expect(answers.filter(({ text }) => !/^```python\n[\s\S]+?\n```$/m.test(text))).toEqual([]);
  });

  it('are sound Markdown: fences in pairs, inline code and emphasis closed', () => {
    const wrong = answers.filter(({ text }) => {
      const fences = text.match(/^```/gm)?.length ?? 0;
      const prose = proseOf(text).map((block) => block.text);
      const unbalanced = prose.some((block) => ['`', '**'].some((mark) => (block.split(mark).length - 1) % 2 === 1));
      return fences % 2 === 1 || unbalanced;
    });
    expect(wrong).toEqual([]);
  });

  it('are short enough to read', () => {
    expect(answers.filter(({ text }) => text.length > 3500)).toEqual([]);
  });
});

describe('an answer made of quotations', () => {
  const passage = (text: string, more: Partial<Passage> = {}): Passage => ({
    id: 'x#0',
    documentId: 'x',
    title: 'Mes notes',
    headings: [],
    text,
    position: 0,
    language: 'fr',
    category: null,
    tags: [],
    ...more,
  });

  it('takes an example from further down when the best passage has none', () => {
    const best = passage('Une boucle répète.');
    const next = passage('Suite.\n\n```python\nfor x in y:\n    pass\n```', { id: 'x#1', position: 1 });
    const text = composeExtractive({ language: 'fr', queryType: 'CONCEPT', found: [best], neighbours: [best, next] });
    expect(text).toContain('Par exemple :\n\n```python\nfor x in y:');
  });

  it('ends a sentence whose example was left out, and cuts only between sentences', () => {
    const long = `${'Une phrase assez longue pour remplir la page. '.repeat(30)}Et voici`;
    const text = composeExtractive({ language: 'fr', queryType: 'CONCEPT', found: [passage(long)], neighbours: [] });
    expect(text).toMatch(/la page\.$/);
    const open = composeExtractive({
      language: 'fr',
      queryType: 'CONCEPT',
      found: [passage('Comme ceci :')],
      neighbours: [],
    });
    expect(open).toMatch(/Comme ceci\.$/);
  });

  it('speaks English around a French quotation on request, and of documents that are no lessons', () => {
    const text = composeExtractive({
      language: 'en',
      queryType: 'CONCEPT',
      found: [passage('Une liste.'), passage('Autre.', { documentId: 'y', title: 'Autres notes' })],
      neighbours: [],
    });
    expect(text).toMatch(
      /^Here is what the document “Mes notes” explains\. The document is in French; [^\n]+\.\n\nUne liste\.\n\nSee also: “Autres notes”\.$/,
    );
  });
});
