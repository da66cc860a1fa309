import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { createClientLeft } from '../../src/http/request-context.js';
import { createDeadlines } from '../../src/subgraphs/deadline.js';

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
    const startDeadline = createDeadlines();
    const [ended, underWay] = [0, 1].map(() => startDeadline(60_000, clientLeft(connection)));
    const elsewhere = startDeadline(60_000, clientLeft(new Socket()));
    ended?.end();
    connection.emit('close');
    expect(ended?.fault).toBeNull();
    expect(underWay?.fault).toMatchObject({ kind: 'client_left' });
    underWay?.end();
    expect(elsewhere.fault).toBeNull();
    elsewhere.end();
    const late = startDeadline(60_000, clientLeft(connection));
    expect(late.fault).toMatchObject({ kind: 'client_left' });
    late.end();
    expect(clientLeft(connection).aborted).toBe(true);
  });
});
