import { connect } from 'node:net';
import { mongo } from 'mongoose';
import { waitUntil } from '../wait-until.js';

const startTimeoutMs = 60_000;

/**
 * Makes the mongod at `host` (`address:port`) the primary of its own single-node replica set: initiates a new one,
 * and points an old one whose port changed at the present port. Resolves when it accepts writes.
 * Rejects when the process ends or 60 s pass.
 */
export async function becomePrimary(options: {
  host: string;
  replicaSet: string;
  isRunning: () => boolean;
}): Promise<void> {
  const giveUp = () => (options.isRunning() ? undefined : new Error('mongod ended while starting'));
  // A client that fails its first connection stays closed for good: knock on the port before making one.
  await waitUntil(() => accepts(options.host), { timeoutMs: startTimeoutMs, what: 'mongod listens', giveUp });
  const client = new mongo.MongoClient(`mongodb://${options.host}/?directConnection=true`);
  try {
    const admin = client.db('admin');
    await waitUntil(() => configure(admin, options.replicaSet, options.host), {
      timeoutMs: startTimeoutMs,
      what: 'the replica set is configured',
      giveUp,
    });
    await waitUntil(async () => (await admin.command({ hello: 1 })).isWritablePrimary, {
      timeoutMs: startTimeoutMs,
      what: 'mongod is primary',
      giveUp,
    });
  } finally {
    await client.close();
  }
}

async function configure(admin: mongo.Db, replicaSet: string, host: string): Promise<boolean> {
  const present = await presentConfig(admin);
  if (!present) {
    await admin.command({ replSetInitiate: { _id: replicaSet, members: [{ _id: 0, host }] } });
    return true;
  }
  const [member, ...others] = present.members;
  if (member?.host === host && others.length === 0) return true;
  await admin.command({
    replSetReconfig: { ...present, version: present.version + 1, members: [{ ...member, _id: 0, host }] },
    // A member that does not find itself in its own configuration can only be moved by force.
    force: true,
  });
  return true;
}

interface ReplicaSetConfig {
  version: number;
  members: { host: string }[];
}

const notYetInitialized = 94;

async function presentConfig(admin: mongo.Db): Promise<ReplicaSetConfig | undefined> {
  try {
    const answer = await admin.command({ replSetGetConfig: 1 });
    return answer.config as ReplicaSetConfig;
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === notYetInitialized) return undefined;
    throw error;
  }
}

function accepts(host: string): Promise<boolean> {
  const [address, port] = host.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host: address ?? '', port: Number(port) });
    socket.on('connect', () => socket.destroy());
    socket.on('close', (failed) => resolve(!failed));
    socket.on('error', () => {});
  });
}
