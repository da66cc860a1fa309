import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { DomainError } from '@doctorpy/service-kit/errors';
import type { Logger } from '@doctorpy/service-kit/logging';
import { isDuplicateKey } from '@doctorpy/service-kit/mongo';
import type { Model } from 'mongoose';
import type { SigningKeyRecord } from '../../models/signing-key.model.js';
import { createSealing } from '../secrets/sealing.js';
import { LONGEST_ACCESS_TOKEN_SECONDS } from '../session/tokens.js';
import { publicJwk } from './public-jwk.js';
import type { Signing } from './signing.js';

/** What rotating keys need. */
export interface RotatingKeysDeps {
  signingKeys: Model<SigningKeyRecord>;
  /** Encrypts the private keys. */
  secret: string;
  /** For how long a key signs. */
  rotationSeconds: number;
  now: () => Date;
  log: Logger;
}

/** RFC 7518 §3.3 asks for 2048 bits at least; NIST SP 800-57 accepts them through 2030, and a key lives weeks. */
const MODULUS_BITS = 2048;
/** A key is published at most this long before it signs. */
const LONGEST_AHEAD_MS = 600_000;
const LONGEST_REFRESH_MS = 60_000;
/** How far clocks may be apart: a key outlives its last token by this. */
const CLOCK_MARGIN_MS = 60_000;
/** More replicas than this do not lose the race for a generation one after the other. */
const MAX_ATTEMPTS = 10;

const generate = promisify(generateKeyPair);

interface Loaded {
  records: readonly SigningKeyRecord[];
  at: number;
}

/**
 * Keys made by the service itself, shared by its replicas through the database. A new key is published before it
 * signs, by more than replicas and gateways take to see it; an old one stays published until its last token has
 * expired. Keys that another `secret` encrypted are published and not used, so the secret can be changed under way.
 */
export async function createRotatingKeys(deps: RotatingKeysDeps): Promise<Signing> {
  const { signingKeys, secret, rotationSeconds, now, log } = deps;
  const sealing = createSealing(secret, 'doctorpy auth signing keys');
  const rotationMs = rotationSeconds * 1000;
  const aheadMs = Math.min(LONGEST_AHEAD_MS, rotationMs / 4);
  // A replica and then a gateway may each be this late, and still know a key before it signs.
  const refreshMs = Math.min(LONGEST_REFRESH_MS, aheadMs / 4);
  const opened = new Map<string, KeyObject>();
  let loaded: Loaded = { records: [], at: 0 };
  let refreshing: Promise<void> | null = null;

  const refresh = (): Promise<void> => {
    refreshing ??= load().finally(() => {
      refreshing = null;
    });
    return refreshing;
  };
  const refreshQuietly = () =>
    refresh().catch((err: unknown) => {
      log.warn({ err }, 'signing_keys.not_refreshed');
    });

  async function load(): Promise<void> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const at = now().getTime();
      const records = await signingKeys.find().sort({ generation: 1 }).lean();
      const newest = records.filter(canSign).at(-1);
      const endsAt = newest?.signsUntil.getTime() ?? 0;
      if (endsAt - at > 2 * aheadMs) {
        loaded = { records, at };
        forget(records);
        return;
      }
      const signsFrom = endsAt > at ? Math.min(at + aheadMs, endsAt) : at;
      await add((records.at(-1)?.generation ?? 0) + 1, at, signsFrom);
    }
    throw new Error('No signing key could be added: other replicas were always faster.');
  }

  async function add(generation: number, at: number, signsFrom: number): Promise<void> {
    const { privateKey } = await generate('rsa', { modulusLength: MODULUS_BITS });
    const { kid, n, e } = publicJwk(privateKey);
    const signsUntil = signsFrom + rotationMs;
    const record: SigningKeyRecord = {
      _id: kid,
      generation,
      modulus: n,
      exponent: e,
      sealedKey: sealing.seal(privateKey.export({ format: 'der', type: 'pkcs8' }), kid).toString('base64'),
      sealedWith: sealing.id,
      createdAt: new Date(at),
      signsFrom: new Date(signsFrom),
      signsUntil: new Date(signsUntil),
      publishedUntil: new Date(signsUntil + LONGEST_ACCESS_TOKEN_SECONDS * 1000 + CLOCK_MARGIN_MS),
    };
    try {
      await signingKeys.insertMany([record]);
      log.info({ kid, generation, signsFrom: record.signsFrom }, 'signing_key.added');
    } catch (error) {
      // Another replica made this generation: its key is as good.
      if (!isDuplicateKey(error)) throw error;
    }
  }

  /** Opens the private half, once; a key that this service cannot read is not one of its own. */
  function canSign({ _id: kid, sealedKey, sealedWith }: SigningKeyRecord): boolean {
    if (opened.has(kid)) return true;
    if (sealedWith !== sealing.id) return false;
    try {
      const der = sealing.open(Buffer.from(sealedKey, 'base64'), kid);
      opened.set(kid, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
      return true;
    } catch (err) {
      log.error({ err, kid }, 'signing_key.unreadable');
      return false;
    }
  }

  function forget(present: readonly SigningKeyRecord[]): void {
    const kids = new Set(present.map(({ _id }) => _id));
    for (const kid of opened.keys()) if (!kids.has(kid)) opened.delete(kid);
  }

  await refresh();
  const timer = setInterval(() => void refreshQuietly(), refreshMs);
  timer.unref();

  return {
    signer(at) {
      const record = loaded.records.findLast(
        ({ _id, signsFrom, signsUntil }) => opened.has(_id) && signsFrom <= at && at < signsUntil,
      );
      const key = record && opened.get(record._id);
      if (!record || !key) {
        void refreshQuietly();
        throw noKey();
      }
      return { algorithm: 'RS256', key, keyId: record._id };
    },
    async published() {
      if (now().getTime() - loaded.at >= refreshMs) await refreshQuietly();
      const at = now();
      const valid = loaded.records.filter(({ publishedUntil }) => publishedUntil > at);
      return {
        keys: valid.map(({ _id: kid, modulus: n, exponent: e }) => ({
          kty: 'RSA',
          use: 'sig',
          alg: 'RS256',
          kid,
          n,
          e,
        })),
        maxAgeSeconds: Math.max(1, Math.floor(refreshMs / 1000)),
      };
    },
    stop: () => clearInterval(timer),
  };
}

function noKey(): DomainError {
  return new DomainError(
    'SERVICE_UNAVAILABLE',
    {
      fr: 'La connexion est momentanément impossible. Réessayez dans quelques secondes.',
      en: 'Signing in is not possible for the moment. Try again in a few seconds.',
    },
    { retryAfterSeconds: 2 },
  );
}
