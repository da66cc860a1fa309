import { badUserInput, type FieldProblem, type Localised } from '@doctorpy/service-kit/errors';
import type { z } from 'zod';

/** What can be wrong with an input of auth; schemas use these as their messages. */
export type ProblemCode = keyof typeof problemTexts;

/** The sentences for each problem. */
const problemTexts = {
  INVALID_EMAIL: {
    fr: 'L’adresse e-mail n’est pas valable : écrivez-la en entier et sans accents, comme « lea@exemple.fr ».',
    en: 'The e-mail address is not valid: write it in full and without accents, like “lea@example.org”.',
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
    fr: 'Le mot de passe ne doit contenir ni votre adresse e-mail, ni votre pseudo, ni le nom de DoctorPy.',
    en: 'The password must contain neither your e-mail address, nor your display name, nor the name DoctorPy.',
  },
  PASSWORD_WEAK: {
    fr: 'Ce mot de passe est trop facile à deviner : allongez-le, par exemple de deux ou trois mots au hasard.',
    en: 'This password is too easy to guess: make it longer, for example by two or three random words.',
  },
  PASSWORD_BREACHED: {
    fr: 'Ce mot de passe figure dans des fuites de données : choisissez-en un autre, et changez-le partout où il sert.',
    en: 'This password has appeared in data leaks: choose another one, and change it wherever else you use it.',
  },
  PASSWORD_WRONG: {
    fr: 'Ce n’est pas votre mot de passe actuel.',
    en: 'This is not your current password.',
  },
  PASSWORD_ABSENT: {
    fr: 'Votre compte n’a pas de mot de passe : choisissez-en un d’abord (mutation requestPasswordReset).',
    en: 'Your account has no password: choose one first (mutation requestPasswordReset).',
  },
  PASSWORD_REQUIRED: {
    fr: 'Donnez votre mot de passe actuel.',
    en: 'Give your current password.',
  },
  SIGN_IN_TOO_OLD: {
    fr: 'Votre compte n’a pas de mot de passe : reconnectez-vous, puis recommencez dans les 10 minutes.',
    en: 'Your account has no password: sign in again, then retry within 10 minutes.',
  },
  SIGN_IN_INVALID: {
    fr: 'Cette connexion n’est plus valable : elle a expiré, a déjà servi ou a commencé dans un autre navigateur. Recommencez depuis le début.',
    en: 'This sign-in is no longer valid: it expired, was used already or began in another browser. Start again.',
  },
  PROVIDER_EMAIL_MISSING: {
    fr: 'Ce service n’a pas transmis votre adresse e-mail : autorisez-le à le faire, ou inscrivez-vous avec un mot de passe.',
    en: 'This service did not tell your e-mail address: allow it to, or register with a password.',
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
  DISPLAY_NAME_MIXED_SCRIPTS: {
    fr: 'Le pseudo mélange des alphabets dont les lettres se ressemblent : écrivez-le dans un seul.',
    en: 'The display name mixes alphabets whose letters look alike: write it in one of them.',
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
    fr: 'Donnez le jeton de rafraîchissement reçu à la connexion. Dans un navigateur qui le garde en cookie, envoyez la mutation par POST avec l’en-tête doctorpy-session: cookie.',
    en: 'Give the refresh token received at sign-in. In a browser that keeps it in a cookie, send the mutation by POST with the header doctorpy-session: cookie.',
  },
  REFRESH_TOKEN_IN_COOKIE: {
    fr: 'Avec l’en-tête doctorpy-session: cookie, le jeton se lit dans le cookie : omettez l’argument.',
    en: 'With the header doctorpy-session: cookie the token is read from the cookie: leave the argument out.',
  },
  TOTP_CODE_WRONG: {
    fr: 'Ce n’est pas le code que montre votre application : vérifiez l’heure de votre téléphone et donnez le code suivant.',
    en: 'This is not the code that your app shows: check the clock of your phone and give the next code.',
  },
  OWN_SECOND_FACTOR: {
    fr: 'Pour votre propre compte, utilisez la mutation disableTotp, avec un code.',
    en: 'For your own account, use the mutation disableTotp, with a code.',
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

/** What reads each field. */
type FieldSchemas = Record<string, z.ZodType>;
type FieldInputs<Shape extends FieldSchemas> = { readonly [Name in keyof Shape]?: unknown };
type FieldValues<Shape extends FieldSchemas> = { [Name in keyof Shape]: z.infer<Shape[Name]> };

/**
 * Reads every field of `input` with its own schema.
 * @throws DomainError BAD_USER_INPUT with the problems of all fields at once
 */
export function readFields<Shape extends FieldSchemas>(shape: Shape, input: FieldInputs<Shape>): FieldValues<Shape> {
  return valuesOf(Object.entries(shape).map(([name, schema]) => [name, schema.safeParse(input[name])]));
}

/** The same where a schema takes its time, as that of a new password does. */
export async function readFieldsAsync<Shape extends FieldSchemas>(
  shape: Shape,
  input: FieldInputs<Shape>,
): Promise<FieldValues<Shape>> {
  const read = Object.entries(shape).map(
    async ([name, schema]) => [name, await schema.safeParseAsync(input[name])] as const,
  );
  return valuesOf(await Promise.all(read));
}

function valuesOf<Shape extends FieldSchemas>(
  results: readonly (readonly [string, z.ZodSafeParseResult<unknown>])[],
): FieldValues<Shape> {
  const problems = results.flatMap(([name, { error }]) =>
    (error?.issues ?? []).map(({ message }) => problem(['input', name], codeOf(message))),
  );
  if (problems.length > 0) throw badUserInput(problems);
  return Object.fromEntries(results.map(([name, { data }]) => [name, data])) as FieldValues<Shape>;
}

function codeOf(message: string): ProblemCode {
  if (Object.hasOwn(problemTexts, message)) return message as ProblemCode;
  throw new Error(`A schema of auth has no problem code: ${message}`);
}
