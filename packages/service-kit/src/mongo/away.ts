import { types } from 'node:util';
import { mongo } from 'mongoose';

/** Is this Mongo being away for a while (restart, election, network), and nothing wrong with what was asked? */
export function isMongoAway(error: unknown): boolean {
  if (!types.isNativeError(error)) return false;
  if (error instanceof mongo.MongoNetworkError || error instanceof mongo.MongoServerSelectionError) return true;
  if (error instanceof mongo.MongoError && AWAY_LABELS.some((label) => error.hasErrorLabel(label))) return true;
  // Writing to a connection that just broke, the driver lets the bare socket error through.
  if ('code' in error && typeof error.code === 'string' && SOCKET_CODES.has(error.code)) return true;
  return AWAY_NAMES.has(error.name) || isMongoAway(error.cause);
}

const AWAY_LABELS = ['TransientTransactionError', 'UnknownTransactionCommitResult', 'RetryableWriteError'];
const SOCKET_CODES = new Set(['EPIPE', 'ECONNRESET', 'ECONNREFUSED', 'ETIMEDOUT', 'ERR_STREAM_DESTROYED']);
const AWAY_NAMES = new Set([
  'MongoNotConnectedError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoTopologyClosedError',
  'MongooseServerSelectionError',
]);
