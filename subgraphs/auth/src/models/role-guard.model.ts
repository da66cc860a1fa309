import { type Connection, type Model, Schema } from 'mongoose';

/** One document that every removal of an ADMIN touches, so that two at once collide instead of both succeeding. */
export interface RoleGuardRecord {
  _id: 'admins';
  changes: number;
}

/** The role guard of a database. */
export const roleGuardModel = (connection: Connection): Model<RoleGuardRecord> =>
  connection.models.RoleGuard ?? connection.model<RoleGuardRecord>('RoleGuard', schema, 'role_guards');

const schema = new Schema<RoleGuardRecord>(
  { _id: { type: String, required: true }, changes: { type: Number, required: true } },
  { versionKey: false, strict: 'throw', strictQuery: 'throw', autoIndex: false, autoCreate: false },
);
