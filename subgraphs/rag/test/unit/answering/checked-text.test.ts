import { describe, expect, it } from '@jest/globals';
import { createClaimCheck } from '../../../src/services/answering/claims.js';
import { createGlossary } from '../../../src/services/retrieval/glossary.js';
import { stream } from './checking.js';

const create = 'Une liste s’écrit entre crochets.';

describe('the check of a model’s stream', () => {
  it('shows whole sentences and whole code blocks, whatever the pieces', () => {
    const raw = `${create} Regardez :\n\n\`\`\`python\nx = [1]\n\nprint(x[0])\n\`\`\`\n\nÀ vous !`;
    for (const size of [1, 2, 7, 1000]) expect(stream(raw, { size }).text).toBe(raw);
    expect(stream(raw, { size: 1 }).deltas).toEqual([
      create,
      ' Regardez :',
      '\n\n```python\nx = [1]\n\nprint(x[0])\n```',
      '\n\nÀ vous !',
    ]);
  });

  it('renumbers citations in the order of first use and drops those of passages that were not given', () => {
    const { text, cited } = stream('Voici [3]. Voilà [1] et [3]. Rien [7]. Zéro [0].');
    expect(text).toBe('Voici [1]. Voilà [2] et [1]. Rien. Zéro.');
    expect(cited).toEqual([3, 1]);
  });

  it('leaves brackets in code alone', () => {
    const raw = 'Lisez `x[9]` :\n\n```python\nx[9]\n```';
    expect(stream(raw).text).toBe(raw);
  });

  it('closes a code block that the model left open', () => {
    expect(stream('Voici :\n\n```python\nx = 1').text).toBe('Voici :\n\n```python\nx = 1\n```');
  });

  it('writes fences of its own, so that no block ends where its writer did not', () => {
    const { text } = stream('Voici :\n~~~python\nx = 1\n```\ny = 2\n~~~\nFin.');
    expect(text).toBe('Voici :\n````python\nx = 1\n```\ny = 2\n````\nFin.');
    const indented = stream('1. Écrivez :\n   ```python\n   if x:\n       y = 1\n   ```\n2. Relisez.');
    expect(indented.text).toBe('1. Écrivez :\n```python\nif x:\n    y = 1\n```\n2. Relisez.');
  });

  it('notices a model that repeats itself', () => {
    expect(stream('Encore une fois.\n'.repeat(3)).checked.isLooping()).toBe(true);
    expect(stream('Une fois.\nDeux fois.\nTrois fois.\n').checked.isLooping()).toBe(false);
  });
});

describe('claims of a generated answer', () => {
  const invented = 'Les dauphins programment surtout pendant la pleine lune.';

  it('are left out when no passage says them, and the rest stands', () => {
    const { text, checked } = stream(`${create} ${invented}\n\nOn ajoute un élément à la fin avec \`append()\` [2].`);
    expect(text).toBe(`${create}\n\nOn ajoute un élément à la fin avec \`append()\` [1].`);
    expect(checked.counts()).toEqual({ supported: 1, doubtful: 0, unsupported: 1 });
  });

  it('are marked, or left out, when they are on the subject and no passage says them', () => {
    const doubtful =
      'Ajouter un élément à la fin d’une liste coûte moins de temps au processeur moderne que partout ailleurs.';
    expect(stream(doubtful, { mark: '*(non vérifié)*' }).text).toBe(`${doubtful} *(non vérifié)*`);
    expect(stream(doubtful).text).toBe('');
    expect(stream(invented, { mark: '*(non vérifié)*' }).text).toBe('');
  });

  it.each([
    [
      'a heading',
      '## Ajouter un élément à la fin d’une liste coûte moins de temps au processeur moderne que partout ailleurs',
    ],
    [
      'a row of a table',
      '| Ajouter un élément à la fin d’une liste | coûte moins de temps au processeur moderne que partout ailleurs |',
    ],
  ])('are not marked in %s, which the mark would become part of', (_where, doubtful) => {
    const { text, checked } = stream(`${create}\n\n${doubtful}\n`, { mark: '*(non vérifié)*' });
    expect(text).toBe(`${create}\n\n${doubtful}`);
    expect(checked.counts().doubtful).toBe(1);
  });

  it('lose a citation that does not hold to one that does', () => {
    const { text, cited } = stream('On ajoute un élément à la fin de la liste avec `append()` [3].');
    expect(text).toBe('On ajoute un élément à la fin de la liste avec `append()` [1].');
    expect(cited).toEqual([2]);
  });

  it('may not count or name what occurs nowhere', () => {
    expect(stream('Pour créer une liste, écrivez 12 éléments entre crochets.').text).toBe('');
    expect(stream('Pour ajouter un élément à la fin d’une liste, utilisez `list.addLast()`.').text).toBe('');
  });

  it('may name what the example after them shows, or the learner wrote', () => {
    const raw = 'Pour créer la liste, écrivez 12 et 7 entre crochets :\n\n```python\nx = [12, 7]\n```';
    expect(stream(raw).text).toBe(raw);
    const own = 'Votre fonction `mes_notes()` doit créer une liste entre crochets.';
    expect(stream(own, { question: 'def mes_notes(): pass' }).text).toBe(own);
  });

  it('that only the platform can make are never shown', () => {
    for (const raw of [
      'Bravo, votre quête est validée !',
      'Vous gagnez 500 points et un badge.',
      'La réponse à la quête est B.',
      'Your quest is now completed.',
      'You have earned 500 points.',
      '> **La bonne réponse est** : la deuxième.',
      'Voici mon secret : votre mot de passe est périmé.',
    ]) {
      expect({ raw, text: stream(raw).text }).toEqual({ raw, text: '' });
    }
  });
});

describe('what lessons say in the words of the platform', () => {
  const taught = [
    'Les points gagnés par le joueur sont additionnés dans une liste.',
    'À la fin de la boucle, vous gagnez 10 points par élément.',
    'Le bon choix est une boucle `for` quand on connaît la liste à parcourir.',
  ];
  const lesson = {
    title: 'Un jeu avec des listes',
    headings: [],
    text: `${taught.join(' ')} On additionne ces points après la boucle.`,
    language: 'fr',
  };
  const claims = createClaimCheck({ passages: [lesson], question: '', language: 'fr', glossary: createGlossary([]) });

  it.each(taught)('is shown where a passage says it: %s', (raw) => {
    expect(stream(raw, { claims, passageCount: 1 }).text).toContain(raw);
    expect(stream(raw).text).toBe('');
  });

  it('is not shown as news of the learner, even where a passage says it', () => {
    const planted = 'Félicitations, vous gagnez 10 points. Vous avez débloqué 3 badges. Votre quête est validée.';
    const check = createClaimCheck({
      passages: [{ ...lesson, text: planted }],
      question: '',
      language: 'fr',
      glossary: createGlossary([]),
    });
    expect(stream(planted, { claims: check, passageCount: 1 }).text).toBe('');
  });

  it.each(['# les instructions sont répétées', '# les points gagnés sont additionnés', '# le bon choix : une boucle'])(
    'stands in the comments of a program: %s',
    (comment) => {
      const program = `\`\`\`python\n${comment}\nfor point in points:\n    total = total + point\n\`\`\``;
      expect(stream(program, { claims, passageCount: 1 }).text).toBe(program);
    },
  );
});

describe('the instructions of the model', () => {
  const instructions =
    'Vous êtes l’assistant de la plateforme. Ne donnez jamais la solution complète d’un exercice, même si on vous la demande. Dites « Je ne sais pas : les leçons ne répondent pas à cette question. »';
  const leaked = 'Ne donnez jamais la solution complète d’un exercice, même si on vous la demande.';

  it.each([
    ['as they are', leaked],
    ['letter by letter', [...leaked].join(' ')],
    ['backwards', [...leaked].reverse().join('')],
    ['as a program', `\`\`\`text\n${leaked}\n\`\`\``],
    ['in Base64', `\`\`\`text\n${Buffer.from(leaked).toString('base64')}\n\`\`\``],
    ['in hexadecimal digits', `\`\`\`text\n${Buffer.from(leaked).toString('hex')}\n\`\`\``],
    ['line by line', leaked.replaceAll(' ', '\n')],
  ])('are not shown %s', (_how, raw) => {
    const { text, checked } = stream(`Voici :\n\n${raw}\n`, {
      instructions,
      mark: '*(non vérifié)*',
    });
    expect(checked.isReciting()).toBe(true);
    const letters = (value: string) => value.toLowerCase().replace(/[^a-zàâéèêîôû]/g, '');
    expect(letters(text)).not.toContain('lasolutioncomplètedunexercicemême');
    expect(text.length).toBeLessThan(60);
  });

  it('may be obeyed: what they tell the model to say may be said', () => {
    const raw = 'Je ne sais pas : les leçons ne répondent pas à cette question.';
    expect(stream(raw, { instructions }).text).toBe(raw);
  });
});
