import { afterAll, beforeEach } from '@jest/globals';
import { good, ollama, rag } from './model/scripted.js';
import './model/at-hand.js';
import './model/in-trouble.js';

beforeEach(() => {
  ollama.script = good;
});
afterAll(async () => {
  await rag.close();
  await ollama.close();
});
