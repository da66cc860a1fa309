import { describe, expect, it } from '@jest/globals';
import { createPulse } from '../../src/websocket/pulse.js';

describe('the pulse of a peer', () => {
  it('is felt when it has sent something', () => {
    const wire = { bytesRead: 10, bytesWritten: 0, writableLength: 0 };
    const hasPulse = createPulse(wire);
    expect(hasPulse()).toBe(false);
    wire.bytesRead = 12;
    expect(hasPulse()).toBe(true);
    expect(hasPulse()).toBe(false);
  });

  it('is felt when it reads on, however slowly, and not when we only go on writing', () => {
    const wire = { bytesRead: 0, bytesWritten: 5_000, writableLength: 4_000 };
    const hasPulse = createPulse(wire);
    expect(hasPulse()).toBe(false);
    Object.assign(wire, { bytesWritten: 5_100, writableLength: 3_900 });
    expect(hasPulse()).toBe(true);
    Object.assign(wire, { bytesWritten: 5_200, writableLength: 4_000 });
    expect(hasPulse()).toBe(false);
    Object.assign(wire, { bytesWritten: 5_200, writableLength: 0 });
    expect(hasPulse()).toBe(true);
    // What the system has taken says nothing of who is to read it.
    wire.bytesWritten = 9_000;
    expect(hasPulse()).toBe(false);
  });

  it('cannot be felt through what is no socket', () => {
    const hasPulse = createPulse({ writableLength: 0 });
    expect([hasPulse(), hasPulse()]).toEqual([false, false]);
  });
});
