import { type Connection, type Model, Schema } from 'mongoose';

/** How one person appears to others: by their own choice, and by what became of their account. Nobody without one hides. */
export interface PlayerRecord {
  /** The user's id. */
  _id: string;
  /** Chosen: a pseudonym on leaderboards. */
  anonymous: boolean;
  /** Names an anonymous player, in place of the player id: random, and another one each time. */
  alias: string | null;
  /** Chosen: on no leaderboard. */
  absent: boolean;
  /** Chosen: nobody else sees stats and achievements. */
  statsHidden: boolean;
  /** In force until `until`, or until it is lifted. */
  suspension: { until: Date | null } | null;
  /** When the newest event about it happened: an older one that comes late changes nothing. */
  suspensionAt: Date | null;
  /** The deletion of the account was asked for. */
  leaving: boolean;
  leavingAt: Date | null;
  /** When the account was deleted: the record is all that is left, so that what comes late brings nothing back. */
  leftAt: Date | null;
  /** The lines that leaderboards had then. */
  leftLines: { board: string; revision: number }[];
  /** When the record of somebody who left disappears. */
  removeAt: Date | null;
  /** On no leaderboard, for any of these reasons. */
  hidden: boolean;
  /** Goes up with writes that must collide with others. */
  touches: number;
}

/** What somebody is who never chose anything and of whom nothing was heard. */
export function newPlayer(userId: string): PlayerRecord {
  return {
    _id: userId,
    anonymous: false,
    alias: null,
    absent: false,
    statsHidden: false,
    suspension: null,
    suspensionAt: null,
    leaving: false,
    leavingAt: null,
    leftAt: null,
    leftLines: [],
    removeAt: null,
    hidden: false,
    touches: 0,
  };
}

/** How long it is remembered that somebody left: well beyond the retention of events. */
export const LEFT_KEPT_DAYS = 30;

const schema = new Schema<PlayerRecord>(
  {
    _id: { type: String, required: true },
    anonymous: { type: Boolean, default: false },
    alias: { type: String, default: null },
    absent: { type: Boolean, default: false },
    statsHidden: { type: Boolean, default: false },
    suspension: { type: new Schema({ until: { type: Date, default: null } }, { _id: false }), default: null },
    suspensionAt: { type: Date, default: null },
    leaving: { type: Boolean, default: false },
    leavingAt: { type: Date, default: null },
    leftAt: { type: Date, default: null },
    leftLines: { type: [new Schema({ board: String, revision: Number }, { _id: false })], default: [] },
    removeAt: { type: Date, default: null },
    hidden: { type: Boolean, default: false },
    touches: { type: Number, default: 0 },
  },
  { collection: 'players', versionKey: false, minimize: false },
);

/** How people appear. */
export const playerModel = (connection: Connection): Model<PlayerRecord> =>
  connection.model<PlayerRecord>('Player', schema);
