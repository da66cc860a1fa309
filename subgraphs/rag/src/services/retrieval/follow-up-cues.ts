import { fold, tokenise } from './analysis.js';
import { weakWords } from './stop-words.js';

/** What the form of a question says about whether it goes on from what came before. */
export interface FollowUpCues {
  /** Nothing is asked: thanks, greetings, consent. */
  isTalk: boolean;
  /** It opens like a continuation ("et…", "and…") or points back ("la trier", "en supprimer un", "it"). */
  leansBack: boolean;
  /** It asks for more of the same: an example, a reason, other words; or it opens like a continuation, and is no talk. */
  asksMore: boolean;
  /** It asks what something is, and so names its subject. */
  namesSubject: boolean;
  /** Words that say something of their own. */
  ownWords: number;
}

/** Reads the form of a question, without regard to what the documents are about. */
export function followUpCues(query: string): FollowUpCues {
  const said = ` ${fold(query)
    .replace(/[’'-]/g, ' ')
    .replace(/[^\p{L}\p{N}_ ]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^(?:et |and )?(?:toi|vous|nous|you) .*/, '')
    .trim()} `;
  const asked = said.replace(politeness, ' ');
  const own = new Set(
    tokenise(query).flatMap(({ kind, surface, term, partOf }) =>
      partOf !== null || kind === 'number' || weakWords.has(surface) || isAskedFor(surface) ? [] : [term],
    ),
  );
  return {
    isTalk: asked.trim() === '',
    leansBack: opens.test(asked) || pointsBack.test(asked) || pointsAtVerb(asked),
    asksMore: (more.test(asked) || opens.test(asked)) && !chat.test(asked),
    namesSubject: subject.test(asked),
    ownWords: own.size,
  };
}

/** Words that ask for more and name nothing: what they would find is not what is asked for. */
export function isAskedFor(surface: string): boolean {
  return askedFor.has(surface);
}

/** Words that link, also those that Python uses: in a question by itself they are the topic. */
export function isLink(surface: string): boolean {
  return links.has(surface);
}

const links = new Set(['and', 'or', 'no', 'such', 'with', 'from', 'in', 'is', 'as', 'for', 'if', 'not', 'on']);

const opens = /^ (?:et|mais|ou|alors|donc|sinon|and|but|or|so|then|also|what about|how about|avec|sans|with|without) /;

const pointsBack =
  / (?:ca|cela|celui|celle|ceux|celles|lui|dernier|derniere|dedans|pareil|mien|mienne|sien|elle|it|its|that|this|them|those|these) /;

/** "comment la trier", "pour en supprimer un", "l'afficher": a pronoun before a verb; "le fichier" is none. */
function pointsAtVerb(said: string): boolean {
  const pronouns = said.matchAll(
    / (?:comment|pour|peut|peux|faut|veux|dois|doit|de|et|comment bien|how to) (?:le|la|les|l|en|y) (\w{2,}(?:er|ir|re))(?= )/g,
  );
  return [...pronouns].some(([, verb = '']) => !nouns.has(verb)) || / (?:j|n|m|t|s|on|d) en \w/.test(said);
}

const nouns = new Set(
  'fichier dossier dernier premier clavier entier papier caractere lettre chiffre titre nombre ordre'.split(' '),
);

const more =
  / (?:pourquoi|comment|exemples?|encore|ensuite|apres|suite|quand|autres?|inverse|contraire|details?|detailler|preciser|precise|reformuler|reformule|resume|simple|simplement|simplifier|simplifie|clair|compris|comprends|comprend|explique|expliquer|ca|cela|c est a dire|why|how|when|examples?|more|again|else|simpler|simplify|details|understand|mean|explain|it|that|peut|peux|faut|exo|exos|exercice|exercices|corriger|corrige|can|should|fonctionne|marche) /;

/** What people put before a question, or say instead of one. */
const politeness =
  /^(?: (?:merci|thanks|thank you|ok|okay|super|parfait|genial|d accord|bonjour|bonsoir|salut|coucou|hello|hi|bonne nuit|bonne journee|au revoir|bye|beaucoup|bien|a lot|very much))+ /;

/** Talk: nothing is asked, whatever was asked before. */
const chat = / (?:salut|bonjour|bonsoir|coucou|hello|hi|merci|thanks|ca va|tu t|tu es|t es|you are|are you) /;

const askedFor = new Set(
  'montre montrer autre autres exemple exemples example examples simplifier simplifie one ones inverse contraire detail details detailler preciser precise reformuler reformule resume clair compris suite ensuite apres more again else simpler simplify show understand give'.split(
    ' ',
  ),
);

const subject =
  / (?:c est quoi|qu est ce qu|qu est ce que c est|c quoi|definition|definis|what is|what are|what s|what does|a quoi sert|a quoi servent|que fait|que font|sur les?|about) /;
