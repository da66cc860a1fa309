/** The part of a pino logger the grader uses: an event name with its fields. Submissions are never logged. */
export interface GraderLog {
  info(fields: object, event: string): void;
  warn(fields: object, event: string): void;
  error(fields: object, event: string): void;
}
