import { waitFor } from '@doctorpy/testkit';
import type { Learner, QuestEnvironment } from '../environment.js';
import { authSays } from './account-events.js';

/** A learner who has answered a question. */
export async function player(quest: QuestEnvironment): Promise<Learner> {
  const learner = quest.learner();
  await learner.submit(await learner.start('python_numbers_101'), 'q2', 'b');
  return learner;
}

/** Auth deletes the account; resolves when quest has forgotten the learner. */
export async function leaves(quest: QuestEnvironment, { userId }: Pick<Learner, 'userId'>): Promise<void> {
  await authSays(quest, 'USER_DELETED', { userId });
  const { players } = quest.server.services.models;
  await waitFor(async () => (await players.findById(userId).lean())?.leftAt, { what: 'the departure' });
}
