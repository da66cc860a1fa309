/** Tells the time and the zone in which days, weeks and months begin. */
export interface Clock {
  now(): Date;
  /** IANA name, such as Europe/Paris. */
  timeZone: string;
}
