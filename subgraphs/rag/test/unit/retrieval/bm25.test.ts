import { describe, expect, it } from '@jest/globals';
import { createBm25Engine } from '../../../src/services/retrieval/bm25.js';
import type { Passage } from '../../../src/services/retrieval/engine.js';

const passage = (id: string, text: string, more: Partial<Passage> = {}): Passage => ({
  id,
  documentId: id,
  title: id,
  headings: [],
  text,
  position: 0,
  language: 'fr',
  category: null,
  tags: [],
  ...more,
});

const ids = (found: readonly { passage: Passage }[]) => found.map(({ passage: { id } }) => id);

describe('the passage search', () => {
  it('ranks a word in a heading above the same word in the text', () => {
    const engine = createBm25Engine(
      [
        passage('texte', 'Un dictionnaire associe des clés à des valeurs.'),
        passage('titre', 'On associe des clés à des valeurs.', { headings: ['Les dictionnaires'] }),
        passage('autre', 'Une boucle répète.', { headings: ['Les boucles'] }),
      ],
      1,
    );
    expect(ids(engine.search('dictionnaire', { limit: 3 }))).toEqual(['titre', 'texte']);
  });

  it('prefers the passage that opens a document when several fit as well', () => {
    const title = 'Les boucles';
    const passages = [passage('a', 'Répéter.', { title, position: 3 }), passage('b', 'Répéter.', { title })];
    const engine = createBm25Engine(passages, 1);
    expect(ids(engine.search('c’est quoi une boucle', { limit: 2 }))).toEqual(['b', 'a']);
  });

  it('forgives one typing error', () => {
    const engine = createBm25Engine([passage('p', '', { headings: ['Les dictionnaires'] })], 1);
    for (const typed of ['dictionaire', 'dictionnnaire', 'ditcionnaire', 'dictiomnaire']) {
      expect(ids(engine.search(`coment créer un ${typed}`, { limit: 1, nearest: true }))).toEqual(['p']);
    }
  });

  it('understands English terms though the lessons are French', () => {
    const engine = createBm25Engine(
      [passage('boucles', 'Elle répète.', { headings: ['Les boucles'] }), passage('autre', 'Une liste.')],
      1,
    );
    expect(ids(engine.search('explain loops please', { limit: 1 }))).toEqual(['boucles']);
  });

  it('narrows by tags, category, language and document', () => {
    const engine = createBm25Engine(
      [
        passage('a', 'Les listes.', { tags: ['liste', 'append'], category: 'collections' }),
        passage('b', 'Les listes.', { tags: ['liste'], language: 'en' }),
      ],
      1,
    );
    const search = (filters: object) => ids(engine.search('listes', { limit: 5, filters, nearest: true }));
    expect(search({})).toEqual(['a', 'b']);
    expect(search({ tags: ['liste', 'append'] })).toEqual(['a']);
    expect(search({ category: 'collections' })).toEqual(['a']);
    expect(search({ language: 'en' })).toEqual(['b']);
    expect(search({ documentId: 'b' })).toEqual(['b']);
  });

  it('finds nothing in an empty index, for an empty question or for stop words alone', () => {
    expect(createBm25Engine([], 0).search('liste', { limit: 5 })).toEqual([]);
    const engine = createBm25Engine([passage('a', 'Les listes.')], 1);
    expect(engine.search('', { limit: 5 })).toEqual([]);
    expect(engine.search('comment ça marche ?', { limit: 5 })).toEqual([]);
  });

  it('names what is near when nothing fits, if asked to', () => {
    const engine = createBm25Engine(
      [passage('a', 'Le restaurant sert des listes.', { headings: ['Les listes'] }), passage('b', 'Les boucles.')],
      1,
    );
    const question = 'quel restaurant japonais choisir samedi soir';
    expect(engine.search(question, { limit: 5 })).toEqual([]);
    expect(ids(engine.search(question, { limit: 5, nearest: true }))).toEqual(['a']);
  });
});
