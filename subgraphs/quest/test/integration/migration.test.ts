import { silentLogger } from '@doctorpy/service-kit/logging';
import { connectMongo, runMigrations } from '@doctorpy/service-kit/mongo';
import { type TestDatabase, testDatabase } from '@doctorpy/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Connection } from 'mongoose';
import { migrations } from '../../src/migrations/index.js';

const log = silentLogger();
let database: TestDatabase;
let connection: Connection;
beforeAll(async () => {
  database = await testDatabase();
  connection = await connectMongo({ url: database.url, database: database.database, log });
});
afterAll(async () => {
  await connection.close();
  await database.drop();
});

it('tells from the answers of before who was mistaken on what, and what was found at the first try', async () => {
  await runMigrations(
    connection,
    migrations.filter(({ version }) => version <= 3),
    log,
  );
  const [attempts, bests, learners] = ['attempts', 'question_bests', 'learners'].map((name) =>
    connection.collection<{ _id: string; [field: string]: unknown }>(name),
  );
  if (!attempts || !bests || !learners) throw new Error('three collections are used');
  const attempt = (_id: string, questionKey: string, verdict: string) => {
    return { _id, userId: 'ada', questId: 'first', questionKey, state: 'GRADED', grade: { verdict } };
  };
  await attempts.insertMany([
    attempt('1', 'q1', 'CORRECT'),
    attempt('2', 'q2', 'PARTIAL'),
    attempt('3', 'q2', 'CORRECT'),
    attempt('4', 'q3', 'CORRECT'),
    attempt('5', 'q4', 'INCORRECT'),
  ]);
  const best = (key: string, correct: boolean, hintsRevealed = 0) => {
    return { _id: `ada|first:${key}`, userId: 'ada', score: 1, correct, settled: correct, hintsRevealed, attempts: 1 };
  };
  await bests.insertMany([best('q1', true), best('q2', true), best('q3', true, 1), best('q4', false)]);
  await learners.insertMany([
    { _id: 'ada', score: 3, lastActiveAt: new Date() },
    { _id: 'eve', score: 0, lastActiveAt: null },
  ]);

  await runMigrations(connection, migrations, log);

  const mistaken = await bests.find({ mistaken: true }).toArray();
  expect(mistaken.map(({ _id }) => _id).sort()).toEqual(['ada|first:q2', 'ada|first:q4']);
  expect(await learners.findOne({ _id: 'ada' })).toMatchObject({
    score: 3,
    questionsFlawless: 1,
    questionsRecovered: 1,
  });
  expect(await learners.findOne({ _id: 'eve' })).toMatchObject({ questionsFlawless: 0, questionsRecovered: 0 });
}, 60_000);

it('tells the first completion of a quest from the later ones, also when it is done again', async () => {
  const runs = connection.collection<{ _id: string; [field: string]: unknown }>('quest_progress');
  const run = (_id: string, userId: string, day: number, status = 'COMPLETED') => {
    return { _id, userId, questId: 'first', status, completedAt: new Date(Date.UTC(2026, 0, day)) };
  };
  await runs.insertMany([
    ...[run('again', 'ada', 3), run('once', 'ada', 2), run('given-up', 'ada', 1, 'ABANDONED')],
    ...[{ ...run('marked', 'eve', 2), firstCompletion: true }, run('unmarked', 'eve', 1)],
  ]);
  const [last] = migrations.filter(({ version }) => version === 6);
  for (let times = 0; times < 2; times += 1) await last?.up(connection);
  const first = await runs.find({ firstCompletion: true }).toArray();
  expect(first.map(({ _id }) => _id).sort()).toEqual(['marked', 'once']);
}, 60_000);
