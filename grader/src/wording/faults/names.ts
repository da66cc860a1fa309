import { namesIn, nearName } from '../near-name.js';
import { BUILTIN_NAMES, FOREIGN_METHODS, METHODS } from '../python-names.js';
import { typeName } from '../type-name.js';
import { type Rule, when } from './rule.js';

/** Exceptions about names: of variables, of methods, of modules. */
export const NAMES: readonly Rule[] = [
  when('UnboundLocalError', /^cannot access local variable '([^']+)'/, ([name]) => ({
    fr: `\`${name}\` est une variable de la fonction, parce qu’une ligne de la fonction lui donne une valeur ; ici elle est lue avant d’en avoir reçu une. Donnez-lui d’abord une valeur dans la fonction, ou recevez-la en paramètre.`,
    en: `\`${name}\` belongs to the function, because a line of the function gives it a value; here it is read before it has one. Give it a value first inside the function, or take it as a parameter.`,
  })),
  when('NameError', /^name '([^']+)' is not defined/, ([name = ''], submission) => {
    const written = namesIn(submission);
    written.delete(name);
    const near = nearName(name, [...written, ...BUILTIN_NAMES]);
    if (near) {
      return {
        fr: `le nom \`${name}\` n’existe pas. Vouliez-vous écrire \`${near}\` ?`,
        en: `the name \`${name}\` does not exist. Did you mean \`${near}\`?`,
      };
    }
    return {
      fr: `le nom \`${name}\` n’existe pas à cet endroit. Créez-le plus haut, vérifiez son orthographe ; si c’est un texte, mettez-le entre guillemets.`,
      en: `the name \`${name}\` does not exist here. Create it above, check its spelling; if it is a text, put it in quotes.`,
    };
  }),
  when('AttributeError', /^'NoneType' object has no attribute '(\w+)'/, ([name]) => ({
    fr: `\`.${name}\` est demandé à \`None\`. Une méthode comme \`sort\` ou \`append\` modifie la liste et renvoie \`None\` : ne gardez pas son résultat. Ou bien une fonction n’a pas de \`return\`.`,
    en: `\`.${name}\` is asked of \`None\`. A method such as \`sort\` or \`append\` changes the list and returns \`None\`: do not keep its result. Or a function has no \`return\`.`,
  })),
  when('AttributeError', /^'(\w+)' object has no attribute '(\w+)'/, ([type = '', name = '']) => {
    const instead = FOREIGN_METHODS[`${type}.${name}`];
    const near = instead ?? nearName(name, METHODS[type] ?? []);
    const hint = near
      ? { fr: ` Utilisez plutôt \`${near}\`.`, en: ` Use \`${near}\` instead.` }
      : { fr: ' Vérifiez son nom, et le type de la valeur.', en: ' Check its name, and the type of the value.' };
    return {
      fr: `${typeName(type).fr} n’a pas de méthode \`${name}\`.${hint.fr}`,
      en: `${typeName(type).en} has no method \`${name}\`.${hint.en}`,
    };
  }),
  when('AttributeError', /^module '([\w.]+)' has no attribute '(\w+)'/, ([module, name]) => ({
    fr: `le module \`${module}\` ne contient pas \`${name}\`. Vérifiez l’orthographe, majuscules comprises.`,
    en: `the module \`${module}\` has no \`${name}\`. Check the spelling, capitals included.`,
  })),
  when('ModuleNotFoundError', /^No module named '([\w.]+)'/, ([name]) => ({
    fr: `le module \`${name}\` n’est pas disponible ici, ou son nom est mal écrit. Seuls les modules fournis avec Python le sont.`,
    en: `the module \`${name}\` is not available here, or its name is misspelt. Only modules that come with Python are.`,
  })),
  when('ImportError', /^cannot import name '(\w+)' from '([\w.]+)'/, ([name, module]) => ({
    fr: `le module \`${module}\` ne contient pas \`${name}\`. Vérifiez l’orthographe.`,
    en: `the module \`${module}\` has no \`${name}\`. Check the spelling.`,
  })),
];
