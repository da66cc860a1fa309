import { type Message, MessageType } from 'graphql-ws';

/** Has each message of one socket handled when its turn has come. */
export interface OperationTurns {
  /** Handles a message, or waits for what must be over before. Settles as `handle` does. */
  take(message: Message, handle: () => Promise<void>): Promise<void>;
  /** How many messages wait. */
  waiting(): number;
}

/**
 * A client may use an id again as soon as it has completed the operation of that id. graphql-ws would take what is left of
 * the old operation for the new one: it would end the one in the name of the other, or run both under one id. Here
 * messages about such an id wait until nothing is left, in order; all others go on.
 */
export function createOperationTurns(): OperationTurns {
  const running = new Map<string, Promise<void>>();
  /** Those that the client has completed. */
  const ending = new Map<string, Promise<void>>();
  let waiting = 0;

  const complete = (id: string): void => {
    const run = running.get(id);
    if (!run) return;
    running.delete(id);
    ending.set(
      id,
      run.then(() => void ending.delete(id)),
    );
  };

  const start = (id: string, handle: () => Promise<void>): Promise<void> => {
    // A duplicate, which is no operation but the end of its socket.
    if (running.has(id)) return handle();
    const handled = handle();
    const run = handled
      .catch(() => undefined)
      .then(() => {
        if (running.get(id) === run) running.delete(id);
      });
    running.set(id, run);
    return handled;
  };

  return {
    async take(message, handle) {
      if (message.type !== MessageType.Subscribe && message.type !== MessageType.Complete) return handle();
      const { id } = message;
      // Looked at again by each in its turn: the one before may have completed the operation anew.
      for (let end = ending.get(id); end; end = ending.get(id)) {
        waiting++;
        await end;
        waiting--;
      }
      if (message.type === MessageType.Subscribe) return start(id, handle);
      complete(id);
      return handle();
    },
    waiting: () => waiting,
  };
}
