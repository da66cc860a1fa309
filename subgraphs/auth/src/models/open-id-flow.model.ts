import { type Connection, type Model, Schema } from 'mongoose';

/** A sign-in at an OpenID provider that has begun and not ended. */
export interface OpenIdFlowRecord {
  /** SHA-256 of the state, hexadecimal. */
  _id: string;
  provider: string;
  /** SHA-256 of the secret that the browser which began it keeps, hexadecimal. */
  bindingHash: string;
  /** Nonce and PKCE verifier, sealed under the label `_id`: the id of the secret, a colon, base64. */
  sealedSecrets: string;
  /** SHA-256 of the code it was finished with: only the first one is ever shown to the provider. */
  codeHash: string | null;
  /** What the provider then said of the person, sealed under the label `<_id> claims`, in the same form. */
  sealedClaims: string | null;
  createdAt: Date;
  expiresAt: Date;
}

/** The unfinished sign-ins of a database. */
export const openIdFlowModel = (connection: Connection): Model<OpenIdFlowRecord> =>
  connection.models.OpenIdFlow ?? connection.model<OpenIdFlowRecord>('OpenIdFlow', schema, 'openid_flows');

const schema = new Schema<OpenIdFlowRecord>(
  {
    _id: { type: String, required: true },
    provider: { type: String, required: true },
    bindingHash: { type: String, required: true },
    sealedSecrets: { type: String, required: true },
    codeHash: { type: String, default: null },
    sealedClaims: { type: String, default: null },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false },
);
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
