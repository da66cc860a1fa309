import { describe, expect, it } from '@jest/globals';
import { createCircuit } from '../../src/subgraphs/circuit.js';
import { SubgraphFault } from '../../src/subgraphs/fault.js';
import { createPlaces } from '../../src/subgraphs/places.js';

const broken = new SubgraphFault('unreachable', 'It broke.');

describe('a circuit', () => {
  it('refuses everything after five failures in a row', () => {
    const states: string[] = [];
    const circuit = createCircuit((state) => states.push(state));
    for (let count = 0; count < 5; count += 1) circuit.failed(circuit.enter(), broken);
    expect(states).toEqual(['open']);
    expect(() => circuit.enter()).toThrow(expect.objectContaining({ kind: 'circuit_open' }));
  });

  it('counts anew after an answer', () => {
    const states: string[] = [];
    const circuit = createCircuit((state) => states.push(state));
    for (let count = 0; count < 20; count += 1) {
      const entry = circuit.enter();
      if (count % 5 === 4) circuit.succeeded(entry);
      else circuit.failed(entry, broken);
    }
    expect(states).toEqual([]);
  });

  it('learns nothing from clients that leave', () => {
    const circuit = createCircuit(() => {});
    for (let count = 0; count < 20; count += 1) {
      circuit.failed(circuit.enter(), new SubgraphFault('client_left', 'The client has left.'));
    }
    expect(() => circuit.enter()).not.toThrow();
  });

  it('learns nothing from what fails after it opened, and was sent before', () => {
    const states: string[] = [];
    const circuit = createCircuit((state) => states.push(state));
    const entries = Array.from({ length: 20 }, () => circuit.enter());
    for (const entry of entries) circuit.failed(entry, broken);
    expect(states).toEqual(['open']);
  });

  it('learns from an answer that was too long that the subgraph is well', () => {
    const { circuit, states } = opened();
    const tooLong = new SubgraphFault('malformed', 'Too long.', { isAnswered: true });
    circuit.failed(circuit.enter(), tooLong);
    expect(states).toEqual(['open', 'tried', 'closed']);
    for (let count = 0; count < 20; count += 1) circuit.failed(circuit.enter(), tooLong);
    expect(states).toHaveLength(3);
  });
});

describe('an open circuit, after a pause', () => {
  it('lets one request try, and no other meanwhile', () => {
    const { circuit, states } = opened();
    circuit.enter();
    expect(states).toEqual(['open', 'tried']);
    expect(() => circuit.enter()).toThrow(expect.objectContaining({ kind: 'circuit_open' }));
  });

  it('closes when the trial is answered', () => {
    const { circuit, states } = opened();
    circuit.succeeded(circuit.enter());
    expect(states).toEqual(['open', 'tried', 'closed']);
    expect(circuit.enter().isTrial).toBe(false);
  });

  it('opens for longer when the trial fails', () => {
    const { circuit, states, passes } = opened();
    circuit.failed(circuit.enter(), broken);
    expect(states).toEqual(['open', 'tried', 'open']);
    // The second pause takes 800 ms at the least.
    passes(799);
    expect(() => circuit.enter()).toThrow(expect.objectContaining({ kind: 'circuit_open' }));
    passes(201);
    expect(circuit.enter().isTrial).toBe(true);
  });

  it('lets the next one try at once when the client of the trial leaves, and pauses no longer for it', () => {
    const { circuit, states, passes } = opened();
    const gone = new SubgraphFault('client_left', 'The client has left.');
    for (let count = 0; count < 20; count += 1) circuit.failed(circuit.enter(), gone);
    expect(states).toEqual(['open', 'tried']);
    circuit.failed(circuit.enter(), broken);
    expect(states).toEqual(['open', 'tried', 'open']);
    passes(1000);
    expect(circuit.enter().isTrial).toBe(true);
  });

  it('lets another one try when the trial takes long, as a question to a model may, and believes what that tells', () => {
    const { circuit, states, passes } = opened();
    const slow = circuit.enter();
    passes(4999);
    expect(() => circuit.enter()).toThrow(expect.objectContaining({ kind: 'circuit_open' }));
    passes(1);
    const second = circuit.enter();
    expect(() => circuit.enter()).toThrow(expect.objectContaining({ kind: 'circuit_open' }));
    circuit.succeeded(second);
    circuit.failed(slow, new SubgraphFault('timeout', 'No answer within 30000 ms.'));
    expect(states).toEqual(['open', 'tried', 'closed']);
  });

  it('starts again with the shortest pause once it was closed', () => {
    const { circuit, passes } = opened();
    circuit.failed(circuit.enter(), broken);
    passes(1000);
    circuit.succeeded(circuit.enter());
    for (let count = 0; count < 5; count += 1) circuit.failed(circuit.enter(), broken);
    passes(500);
    expect(circuit.enter().isTrial).toBe(true);
  });
});

/** One that has opened, and whose first pause is over. */
function opened() {
  let time = 0;
  const states: string[] = [];
  const circuit = createCircuit(
    (state) => states.push(state),
    () => time,
  );
  for (let count = 0; count < 5; count += 1) circuit.failed(circuit.enter(), broken);
  const passes = (ms: number) => {
    time += ms;
  };
  passes(500);
  return { circuit, states, passes };
}

describe('places', () => {
  it('go to those who wait in the order of their coming, without those who gave up', () => {
    const places = createPlaces(1, 3);
    const called: string[] = [];
    expect(places.take()).toBe(true);
    places.await(() => called.push('first'));
    const leave = places.await(() => called.push('left'));
    places.await(() => called.push('last'));
    expect(places.await(() => called.push('refused'))).toBeNull();
    leave?.();
    expect(places.waiting).toBe(2);
    for (let count = 0; count < 3; count += 1) places.free();
    expect(called).toEqual(['first', 'last']);
    expect(places.underWay).toBe(0);
  });
});
