import { createHash, randomBytes } from 'node:crypto';
import type { ClientSession } from 'mongoose';
import { z } from 'zod';
import { openIdSignInInvalid } from '../../errors.js';
import type { Models } from '../../models/index.js';
import type { OpenIdFlowRecord } from '../../models/open-id-flow.model.js';
import type { KeyRing } from '../secrets/key-ring.js';
import type { Claims, FlowSecrets, ProviderAnswer } from './provider.js';

/** A sign-in at a provider that has begun. */
export interface NewFlow {
  state: string;
  /** Known to the browser that began it and to nobody else: it appears in no URL. */
  binding: string;
  secrets: FlowSecrets;
  expiresAt: Date;
}

/** What a browser shows to finish. */
export interface FlowAnswer extends ProviderAnswer {
  provider: string;
  binding: string;
}

/**
 * Sign-ins at providers between the two visits of a browser. Of states, bindings and codes only hashes are kept; nonce,
 * PKCE verifier and claims are sealed.
 */
export interface Flows {
  begin(provider: string): Promise<NewFlow>;
  /**
   * What the provider vouched for. The first call gives `exchange` the code; whoever calls again with the same answer is
   * given the same claims, until `end`. A refused exchange ends the flow.
   * @throws DomainError BAD_USER_INPUT when there is no such flow of this browser (any more), and what `exchange` throws
   */
  claims(answer: FlowAnswer, exchange: (secrets: FlowSecrets) => Promise<Claims>): Promise<Claims>;
  /** Uses the flow up in the caller's transaction. @throws DomainError BAD_USER_INPUT when another call did */
  end(transaction: ClientSession, answer: FlowAnswer): Promise<void>;
}

/** How long somebody may take at the provider and with what follows, in milliseconds. */
const FLOW_MS = 600_000;

/** The flows of one database. */
export function createFlows(deps: { models: Models; keyRing: KeyRing; now: () => Date }): Flows {
  const { models, keyRing, now } = deps;
  const { openIdFlows } = models;
  const seal = (value: object, label: string) => {
    const { sealedWith, sealedSecret } = keyRing.seal(JSON.stringify(value), label);
    return `${sealedWith}:${sealedSecret}`;
  };
  const open = <T>(schema: z.ZodType<T>, sealed: string, label: string): T => {
    const [sealedWith = '', sealedSecret = ''] = sealed.split(':');
    return schema.parse(JSON.parse(keyRing.open({ sealedWith, sealedSecret }, label)));
  };

  const own = ({ state, binding, provider }: FlowAnswer) => ({
    _id: hashOf(state),
    bindingHash: hashOf(binding),
    provider,
    expiresAt: { $gt: now() },
  });

  /** Takes the flow for this code, or finds it taken for the same one. */
  async function take(answer: FlowAnswer): Promise<{ flow: OpenIdFlowRecord; first: boolean }> {
    const codeHash = hashOf(answer.code);
    const taken = { $set: { codeHash } };
    const fresh = await openIdFlows.findOneAndUpdate({ ...own(answer), codeHash: null }, taken).lean();
    if (fresh) return { flow: fresh, first: true };
    const again = await openIdFlows.findOne({ ...own(answer), codeHash }).lean();
    if (!again) throw openIdSignInInvalid();
    return { flow: again, first: false };
  }

  return {
    async begin(provider) {
      const [state, binding, nonce, verifier] = [random(), random(), random(), random()];
      const createdAt = now();
      const expiresAt = new Date(createdAt.getTime() + FLOW_MS);
      const _id = hashOf(state);
      const sealedSecrets = seal({ nonce, verifier }, _id);
      await openIdFlows.insertMany([
        { _id, provider, bindingHash: hashOf(binding), sealedSecrets, createdAt, expiresAt },
      ]);
      return { state, binding, secrets: { nonce, verifier }, expiresAt };
    },

    async claims(answer, exchange) {
      const { flow, first } = await take(answer);
      const { _id, sealedSecrets, sealedClaims } = flow;
      const label = `${_id} claims`;
      if (sealedClaims !== null) return open(claimsSchema, sealedClaims, label);
      // Another request is exchanging this code, or died while it did: it is good once.
      if (!first) throw openIdSignInInvalid();
      try {
        const claims = await exchange(open(secretsSchema, sealedSecrets, _id));
        await openIdFlows.updateOne({ _id }, { $set: { sealedClaims: seal(claims, label) } });
        return claims;
      } catch (error) {
        await openIdFlows.deleteOne({ _id });
        throw error;
      }
    },

    async end(transaction, answer) {
      const used = await openIdFlows.findOneAndDelete(own(answer), { session: transaction }).lean();
      if (!used) throw openIdSignInInvalid();
    },
  };
}

const secretsSchema: z.ZodType<FlowSecrets> = z.object({ nonce: z.string(), verifier: z.string() });
const claimsSchema: z.ZodType<Claims> = z.object({
  issuer: z.string(),
  subject: z.string(),
  email: z.string().nullable(),
  emailVerified: z.boolean(),
});

/** 256 bits; as a PKCE verifier it has the 43 characters that RFC 7636 §4.1 asks for. */
function random(): string {
  return randomBytes(32).toString('base64url');
}

/** What is hashed has 256 random bits (a code: what its provider drew), so no salt or stretching is needed. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
