import { z } from 'zod';
import type { FailureCause } from '../grade-contract.js';
import { type Lease, RunTimeout } from '../runner/runner-pool.js';
import { GuestEnded, type OutputPiece, type RawAnswer } from '../runner/runner-thread.js';
import { type PyValue, readValue } from '../values/value.js';
import type { Look, Scenario, Step } from './plan.js';

/** An exception, as the guest tells it. All of it is the submission's own words. */
export interface PyFault {
  /** The class and the classes it comes from, nearest first. */
  types: string[];
  message: string;
  /** The last line of the program that it went through; null when it went through none. */
  line: number | null;
  /** True for a class that is not one of Python's built-in ones. */
  own: boolean;
}

/** What the program printed during a step: `text` as a terminal shows it, `printed` without the prompts of `input`. */
export interface Output {
  text: string;
  printed: string;
}

/** Why an interpreter could not go on. */
export interface Stop {
  cause: FailureCause;
  /** How it ended, where that is worth a word of its own. */
  how: 'timeout' | 'memory' | 'output' | 'stack' | 'exit' | 'trap' | 'tampered';
}

/** What was seen at one step. Evidence: that this came out of the interpreter, and nothing more. */
export type Observed =
  | { kind: 'ran'; output: Output }
  | { kind: 'value'; value: PyValue; output: Output }
  | { kind: 'missing' }
  | { kind: 'raised'; fault: PyFault; output: Output }
  /** The program itself failed, so that there is nothing to look at. */
  | { kind: 'crashed'; fault: PyFault }
  /** What the author gives the program failed before it began; or the program, run before, sees to it. */
  | { kind: 'unprepared'; fault: PyFault }
  | { kind: 'stopped'; stop: Stop; during: 'program' | 'look' }
  /** An earlier step ended the interpreter. */
  | { kind: 'unreached'; stop: Stop };

const toldFaultSchema = z.strictObject({
  types: z.array(z.string().max(60)).min(1).max(10),
  message: z.string().max(300),
  line: z.int().min(1).max(1_000_000).nullable(),
  own: z.boolean(),
});

/** What one answer of the guest may look like. */
const answerSchema = z.union([
  z.strictObject({ done: z.literal(true) }),
  z.strictObject({ missing: z.literal(true) }),
  z.strictObject({ value: z.unknown() }),
  z.strictObject({ error: toldFaultSchema }),
  z.strictObject({ unprepared: toldFaultSchema }),
]);

/**
 * Runs `code` in each scenario and looks at what it left. Each step is given to `seen`, in the order of the scenarios; where
 * that returns false, the other steps of the same test are skipped. When the thread itself dies, which says nothing about
 * the program, it rejects with GuestEnded; unless this is the last try, for then it is taken for the program's doing.
 */
export async function observe(
  lease: Lease,
  code: string,
  scenarios: readonly Scenario[],
  seen: (step: Step, observed: Observed) => boolean,
  lastTry: boolean,
): Promise<void> {
  let stop: Stop | null = null;
  const over = new Set<number>();
  for (const scenario of scenarios) {
    const started: Observed = stop
      ? { kind: 'unreached', stop }
      : await ask(lease, { do: 'start', given: scenario.given, code }, scenario.typed, 'program', lastTry);
    if (started.kind === 'stopped') stop = started.stop;
    for (const step of scenario.steps) {
      if (over.has(step.test)) continue;
      const observed = await lookAt(lease, step.look, started, stop, lastTry);
      if (observed.kind === 'stopped') stop = observed.stop;
      if (!seen(step, observed)) over.add(step.test);
    }
  }
}

async function lookAt(
  lease: Lease,
  look: Look,
  started: Observed,
  stop: Stop | null,
  lastTry: boolean,
): Promise<Observed> {
  if (look.kind === 'program' || started.kind === 'stopped' || started.kind === 'unreached') return started;
  if (stop) return { kind: 'unreached', stop };
  if (started.kind === 'unprepared') return started;
  if (started.kind === 'raised') return { kind: 'crashed', fault: started.fault };
  const request =
    look.kind === 'call' ? { do: 'evaluate', expression: look.expression } : { do: 'variable', name: look.name };
  return ask(lease, request, null, 'look', lastTry);
}

async function ask(
  lease: Lease,
  request: object,
  typed: string | null,
  during: 'program' | 'look',
  lastTry: boolean,
): Promise<Observed> {
  let answer: RawAnswer;
  try {
    answer = await lease.ask(request, typed);
  } catch (error) {
    const stop = stopOf(error, lastTry);
    if (!stop) throw error;
    return { kind: 'stopped', stop, during };
  }
  try {
    return read(answer, during);
  } catch {
    return { kind: 'stopped', stop: { cause: 'EXCEPTION', how: 'tampered' }, during };
  }
}

/** Throws on anything that is not exactly an answer to what was asked. */
function read(answer: RawAnswer, during: 'program' | 'look'): Observed {
  const output = outputOf(answer.output);
  const told = answerSchema.parse(JSON.parse(answer.line));
  if ('error' in told) {
    const [type] = told.error.types;
    if (type === 'MemoryError') return { kind: 'stopped', stop: { cause: 'MEMORY', how: 'memory' }, during };
    return { kind: 'raised', fault: told.error, output };
  }
  if ('done' in told) {
    if (during !== 'program') throw new Error('A look was answered like a run.');
    return { kind: 'ran', output };
  }
  if ('unprepared' in told) {
    if (during !== 'program') throw new Error('A look was answered like a run.');
    return { kind: 'unprepared', fault: told.unprepared };
  }
  if (during !== 'look') throw new Error('A run was answered like a look.');
  return 'missing' in told ? { kind: 'missing' } : { kind: 'value', value: readValue(told.value), output };
}

const promptSchema = z.strictObject({ prompt: z.string() });

function outputOf(pieces: readonly OutputPiece[]): Output {
  const output = { text: '', printed: '' };
  for (const { kind, text } of pieces) {
    if (kind === 'printed') output.printed += text;
    output.text += kind === 'printed' ? text : promptSchema.parse(JSON.parse(text)).prompt;
  }
  return output;
}

/** Memory that has grown this far was most likely what brought an interpreter down: its limit is 128 MiB. */
const NEARLY_FULL_BYTES = 96 * 1024 * 1024;

function stopOf(error: unknown, lastTry: boolean): Stop | null {
  if (error instanceof RunTimeout) return { cause: 'TIMEOUT', how: 'timeout' };
  if (!(error instanceof GuestEnded)) return null;
  if (error.ending === 'THREAD') return lastTry ? { cause: 'EXCEPTION', how: 'trap' } : null;
  if (error.ending === 'OUTPUT') return { cause: 'OUTPUT', how: 'output' };
  if (error.ending === 'STACK') return { cause: 'RECURSION', how: 'stack' };
  if (error.ending === 'OUT_OF_TURN') return { cause: 'EXCEPTION', how: 'tampered' };
  if (error.memoryBytes > NEARLY_FULL_BYTES) return { cause: 'MEMORY', how: 'memory' };
  return error.ending === 'EXIT' ? { cause: 'EXCEPTION', how: 'exit' } : { cause: 'EXCEPTION', how: 'trap' };
}
