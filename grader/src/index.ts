export {
  createGraderClient,
  type GraderClient,
  type GraderClientOptions,
  GraderRefusedError,
  GraderUnavailableError,
  type UnavailableReason,
} from './client.js';
export {
  type CheckOutcome,
  type CompareOutcome,
  type CompareRequest,
  type Localised,
  MAX_CODE_CHARACTERS,
  OBSERVATION_KINDS,
  type Observation,
  type ObservationKind,
  type RefusalCode,
  SYNTAX_KINDS,
  type SyntaxErrorOutcome,
  type SyntaxKind,
} from './contract.js';
export {
  type BrokenRule,
  FAILURE_CAUSES,
  type FailureCause,
  type Generator,
  type GradeOutcome,
  type GradeRequest,
  type GraderTest,
  type RunOutcome,
  type RunRequest,
  type TestReport,
  testSchema as graderTestSchema,
} from './grade-contract.js';
export type { GraderLog } from './log.js';
export { createGrader, type Grader, type GraderOptions } from './server.js';
