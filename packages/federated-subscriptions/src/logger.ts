/** Where the package reports what happens to it: one event name with its fields, as pino and its likes take it. */
export interface SubscriptionLogger {
  debug(fields: object, event: string): void;
  warn(fields: object, event: string): void;
  error(fields: object, event: string): void;
}

/** The default: warnings and errors to the console, nothing for what is ordinary. */
export const consoleLogger: SubscriptionLogger = {
  debug: () => undefined,
  warn: (fields, event) => console.warn(event, fields),
  error: (fields, event) => console.error(event, fields),
};
