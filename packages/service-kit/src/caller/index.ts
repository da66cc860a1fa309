import { z } from 'zod';
import { DomainError } from '../errors/domain-error.js';

export { networkOf } from './network.js';
export { rememberForCaller, unchangeable } from './unchangeable.js';

/** The languages the platform speaks; French is the default. */
export const languages = ['fr', 'en'] as const;
/** A language the platform speaks. */
export type Language = (typeof languages)[number];

/** Whether `text` names one of them. */
export function isLanguage(text: string): text is Language {
  return languages.some((language) => language === text);
}

/** Roles, from the least to the most powerful; ADMIN includes AUTHOR. */
export const roles = ['LEARNER', 'AUTHOR', 'ADMIN'] as const;
/** What an account may be. */
export type Role = (typeof roles)[number];

/** Who is asking, as the gateway verified it; subgraphs trust it because the request is signed. */
export const callerSchema = z.object({
  userId: z.string().min(1).nullable(),
  sessionId: z.string().min(1).nullable(),
  roles: z.array(z.enum(roles)).readonly(),
  /** Roles of the account that it may not use before it has a second factor. */
  withheldRoles: z.array(z.enum(roles)).readonly().optional(),
  ip: z.string().nullable(),
  language: z.enum(languages),
  userAgent: z.string().max(512).nullable(),
});
/** Who is asking. `userId` is null for an anonymous caller. */
export type Caller = z.infer<typeof callerSchema>;

/** A caller about whom nothing is known. */
export const anonymous: Caller = {
  userId: null,
  sessionId: null,
  roles: [],
  ip: null,
  language: 'fr',
  userAgent: null,
};

/** The error for fields that need a signed-in caller. */
export function unauthenticated(): DomainError {
  return new DomainError('UNAUTHENTICATED', {
    fr: 'Connectez-vous pour continuer (mutation login), puis envoyez l’en-tête Authorization: Bearer <accessToken>.',
    en: 'Sign in to continue (mutation login), then send the header Authorization: Bearer <accessToken>.',
  });
}

/** The error for a caller who lacks a role. */
export function forbidden(): DomainError {
  return new DomainError('FORBIDDEN', {
    fr: 'Votre compte n’a pas le droit d’accéder à cet élément.',
    en: 'Your account is not allowed to access this.',
  });
}

/** The error for a caller whose account holds the role, and may not use it before it has a second factor. */
export function secondFactorMissing(): DomainError {
  return new DomainError('MFA_REQUIRED', {
    fr: 'Votre rôle demande un second facteur. Activez-le (mutations startTotpEnrolment, puis confirmTotpEnrolment), puis renouvelez la session (mutation refreshSession).',
    en: 'Your role asks for a second factor. Enable it (mutations startTotpEnrolment, then confirmTotpEnrolment), then refresh the session (mutation refreshSession).',
  });
}

/**
 * Why a signed-in caller may not do what takes this role.
 * @returns null when they may; MFA_REQUIRED when their account holds the role and it is withheld; else FORBIDDEN
 */
export function roleMissing(caller: Pick<Caller, 'roles' | 'withheldRoles'>, role: Role): DomainError | null {
  if (hasRole(caller, role)) return null;
  return hasRole({ roles: caller.withheldRoles ?? [] }, role) ? secondFactorMissing() : forbidden();
}

/**
 * The id of the signed-in caller.
 * @throws DomainError UNAUTHENTICATED when the caller is anonymous
 */
export function requireUser(caller: Caller): string {
  if (caller.userId === null) throw unauthenticated();
  return caller.userId;
}

/** Does the caller hold this role, itself or through a more powerful one? */
export function hasRole(caller: Pick<Caller, 'roles'>, role: Role): boolean {
  return caller.roles.some((held) => roles.indexOf(held) >= roles.indexOf(role));
}

/**
 * The language to answer in, from an `Accept-Language` header.
 * Ranges are taken in order of their q-value (RFC 9110 §12.5.4); French when none fits.
 */
export function negotiateLanguage(acceptLanguage: string | null | undefined): Language {
  const ranges = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const q = parameters.map((p) => p.trim()).find((p) => p.startsWith('q='));
      return { language: tag.split('-')[0], quality: q === undefined ? 1 : Number(q.slice(2)) || 0 };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { language } of ranges) {
    const known = languages.find((candidate) => candidate === language);
    if (known) return known;
  }
  return 'fr';
}
