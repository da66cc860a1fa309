import { list } from '@doctorpy/service-kit/env';
import { z } from 'zod';

/** An OpenID provider that people may sign in with. */
export interface ProviderSettings {
  /** As in AUTH_OIDC_PROVIDERS, lower case: part of the address it sends browsers back to. */
  id: string;
  /** What a button says. */
  label: string;
  /** Its issuer identifier: discovery starts there, and it must call itself so. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  scopes: string;
  /** Where it sends browsers back to; the only address given to it. */
  redirectUri: string;
}

/**
 * AUTH_OIDC_PROVIDERS names the providers; each has AUTH_OIDC_<NAME>_ISSUER, _CLIENT_ID, _CLIENT_SECRET, and may have
 * _LABEL and _SCOPES. Gives the settings of all; every problem is told under the variable that has it.
 */
export const openIdEnv = z
  .looseObject({
    NODE_ENV: z.unknown().optional(),
    PUBLIC_URL: z.unknown().optional(),
    AUTH_OIDC_PROVIDERS: list,
  })
  .transform((env, context): { AUTH_OIDC_PROVIDERS: ProviderSettings[] } => {
    const fault = (variable: string, message: string) =>
      context.addIssue({ code: 'custom', path: [variable], message, input: env[variable] });
    const names = env.AUTH_OIDC_PROVIDERS;
    const production = env.NODE_ENV === 'production';
    const publicUrl = env.PUBLIC_URL ?? (production ? undefined : LOCAL_PUBLIC_URL);
    if (names.length > 0 && publicUrl === undefined) {
      fault('PUBLIC_URL', 'OpenID providers send browsers back there: https://…');
    }
    const providers = names.map((name) => {
      if (!NAME.test(name)) fault('AUTH_OIDC_PROVIDERS', `must list names of small letters and digits, not ${name}`);
      const read = (what: string, schema: z.ZodType<string>) => {
        const variable = `AUTH_OIDC_${name.toUpperCase()}_${what}`;
        const { data, error } = schema.safeParse(env[variable]);
        if (error) fault(variable, error.issues[0]?.message ?? 'is wrong');
        return data ?? '';
      };
      return {
        id: name,
        label: read('LABEL', z.string().max(60, 'must have at most 60 characters').default(capitalised(name))),
        issuer: read('ISSUER', issuerSchema(production)),
        clientId: read('CLIENT_ID', z.string(`the provider gave one when the platform was registered with it`)),
        clientSecret: read('CLIENT_SECRET', z.string(`the provider gave one when the platform was registered with it`)),
        scopes: read(
          'SCOPES',
          z
            .string()
            .regex(/(^| )openid( |$)/, 'must contain openid')
            .default('openid email'),
        ),
        redirectUri: redirectUri(publicUrl, name),
      };
    });
    if (new Set(names).size < names.length) fault('AUTH_OIDC_PROVIDERS', 'must not name a provider twice');
    return { AUTH_OIDC_PROVIDERS: providers };
  });

/** Outside production, what a platform on one machine is called. */
const LOCAL_PUBLIC_URL = 'http://localhost:4000';
const NAME = /^[a-z][a-z0-9]{0,31}$/;

function issuerSchema(production: boolean) {
  const protocol = production ? /^https$/ : /^https?$/;
  return z
    .url({
      protocol,
      error: `must be the provider’s issuer, an ${production ? 'https://' : 'https:// or http://'} address`,
    })
    .refine(
      (issuer) => !issuer.includes('/.well-known/'),
      'must be the issuer, without /.well-known/openid-configuration',
    )
    .refine((issuer) => !/[?#]/.test(issuer), 'must have neither query nor fragment');
}

/** In the form in which URLs are compared; '' when there is no address to build on, which is told elsewhere. */
function redirectUri(publicUrl: unknown, name: string): string {
  const uri = `${String(publicUrl).replace(/\/$/, '')}/connexion/${name}`;
  return URL.canParse(uri) ? new URL(uri).href : '';
}

function capitalised(name: string): string {
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}
