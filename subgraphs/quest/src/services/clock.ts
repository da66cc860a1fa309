/** Tells the time and the zone in which days, weeks and months begin. */
export interface Clock {
  now(): Date;
  /** IANA name, such as Europe/Paris. */
  timeZone: string;
}

/** The machine's clock, with the platform's time zone. */
export function systemClock(timeZone: string): Clock {
  return { now: () => new Date(), timeZone };
}
