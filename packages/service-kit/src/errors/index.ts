export { type ErrorCode, errorCodes, isErrorCode } from './codes.js';
export {
  badUserInput,
  DomainError,
  type DomainErrorDetails,
  type FieldProblem,
  type Localised,
  notFound,
} from './domain-error.js';
export { type ErrorAudience, presentError } from './present-error.js';
