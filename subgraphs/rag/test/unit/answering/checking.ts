import { createCheckedText, type TextChecks } from '../../../src/services/answering/checked-text.js';
import { createClaimCheck } from '../../../src/services/answering/claims.js';
import { createLeakCheck } from '../../../src/services/answering/instructions-leak.js';
import { createKnownLinks } from '../../../src/services/answering/known-links.js';
import { createGlossary } from '../../../src/services/retrieval/glossary.js';
import { vocabulary } from '../../lesson-passages.js';

const glossary = createGlossary((await vocabulary()).entries);

/** Three passages about lists, as a model may have been given. */
export const passages = [
  {
    id: 'a',
    documentId: 'lesson:listes',
    title: 'Les listes',
    headings: ['Créer une liste'],
    text: 'Pour créer une liste, écrivez ses éléments entre crochets, séparés par des virgules. La fonction `len()` donne le nombre d’éléments.',
    position: 0,
    language: 'fr',
    category: null,
    tags: [],
  },
  {
    id: 'b',
    documentId: 'lesson:listes',
    title: 'Les listes',
    headings: ['Ajouter un élément'],
    text: 'Pour ajouter un élément à la fin d’une liste, utilisez la méthode `append()`. Elle modifie la liste et renvoie `None`.',
    position: 1,
    language: 'fr',
    category: null,
    tags: [],
  },
  {
    id: 'c',
    documentId: 'lesson:boucle-for',
    title: 'La boucle for',
    headings: [],
    text: 'La boucle `for` prend les éléments d’une liste un par un, dans l’ordre.',
    position: 0,
    language: 'fr',
    category: null,
    tags: [],
  },
];

/** What generation checks an answer with, over these passages. */
export function checksWith(
  changes: Partial<TextChecks> & { instructions?: string; question?: string } = {},
): TextChecks {
  const { instructions = '', question = '', ...rest } = changes;
  return {
    passageCount: passages.length,
    claims: createClaimCheck({ passages, question, language: 'fr', glossary }),
    leaks: createLeakCheck(
      instructions,
      passages.map(({ text }) => text),
    ),
    links: createKnownLinks({ pages: ['/lessons/listes'], publicUrl: 'https://doctorpy.fr' }),
    mark: null,
    ...rest,
  };
}

/** Streams a raw text in pieces of `size` characters; gives the deltas that were shown. */
export function stream(
  raw: string,
  { size = 3, ...changes }: { size?: number } & Parameters<typeof checksWith>[0] = {},
) {
  const checked = createCheckedText(checksWith(changes));
  const pieces = [];
  for (let at = 0; at < raw.length; at += size) pieces.push(...checked.push(raw.slice(at, at + size)));
  pieces.push(...checked.finish());
  const deltas = pieces.map((piece) => (piece.kind === 'prose' ? piece.text : piece.before + piece.text));
  return { deltas, text: deltas.join(''), cited: checked.citedPassages(), checked };
}
