import { type Connection, type Model, Schema } from 'mongoose';

/** A key pair that signs access tokens for a while. Its private half is encrypted. */
export interface SigningKeyRecord {
  /** The key's `kid`: its thumbprint (RFC 7638). */
  _id: string;
  /** 1, 2, 3, …; unique, so that of several replicas one makes the next key. */
  generation: number;
  /** The public half: RSA modulus and exponent, base64url as in a JWK. */
  modulus: string;
  exponent: string;
  /** The private half: PKCS #8 in DER, sealed under the label `_id`, base64. */
  sealedKey: string;
  /** Which secret it was sealed with. */
  sealedWith: string;
  createdAt: Date;
  /** When it may sign: from, and until. */
  signsFrom: Date;
  signsUntil: Date;
  /** After the end of its last token: then MongoDB removes it. */
  publishedUntil: Date;
}

/** The signing keys of a database. */
export const signingKeyModel = (connection: Connection): Model<SigningKeyRecord> =>
  connection.models.SigningKey ?? connection.model<SigningKeyRecord>('SigningKey', schema, 'signing_keys');

const schema = new Schema<SigningKeyRecord>(
  {
    _id: { type: String, required: true },
    generation: { type: Number, required: true },
    modulus: { type: String, required: true },
    exponent: { type: String, required: true },
    sealedKey: { type: String, required: true },
    sealedWith: { type: String, required: true },
    createdAt: { type: Date, required: true },
    signsFrom: { type: Date, required: true },
    signsUntil: { type: Date, required: true },
    publishedUntil: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false },
);

schema.index({ generation: 1 }, { unique: true });
schema.index({ publishedUntil: 1 }, { expireAfterSeconds: 0 });
