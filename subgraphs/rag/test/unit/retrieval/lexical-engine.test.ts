import { describe, expect, it } from '@jest/globals';
import type { Passage } from '../../../src/services/retrieval/engine.js';
import { emptyVocabulary, type Vocabulary } from '../../../src/services/retrieval/glossary.js';
import { createLexicalEngine } from '../../../src/services/retrieval/lexical-engine.js';

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

const words: Vocabulary = {
  entries: [
    { fr: ['boucle'], en: ['loop'], python: ['for'] },
    { fr: ['chaîne de caractères'], en: ['string'], python: ['str'] },
  ],
  elsewhere: ['java'],
  everyday: [],
};

const engineOf = (passages: Passage[], vocabulary: Vocabulary = emptyVocabulary) =>
  createLexicalEngine({ passages, version: 1, vocabulary });

const search = (passages: Passage[], query: string, filters = {}, vocabulary = words) =>
  engineOf(passages, vocabulary).search(query, { limit: 5, filters, nearest: true }).hits;

const ids = (found: readonly { passage: Passage }[]) => found.map(({ passage: { id } }) => id);

describe('the passage search', () => {
  it('ranks a word in a heading above the same word in the text, and both above code', () => {
    const passages = [
      passage('texte', 'Un dictionnaire associe des clés à des valeurs.'),
      passage('code', 'On associe des clés à des valeurs.\n\n```python\ndictionnaire = {}\n```'),
      passage('titre', 'On associe des clés à des valeurs.', { headings: ['Les dictionnaires'] }),
      passage('autre', 'Une boucle répète.', { headings: ['Les boucles'] }),
    ];
    expect(ids(search(passages, 'dictionnaire'))).toEqual(['titre', 'texte', 'code']);
  });

  it('prefers the passage that opens a document when several fit as well', () => {
    const title = 'Les boucles';
    const passages = [passage('a', 'Répéter.', { title, position: 3 }), passage('b', 'Répéter.', { title })];
    expect(ids(search(passages, 'c’est quoi une boucle'))).toEqual(['b', 'a']);
  });

  it('prefers what explains to what describes everything', () => {
    const passages = [
      passage('reference', 'Trier une séquence.', { kind: 'reference' }),
      passage('faq', 'Trier une séquence.', { kind: 'faq' }),
    ];
    expect(ids(search(passages, 'trier une séquence'))).toEqual(['faq', 'reference']);
  });

  it('prefers words that stand together as in the question', () => {
    const passages = [
      passage('loin', 'La variable garde une valeur. On parle aussi de sa portée.'),
      passage('pres', 'On parle de la portée des variables. La suite est une valeur.'),
    ];
    expect(ids(search(passages, 'portée des variables'))[0]).toBe('pres');
  });

  it('forgives one typing error, and two in a long word', () => {
    const passages = [passage('p', '', { headings: ['Les dictionnaires'] })];
    for (const typed of ['dictionaire', 'dictionnnaire', 'ditcionnaire', 'dictiomnaire', 'dictionairres']) {
      expect(ids(search(passages, `coment créer un ${typed}`))).toEqual(['p']);
    }
  });

  it('understands words without their accents or apostrophes', () => {
    const passages = [passage('p', 'On peut trier et répéter.', { headings: ["L'écran"] })];
    for (const typed of ['triér', 'repeter', 'lecran']) expect(ids(search(passages, typed))).toEqual(['p']);
  });

  it('leaves a word that exists as it is, though another is more frequent', () => {
    const passages = [passage('piste', 'La piste.'), passage('a', 'La liste.'), passage('b', 'Une liste.')];
    expect(ids(search(passages, 'piste'))).toEqual(['piste']);
  });

  it('never corrects an identifier', () => {
    expect(search([passage('p', 'On lit `ma_liste`.')], 'ma_piste')).toEqual([]);
  });

  it('understands English and Python names of a notion, and names of several words', () => {
    const passages = [
      passage('boucles', 'Elle répète.', { headings: ['Les boucles'] }),
      passage('textes', 'Un `str`.'),
      passage('autre', 'Une liste.'),
    ];
    expect(ids(search(passages, 'explain loops please'))).toEqual(['boucles']);
    expect(ids(search(passages, 'chaîne de caractères'))).toEqual(['textes']);
    expect(search(passages, 'explain loops please', {}, emptyVocabulary)).toEqual([]);
  });

  it('says what matched, where, and how', () => {
    const passages = [passage('p', 'Elle répète.', { headings: ['Les boucles'] })];
    const [found] = search(passages, 'loops repeter');
    expect(found?.coverage).toBeGreaterThan(0.5);
    expect(found?.matches).toEqual([
      expect.objectContaining({ word: 'repeter', by: 'word', fields: ['body'] }),
      expect.objectContaining({ word: 'loops', by: 'glossary', fields: ['heading'] }),
    ]);
  });

  it('narrows by tags, category, kind, language and document', () => {
    const passages = [
      passage('a', 'Les listes.', { tags: ['liste', 'append'], category: 'collections', kind: 'lesson' }),
      passage('b', 'Les listes.', { tags: ['liste'], language: 'en' }),
    ];
    const found = (filters: object) => ids(search(passages, 'listes', filters)).sort();
    expect(found({})).toEqual(['a', 'b']);
    expect(found({ tags: ['liste', 'append'] })).toEqual(['a']);
    expect(found({ category: 'collections' })).toEqual(['a']);
    expect(found({ kind: 'lesson' })).toEqual(['a']);
    expect(found({ language: 'en' })).toEqual(['b']);
    expect(found({ documentId: 'b' })).toEqual(['b']);
  });

  it('withholds the explanation of an answer until its question is settled', () => {
    const passages = [passage('p', 'Les listes.', { questionId: 'quest:1' })];
    expect(search(passages, 'listes')).toEqual([]);
    expect(ids(search(passages, 'listes', { settledQuestions: ['quest:1'] }))).toEqual(['p']);
    expect(search(passages, 'listes', { settledQuestions: ['quest:2'] })).toEqual([]);
  });

  it('finds the same, with the same confidence, whether there are explanations of answers or not', () => {
    const open = [
      passage('a', 'Une liste garde des valeurs : `noms = []`. Une boucle la parcourt.'),
      passage('b', 'Une boucle répète.', { headings: ['Les boucles'] }),
    ];
    const withheld = ['boucle', 'liste', 'raton', 'bouclier', 'Java'].map((word, index) =>
      passage(`w${index}`, `${word} ${word} ${word}, donc \`${word} = 7\`.`, {
        headings: [word],
        questionId: `quest:${index}`,
      }),
    );
    const [without, among] = [open, [...open, ...withheld]].map((passages) => engineOf(passages, words));
    for (const asked of ['boucle', 'listes', 'une bouclie', 'les ratons', 'une boucle en Java', 'noms']) {
      const options = { limit: 5, nearest: true };
      expect(among?.search(asked, options)).toEqual(without?.search(asked, options));
    }
  });

  it('finds nothing in an empty index, for an empty question or for stop words alone', () => {
    expect(search([], 'liste')).toEqual([]);
    expect(search([passage('a', 'Les listes.')], '')).toEqual([]);
    expect(search([passage('a', 'Les listes.')], 'comment ça marche ?')).toEqual([]);
  });

  it('is not confident in a question about another language, unless a document is about it', () => {
    const about = (title: string) => [passage('a', 'Un tableau.', { title }), passage('b', 'Une boucle.')];
    const asked = 'un tableau en Java';
    expect(engineOf(about('Les tableaux'), words).search(asked, { limit: 5 })).toMatchObject({
      hits: [],
      confidence: 0,
    });
    expect(engineOf(about('Java'), words).search(asked, { limit: 5 }).confidence).toBeGreaterThan(0);
  });

  it('is less confident where the words beside a notion are of life outside programming, and never corrects those', () => {
    const passages = [
      passage('a', 'Une boucle répète.', { headings: ['Les boucles'] }),
      passage('b', 'Une orelle verte.'),
    ];
    const asked = 'une boucle d’oreille';
    const confidence = (everyday: string[]) =>
      engineOf(passages, { ...words, everyday }).search(asked, { limit: 1 }).confidence;
    expect(confidence(['oreille'])).toBeLessThan(confidence([]));
    const hits = engineOf(passages, { ...words, everyday: ['oreille'] }).search('oreille', {
      limit: 1,
      nearest: true,
    }).hits;
    expect(hits).toEqual([]);
  });

  it.each(['comment demander ton nom avec input', 'print your name in python', 'print("quel est ton nom'])(
    'does not take for talk what a program asks: %s',
    (asked) => expect(engineOf([], words).isElsewhere(asked)).toBe(false),
  );

  it.each(['c’est quoi ton nom ?', 'what’s your name', 'tu as quel âge', 'tu préfères les chats ?'])(
    'takes for talk what is said to the assistant itself: %s',
    (asked) => {
      const passages = [passage('a', 'Un nom, un âge, des chats : name, nom.', { headings: ['Le nom'] })];
      expect(engineOf(passages, words).search(asked, { limit: 1 })).toMatchObject({ hits: [], confidence: 0 });
    },
  );

  it('survives any text, also a very long one', () => {
    const passages = [passage('p', '😀 \u0000 ﷽ {"$gt": ""}'), passage('q', '')];
    expect(search(passages, 'x'.repeat(10_000))).toEqual([]);
    expect(() => search(passages, `${'mot '.repeat(5_000)}😀 __ .. //`)).not.toThrow();
  });
});
