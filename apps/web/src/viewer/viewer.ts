import {
  type ClientError,
  LeaderboardPlaceDocument,
  type LeaderboardPlaceQuery,
  LoginDocument,
} from '@doctorpy/client';
import type { Choice } from '../choice.js';
import { createStore, type Store } from '../store.js';
import { createSession, isAboutToken, reached, type SessionDeps } from './session.js';

/** Lines around the viewer: one above, one below. */
const LINES_AROUND = 3;
/** The viewer's place is asked for at most this often, in milliseconds: a whole class shares one address and its limits. */
const LOOK_EVERY_MS = 5_000;

/** Who looks at the page. */
export type ViewerState =
  | { readonly status: 'unknown' | 'anonymous'; readonly name: null; readonly place: null }
  | { readonly status: 'signedIn'; readonly name: string | null; readonly place: Place | null };

/** Where the viewer stands on the chosen leaderboard. */
export interface Place {
  readonly key: string;
  readonly rank: number;
  readonly score: number;
  /** The lines around theirs, theirs among them. */
  readonly around: NonNullable<LeaderboardPlaceQuery['leaderboard']>['entries'];
}

/** What somebody signs in with. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** Of a second factor, once it was asked for. */
  readonly totpCode?: string;
}

/** What became of it; `message` is the API's, in the learner's language, and null when the API was not reached. */
export type SignIn =
  | { readonly outcome: 'signedIn' }
  | { readonly outcome: 'codeNeeded' }
  | { readonly outcome: 'refused'; readonly message: string | null };

/** The viewer, signed in by the session cookie that no script can read, and their place. */
export interface Viewer extends Pick<Store<ViewerState>, 'get' | 'listen'> {
  /** Finds out whether somebody is signed in, and where they stand. Unknown they stay while the platform is out of reach. */
  open(choice: Choice): Promise<void>;
  /** Looks where they stand: now when the leaderboard is another one, else when the time has come. */
  look(choice: Choice): void;
  signIn(credentials: Credentials, choice: Choice): Promise<SignIn>;
  /** @returns whether they are signed out; if not, the page goes on showing them, and a reload would find them signed in */
  signOut(): Promise<boolean>;
}

/** Makes the viewer of the page; nobody is known until `open`. */
export function createViewer(deps: SessionDeps): Viewer {
  const store = createStore<ViewerState>({ status: 'unknown', name: null, place: null });
  const session = createSession(deps);
  let looked: { at: number; choice: Choice | null } = { at: 0, choice: null };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOpening = false;
  let leaving: Promise<boolean> | null = null;

  const wait = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const forget = () => {
    session.drop();
    wait();
    store.set({ status: 'anonymous', name: null, place: null });
  };

  /** @returns whether there is a token; else `again` runs later, unless it is certain that nobody can go on */
  async function canAsk(again: () => void): Promise<boolean> {
    const renewal = await session.renew();
    if (renewal.state === 'over' || renewal.state === 'barred') forget();
    // Not being reached, or not heard, says nothing about the session.
    if (renewal.state === 'unknown') timer ??= setTimeout(again, renewal.againInMs);
    return renewal.state === 'renewed';
  }

  async function lookNow(choice: Choice): Promise<void> {
    wait();
    looked = { at: Date.now(), choice };
    if (!(await canAsk(() => void lookNow(looked.choice ?? choice)))) return;
    const token = session.token();
    const answer = await reached(session.api().execute(LeaderboardPlaceDocument, { ...choice, first: LINES_AROUND }));
    // Of another leaderboard, or of somebody who has left since.
    if (looked.choice !== choice || token === null || session.token() !== token || !answer) return;
    if (isAboutToken(answer)) {
      // The next look renews it, or finds that the session is over.
      session.drop();
      return;
    }
    const [me, board] = [answer.data?.me, answer.data?.leaderboard];
    const known = store.get();
    const place = board?.me ? { key: board.me.id, rank: board.me.rank, score: board.me.score } : null;
    store.set({
      status: 'signedIn',
      name: me?.displayName ?? known.name,
      place: board ? place && { ...place, around: board.entries } : known.place,
    });
  }

  async function open(choice: Choice): Promise<void> {
    if (isOpening || store.get().status !== 'unknown') return;
    isOpening = true;
    wait();
    if (await canAsk(() => void open(choice))) await lookNow(choice);
    isOpening = false;
  }

  return {
    get: store.get,
    listen: store.listen,
    open,
    look(choice) {
      const { status } = store.get();
      if (status !== 'signedIn') return;
      if (looked.choice !== choice) {
        store.set({ ...store.get(), status, place: null });
        void lookNow(choice);
        return;
      }
      timer ??= setTimeout(() => void lookNow(choice), Math.max(0, looked.at + LOOK_EVERY_MS - Date.now()));
    },
    async signIn(input, choice) {
      const answer = await reached(session.api().execute(LoginDocument, { input }));
      if (answer?.data) {
        session.keep(answer.data.login);
        store.set({ status: 'signedIn', name: answer.data.login.user.displayName, place: null });
        void lookNow(choice);
        return { outcome: 'signedIn' };
      }
      const problem = answer?.errors?.[0];
      if (problem?.extensions.code === 'MFA_REQUIRED') return { outcome: 'codeNeeded' };
      return { outcome: 'refused', message: problem ? wordsOf(problem) : null };
    },
    signOut() {
      // Clicked twice, it is one wish: the next to sign in must not be signed out by the second click.
      leaving ??= session
        .end()
        .then((isOver) => {
          if (isOver) forget();
          return isOver;
        })
        .finally(() => {
          leaving = null;
        });
      return leaving;
    },
  };
}

/** The problems of single fields say more than the sentence above them. */
function wordsOf({ message, extensions }: ClientError): string {
  const fields = extensions.fields?.map((field) => field.message) ?? [];
  return fields.length > 0 ? fields.join(' ') : message;
}
