import { parseArgs } from 'node:util';

/** What `npm run simulate` was asked for. */
export interface SimulationOptions {
  /** Address of the API. */
  readonly url: string;
  /** How many learners come, one after the other. */
  readonly learners: number;
  /** Answers a second they give together at most. */
  readonly rate: number;
  /** Ends after so many seconds; null: when everybody has played all they wanted to. */
  readonly seconds: number | null;
  /** Whether each plays a single quest. */
  readonly once: boolean;
}

/** How it is used. */
export const USAGE = `npm run simulate -- [options]
  Learners register and play quests through the public API of a running platform, so that its leaderboard moves.

  --learners <n>   how many come                              (200)
  --rate <n>       answers a second of all together, at most  (20)
  --seconds <n>    stop after so long                         (when everybody has played enough)
  --once           each plays one quest
  --url <address>  of the API                                 (this machine's, at GATEWAY_PORT or 4000)
  --on-a-real-platform
                   allow an --url that is not this machine: the learners join the leaderboards that people see, and no
                   command removes them; each has to delete its own account, with the password that is printed
  --help           this text`;

/**
 * Reads the command line; null when help is asked for.
 * @param environment says where the platform of this machine listens (GATEWAY_PORT)
 * @throws Error with a sentence for the person at the keyboard
 */
export function readOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
): SimulationOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      learners: { type: 'string', default: '200' },
      rate: { type: 'string', default: '20' },
      seconds: { type: 'string' },
      once: { type: 'boolean', default: false },
      url: { type: 'string', default: `http://localhost:${environment.GATEWAY_PORT || 4000}/graphql` },
      'on-a-real-platform': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  if (!URL.canParse(values.url) || !/^https?:/.test(values.url)) {
    throw new Error(`--url takes an address such as http://localhost:4000/graphql, and got ${values.url}.`);
  }
  const learners = positive('--learners', values.learners, 10_000, true);
  if (!isLoopback(new URL(values.url)) && !values['on-a-real-platform']) {
    throw new Error(
      `${values.url} is not this machine. ${learners} learners would join the leaderboards that people see there, and no ` +
        'command removes them again. If that is wanted, add --on-a-real-platform.',
    );
  }
  return {
    url: values.url,
    learners,
    rate: positive('--rate', values.rate, 1_000, false),
    seconds: values.seconds === undefined ? null : positive('--seconds', values.seconds, 86_400, false),
    once: values.once,
  };
}

/** Whether it is this machine by its name or number: any other name may lead anywhere, today or tomorrow. */
function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function positive(name: string, text: string, most: number, isWhole: boolean): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= most && (!isWhole || Number.isInteger(value))) return value;
  throw new Error(`${name} takes a ${isWhole ? 'whole ' : ''}number above 0, at most ${most}, and got ${text}.`);
}
