import type { Language } from '@doctorpy/service-kit/caller';

/**
 * The language a question is written in; null when that is not clear ("print", a pasted message, code). Words of one
 * language alone are counted: words of programming, of Python and of both languages say nothing, and Python's own messages,
 * which are English whoever pastes them, are left out.
 */
export function questionLanguage(query: string): Language | null {
  const prose = withoutCode(query).toLowerCase().normalize('NFC');
  const said = prose.match(/\p{L}+/gu) ?? [];
  const accents = (prose.match(/[àâçéèêëîïôùûœ]/g) ?? []).length > 0 ? 1 : 0;
  const inFrench = said.filter((word) => french.has(word)).length + accents;
  const inEnglish = said.filter((word) => english.has(word)).length;
  if (inFrench > inEnglish) return 'fr';
  return inEnglish > inFrench ? 'en' : null;
}

/** Lines that Python prints, and lines of a program. */
const notSaid =
  /^\s*(?:Traceback|File "|>>>|\.\.\.|[\w.]+\s*=[^=]|(?:for|while|if|elif|else|def|class|with|try|except|import|from|return|print)\b.*[:)]\s*$)/;

/** What is left of a question when code, file names and the messages of Python are taken out. */
function withoutCode(query: string): string {
  return query
    .replace(/```[\s\S]*?(?:```|$)/g, ' ')
    .replace(/`[^`\n]*`/g, ' ')
    .split('\n')
    .filter((line) => !notSaid.test(line))
    .map((line) => line.replace(messages, ' '))
    .join('\n');
}

/** From the name of an error, or the words with which the messages of beginners' errors begin, to the end of the line. */
const messages =
  /(?:\b\w*(?:Error|Exception|Warning|Interrupt)\b\s*:.*|\bname '[^']*' is not .*|'?\b\w+'? object (?:is not|has no|cannot|does not) .*|\b(?:can only concatenate|can't multiply|unsupported operand|invalid (?:syntax|literal|decimal|character|non-printable)|(?:list|string|tuple) (?:index|indices)|expected (?:an indented|':'|')|unexpected (?:indent|EOF|character)|unindent does not|could not convert|division by zero|no module named|cannot (?:import|access|assign|unpack)|unterminated|not supported between|was never closed|perhaps you forgot|must be str|missing \d+ required|takes \d+ positional|got an unexpected keyword|too many values|not enough values|maximum recursion|object is not|object of type)\b.*)/gi;

// Words of Python and those that both languages have say nothing.
const french = words(`
  afin ai alors au aussi aux avec avez avoir ça car ce cela celle celui ces cet cette chez cette combien comme comprends comprendre
  dans de depuis des dire dis dit donc donne donner donnez du elle elles en encore entre est et être eu exemple expliquer explique expliquez faire fais fait faut fonctionne
  il ils j je jusqu la le les leur leurs lors lorsque lui ma mais marche même mes mettre mieux moi mon montre n ne ni nos notre nous où
  par parce pas pendant peut peux plusieurs pourquoi pourrais pour qu quand quel quelle quelles quels que qui quoi quoiqu
  sa sais savoir sans se sera ses sont sous suis sur ta tes toi ton toujours tous tout toute toutes trop très tu un une utilise utiliser
  veut veux voir vos votre voudrais vous cest comment koi pk kel jai dun dune
`);

const english = words(`
  about am an are because between but can cannot could did do does doesn don each every explain get getting give had has have having
  he help her here his how i into isn it its just know let like made make makes mean means more must my need needs of our
  please should show some than that the their them then there these they this those to use used using want was we were what when
  where whether which who why will without would write wrong you your isnt dont doesnt whats im
  two three inside outside between both another other others same through before after something someone again happens happen
  gives got any
`);

function words(text: string): Set<string> {
  return new Set(text.split(/\s+/).filter(Boolean));
}
