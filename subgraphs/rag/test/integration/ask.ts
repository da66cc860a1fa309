import type { Caller } from '@doctorpy/service-kit/caller';
import type { SubgraphClient } from '@doctorpy/testkit';

const fields = `id conversationId query queryType text mode model fromCache latencyMs createdAt helpful
  asker { id } suggestions { title heading url } citations { title heading excerpt url score document { id title } }`;

export const askMutation = `mutation ($input: AskInput!) { ask(input: $input) { ${fields} } }`;
export const answerStreamSubscription = `subscription ($input: AskInput!) {
  answerStream(input: $input) { delta queuePosition answer { ${fields} } } }`;

/** Asks and gives the answer; fails the test when there are errors. */
export async function ask(client: SubgraphClient, caller: Partial<Caller>, input: Record<string, unknown>) {
  const { data, errors } = await client.execute(askMutation, { input }, caller);
  if (errors) throw new Error(`ask failed: ${JSON.stringify(errors)}`);
  return data.ask;
}

/** Reads a streamed answer to its end: the deltas, the places in the queue and the whole answer. */
export async function readStream(client: SubgraphClient, caller: Partial<Caller>, input: Record<string, unknown>) {
  const deltas: string[] = [];
  const positions: number[] = [];
  const answers = [];
  for await (const { data, errors } of client.subscribe(answerStreamSubscription, { input }, caller)) {
    if (errors) throw new Error(`answerStream failed: ${JSON.stringify(errors)}`);
    const { delta, queuePosition, answer } = data.answerStream;
    if (delta !== null) deltas.push(delta);
    if (queuePosition !== null) positions.push(queuePosition);
    if (answer !== null) answers.push(answer);
  }
  return { deltas, positions, answers };
}
