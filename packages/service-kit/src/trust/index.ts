export { deriveServiceKey, readServiceKeys, type ServiceKeys, type ServicePair } from './keys.js';
export { createReplayGuard, type ReplayGuard } from './replay.js';
export {
  createSigner,
  MAX_CLOCK_SKEW_MS,
  type SignedEnvelope,
  type SignedFor,
  type SignedParts,
  signRequest,
  subscriptionBody,
  trustHeaders,
  type VerifiedRequest,
  verifyRequest,
} from './sign.js';
export { tokenIssuer } from './token-issuer.js';
