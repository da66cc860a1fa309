import { createInlineSigningKeyProvider, defineConfig, extractFromHeader } from '@graphql-hive/gateway';

/**
 * Hive Gateway as its documentation shows it for tokens: verified with a key of its own, refused when missing or wrong, and what they
 * say handed on to the subgraphs in `extensions`. Without `JWT_SECRET`, nothing but defaults.
 */
const { JWT_SECRET, TOKEN_ISSUER } = process.env;

export const gatewayConfig = defineConfig(
  JWT_SECRET
    ? {
        jwt: {
          tokenLookupLocations: [extractFromHeader({ name: 'authorization', prefix: 'Bearer' })],
          signingKeyProviders: [createInlineSigningKeyProvider(JWT_SECRET)],
          tokenVerification: { algorithms: ['HS256'], issuer: TOKEN_ISSUER, audience: TOKEN_ISSUER },
          reject: { missingToken: true, invalidToken: true },
          forward: { payload: true, token: false },
        },
      }
    : {},
);
