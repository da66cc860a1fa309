import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { createClientLeft } from '../../src/http/request-context.js';
import { startDeadline } from '../../src/subgraphs/deadline.js';

describe('the signal that a client has left', () => {
  it('is one for each connection', () => {
    const clientLeft = createClientLeft();
    const connection = new Socket();
    const signal = clientLeft(connection);
    expect(clientLeft(connection)).toBe(signal);
    expect(clientLeft(new Socket())).not.toBe(signal);
  });

  it('ends what listens, and nothing that was over before', () => {
    const clientLeft = createClientLeft();
    const connection = new Socket();
    const [ended, underWay] = [0, 1].map(() => startDeadline(60_000, clientLeft(connection)));
    ended?.end();
    connection.emit('close');
    expect(ended?.fault).toBeNull();
    expect(underWay?.fault).toMatchObject({ kind: 'client_left' });
    underWay?.end();
    expect(clientLeft(connection).aborted).toBe(true);
  });
});
