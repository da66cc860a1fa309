import { badUserInput, type FieldProblem, type Localised } from '@doctorpy/service-kit/errors';
import type { z } from 'zod';

/** What can be wrong with an input of auth; schemas use these as their messages. */
export type ProblemCode = keyof typeof problemTexts;

/** The sentences for each problem. */
const problemTexts = {
  INVALID_EMAIL: {
    fr: 'L’adresse e-mail n’est pas valable.',
    en: 'The e-mail address is not valid.',
  },
  PASSWORD_LENGTH: {
    fr: 'Le mot de passe doit compter de 8 à 256 caractères ; quelques mots au hasard font très bien l’affaire.',
    en: 'The password must have 8 to 256 characters; a few random words do very well.',
  },
  PASSWORD_COMMON: {
    fr: 'Ce mot de passe est trop répandu : choisissez-en un autre.',
    en: 'This password is too common: choose another one.',
  },
  PASSWORD_PERSONAL: {
    fr: 'Le mot de passe ne doit contenir ni votre adresse e-mail ni votre pseudo.',
    en: 'The password must contain neither your e-mail address nor your display name.',
  },
  PASSWORD_WRONG: {
    fr: 'Ce n’est pas votre mot de passe actuel.',
    en: 'This is not your current password.',
  },
  LINK_INVALID: {
    fr: 'Ce lien n’est plus valable : il a déjà servi ou il a expiré. Demandez-en un nouveau.',
    en: 'This link is no longer valid: it was used already or it has expired. Ask for a new one.',
  },
  SAME_EMAIL: {
    fr: 'C’est déjà votre adresse e-mail.',
    en: 'This is your e-mail address already.',
  },
  DISPLAY_NAME_LENGTH: {
    fr: 'Le pseudo doit compter de 2 à 30 caractères.',
    en: 'The display name must have 2 to 30 characters.',
  },
  DISPLAY_NAME_CHARACTERS: {
    fr: 'Le pseudo contient des caractères invisibles ou interdits.',
    en: 'The display name contains invisible or forbidden characters.',
  },
  DISPLAY_NAME_PRIVATE: {
    fr: 'Le pseudo est public : il ne doit être ni une adresse e-mail, ni un lien, ni un numéro de téléphone, ni un compte ailleurs.',
    en: 'The display name is public: it must not be an e-mail address, a link, a phone number or an account elsewhere.',
  },
  DISPLAY_NAME_RESERVED: {
    fr: 'Ce pseudo ferait croire que vous êtes la plateforme, son équipe ou un joueur anonyme : choisissez-en un autre.',
    en: 'This display name would pass for the platform, its team or an anonymous player: choose another one.',
  },
  UNKNOWN_LANGUAGE: {
    fr: 'La langue doit être « fr » ou « en ».',
    en: 'The language must be "fr" or "en".',
  },
  UNKNOWN_TIME_ZONE: {
    fr: 'Le fuseau horaire doit être un nom IANA, par exemple « Europe/Paris ».',
    en: 'The time zone must be an IANA name, for example "Europe/Paris".',
  },
  SEARCH_LENGTH: {
    fr: 'La recherche ne peut dépasser 100 caractères.',
    en: 'The search must not exceed 100 characters.',
  },
  SEARCH_TOO_WIDE: {
    fr: 'Trop de comptes correspondent à cette recherche : donnez plus de lettres.',
    en: 'Too many accounts match this search: give more letters.',
  },
  INVALID_CURSOR: {
    fr: '« after » n’est pas un curseur de cette liste : reprenez pageInfo.endCursor.',
    en: '"after" is not a cursor of this list: use pageInfo.endCursor.',
  },
  REASON_LENGTH: {
    fr: 'Le motif doit compter de 3 à 500 caractères.',
    en: 'The reason must have 3 to 500 characters.',
  },
  UNTIL_PAST: {
    fr: 'La fin de la suspension doit être dans l’avenir.',
    en: 'The end of the suspension must be in the future.',
  },
  OWN_ACCOUNT: {
    fr: 'On ne peut ni suspendre ni rétablir son propre compte : demandez-le à un autre administrateur.',
    en: 'Nobody can suspend or reinstate their own account: ask another administrator.',
  },
  REFRESH_TOKEN_REQUIRED: {
    fr: 'Donnez le jeton de rafraîchissement reçu à la connexion.',
    en: 'Give the refresh token received at sign-in.',
  },
  BASE_ROLE: {
    fr: 'Le rôle LEARNER est celui de tous les comptes : il ne se retire pas.',
    en: 'Every account is a LEARNER: this role cannot be taken away.',
  },
} as const satisfies Record<string, Localised>;

/** The problem `code` at `path`, which starts at the argument: `['input', 'email']`. */
export function problem(path: readonly string[], code: ProblemCode): FieldProblem {
  return { path, code, text: problemTexts[code] };
}

/**
 * Reads every field of `input` with its own schema.
 * @throws DomainError BAD_USER_INPUT with the problems of all fields at once
 */
export function readFields<Shape extends Record<string, z.ZodType>>(
  shape: Shape,
  input: { readonly [Name in keyof Shape]?: unknown },
): { [Name in keyof Shape]: z.infer<Shape[Name]> } {
  const problems: FieldProblem[] = [];
  const values: [string, unknown][] = [];
  for (const [name, schema] of Object.entries(shape)) {
    const result = schema.safeParse(input[name]);
    if (result.success) values.push([name, result.data]);
    else problems.push(...result.error.issues.map(({ message }) => problem(['input', name], codeOf(message))));
  }
  if (problems.length > 0) throw badUserInput(problems);
  return Object.fromEntries(values) as { [Name in keyof Shape]: z.infer<Shape[Name]> };
}

function codeOf(message: string): ProblemCode {
  if (Object.hasOwn(problemTexts, message)) return message as ProblemCode;
  throw new Error(`A schema of auth has no problem code: ${message}`);
}
