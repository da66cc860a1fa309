// Runs reading-thread.ts without building, for tests and tools: a thread does not inherit the loader of its parent.
import { register } from 'tsx/esm/api';

register();
await import('./reading-thread.ts');
