export type { AttemptOutcome as AnswerResultMapper } from '../../services/attempt/attempts.js';
