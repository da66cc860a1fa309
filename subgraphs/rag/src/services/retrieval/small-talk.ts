import { fold } from './analysis.js';

/**
 * Whether something is said to the assistant itself ("tu t'appelles comment", "what's your favourite film"). Such a question may
 * share every word with a lesson ("c'est quoi ton nom") and is about none.
 */
export function isSmallTalk(query: string): boolean {
  // A program may ask for an age, and a question be about such a program.
  const spoken = fold(query.replace(/"[^"\n]*"|«[^»\n]*»|“[^”\n]*”|`[^`\n]*`|(?<=[(=,] ?f?)'[^'\n]*'/g, ' '));
  const said = ` ${spoken.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
  return !/\w\(/.test(spoken) && !ofProgram.test(said) && toYou.some((form) => form.test(said));
}

/** Who says one of these speaks of a program that asks. */
const ofProgram =
  / (?:programmes?|programs?|code|script|python|print|input|variables?|affiche[rz]?|demande[rz]?|asks?|utilisateurs?|users?) /;

const toYou = [
  / (?:ton|ta|tes|votre|vos) (?:vrai |vrais |petit |petite )?(?:nom|prenom|age|avis|pere|mere|famille|createur|createurs|film|plat|couleur|jeu|jour|numero|adresse|mail|vie|humeur|reve|opinion|secret|patron|patronne|copain|copine)s? /,
  / your (?:own |real |favou?rite )?(?:name|age|opinion|father|mother|family|creator|film|movie|colou?r|food|number|address|mail|email|life|mood|dream|secret|boss|day|job)s? /,
  / (?:prefere|preferee|preferes|preferees) tu /,
  / tu (?:t appelles?|m aimes|me detestes|aimes?|preferes?|detestes?|dors|manges|habites|penses a|crois en|connais (?:mon|ma|mes|quelqu)|sors|rigoles|pleures|reves|t ennuies|as quel age|es (?:qui|un|une|la|marie|content|nul|bete|intelligent|humain|mechant|drole|gentil|amoureux|celibataire)) /,
  / t (?:es|as) (?:qui|un robot|une ia|nul|nulle|quel age|trop|bete|con|humain|faim|soif|peur|drole|mignon|gentil) /,
  / (?:es|as|aimes|preferes|dors|connais|crois|manges|habites) tu (?:qui|un|une|faim|peur|marie|content|humain|robot|en|a|la|le|les|dieu|quel) /,
  / (?:quel age as|qui es|qui etes|ou habites|comment t appelles|comment vas|comment allez) (?:tu|vous) /,
  / (?:who are you|how are you|how old are you|are you (?:human|a robot|real|ok|happy|married|an ai|alive)|do you (?:love|like|hate|sleep|eat|dream) |i (?:love|hate) you|where do you live) ?/,
  / (?:je t aime|je te deteste|je suis (?:triste|content|contente|fatigue|fatiguee|heureux|heureuse|malade|amoureux|amoureuse)|raconte moi une (?:blague|histoire)|tell me a (?:joke|story)) /,
];
