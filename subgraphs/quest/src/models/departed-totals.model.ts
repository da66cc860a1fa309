import { type Connection, type Model, Schema } from 'mongoose';

/** What those who left had done, summed up: public numbers do not shrink when somebody leaves. */
export interface DepartedTotalsRecord {
  _id: 'departed';
  learners: number;
  questsCompleted: number;
  answersSubmitted: number;
}

const schema = new Schema<DepartedTotalsRecord>(
  {
    _id: { type: String, required: true },
    learners: { type: Number, default: 0 },
    questsCompleted: { type: Number, default: 0 },
    answersSubmitted: { type: Number, default: 0 },
  },
  { collection: 'departed_totals', versionKey: false },
);

/** One record of sums. */
export const departedTotalsModel = (connection: Connection): Model<DepartedTotalsRecord> =>
  connection.model<DepartedTotalsRecord>('DepartedTotals', schema);
