import type { Language } from '@doctorpy/service-kit/caller';

/** The sentences that frame quoted passages, in one language. */
export interface Wording {
  /** `isForeign`: the source is in the other language. */
  opening(source: { isLesson: boolean; isForeign: boolean; title: string; heading: string | null }): string;
  example: string;
  /** Before what a program shows. */
  output: string;
  tryIt: string;
  seeAlso(titles: readonly string[]): string;
  nothingFound(titles: readonly string[]): string;
  /** To talk that asks nothing. */
  nothingAsked: string;
  /** In place of an answer that would give away a question of the learner's quest. */
  withheld(titles: readonly string[]): string;
  /** In place of an answer of which nobody can tell whether it would. */
  unchecked: string;
  /** After what could be said of it. */
  cutShort: string;
}

/** The frame of an answer in a language; what is quoted keeps its own. */
export const wording: Readonly<Record<Language, Wording>> = {
  fr: {
    opening: ({ isLesson, isForeign, title, heading }) =>
      `Voici ce qu’explique ${isLesson ? 'la leçon' : 'le document'} « ${title} »${heading ? ` dans la partie « ${heading} »` : ''}${isForeign ? ' (en anglais)' : ''}.`,
    example: 'Par exemple :',
    output: 'Résultat :',
    tryIt: 'Pour s’entraîner : refaire cet exemple sans le regarder, puis changer ses valeurs et prévoir le résultat.',
    seeAlso: (titles) => `Voir aussi : ${list(titles.map(frenchQuotes), 'et')}.`,
    nothingFound: (titles) =>
      [
        'Je n’ai rien trouvé dans les leçons qui réponde à cette question.',
        'Essayez de la reformuler avec le nom de la notion Python, ou copiez le message d’erreur en entier.',
        titles.length > 0 ? `Ces leçons sont peut-être proches : ${list(titles.map(frenchQuotes), 'et')}.` : '',
      ]
        .filter(Boolean)
        .join(' '),
    nothingAsked:
      'Je réponds aux questions sur Python : nommez une notion, collez un message d’erreur, ou dites ce que votre programme doit faire.',
    withheld: (titles) =>
      [
        'Ce que j’ai trouvé donnerait la réponse à une question de votre quête en cours : je vous la laisse.',
        titles.length > 0
          ? `Relisez ${list(titles.map(frenchQuotes), 'et')}, puis demandez-moi une étape précise.`
          : 'Demandez-moi plutôt une étape précise.',
        'Les indices de la question peuvent aussi vous aider.',
      ].join(' '),
    unchecked:
      'Je ne peux pas vérifier pour l’instant que ma réponse n’en dirait pas trop sur votre quête. Réessayez dans une minute, ou relisez la leçon.',
    cutShort:
      'La suite donnerait la réponse à une question de votre quête en cours : essayez d’abord avec ce qui précède.',
  },
  en: {
    opening: ({ isLesson, isForeign, title, heading }) =>
      `Here is what the ${isLesson ? 'lesson' : 'document'} “${title}” explains${heading ? ` under “${heading}”` : ''}.${isForeign ? ` The ${isLesson ? 'lesson' : 'document'} is in French; its code is the same in every language.` : ''}`,
    example: 'For example:',
    output: 'Output:',
    tryIt: 'To practise: write this example again without looking, then change its values and predict the result.',
    seeAlso: (titles) => `See also: ${list(titles.map(englishQuotes), 'and')}.`,
    nothingFound: (titles) =>
      [
        'I found nothing in the lessons that answers this question.',
        'Try to put it with the name of the Python notion, or paste the whole error message.',
        titles.length > 0 ? `These lessons may be near: ${list(titles.map(englishQuotes), 'and')}.` : '',
      ]
        .filter(Boolean)
        .join(' '),
    nothingAsked:
      'I answer questions about Python: name a notion, paste an error message, or say what your program is to do.',
    withheld: (titles) =>
      [
        'What I found would give away a question of the quest you are in: that one is yours.',
        titles.length > 0
          ? `Read ${list(titles.map(englishQuotes), 'and')} again, then ask me about one step.`
          : 'Ask me about one step of it instead.',
        'The hints of the question can help, too.',
      ].join(' '),
    unchecked:
      'For the moment I cannot check that my answer would not tell too much about your quest. Try again in a minute, or read the lesson again.',
    cutShort: 'The rest would give away a question of the quest you are in: try first with what stands above.',
  },
};

const frenchQuotes = (title: string): string => `« ${title} »`;
const englishQuotes = (title: string): string => `“${title}”`;

function list(items: readonly string[], and: string): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${and} ${items.at(-1)}`;
}
