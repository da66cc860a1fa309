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
});

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
