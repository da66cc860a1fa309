import {
  type Answer,
  type ClientError,
  type DoctorPyClient,
  LeaderboardPlaceDocument,
  type LeaderboardPlaceQuery,
  LoginDocument,
  LogoutDocument,
  RefreshSessionDocument,
} from '@doctorpy/client';
import type { Choice } from '../choice.js';
import { createStore, type Store } from '../store.js';

/** Lines around the viewer: one above, one below. */
const LINES_AROUND = 3;
/** The viewer's place is asked for at most this often, in milliseconds: a whole class shares one address and its limits. */
const LOOK_EVERY_MS = 5_000;
/** A token that ends sooner is renewed before it is used, in milliseconds. */
const SPARE_MS = 30_000;

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
  signOut(): Promise<void>;
}

/** What a viewer needs. */
export interface ViewerDeps {
  /** A client in browser mode, in the language chosen now. */
  readonly client: (accessToken: () => string | null) => DoctorPyClient;
  /** Runs a task while no other tab runs one of that name. */
  readonly alone: <Result>(name: string, task: () => Promise<Result>) => Promise<Result>;
}

/** Makes the viewer of the page; nobody is known until `open`. */
export function createViewer({ client, alone }: ViewerDeps): Viewer {
  const store = createStore<ViewerState>({ status: 'unknown', name: null, place: null });
  let token: { readonly value: string; readonly expiresAt: number } | null = null;
  let looked: { at: number; choice: Choice | null } = { at: 0, choice: null };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOpening = false;
  const api = () => client(() => token?.value ?? null);

  const keep = (payload: { accessToken: string; accessTokenExpiresAt: string }) => {
    token = { value: payload.accessToken, expiresAt: Date.parse(payload.accessTokenExpiresAt) };
  };
  const forget = () => {
    token = null;
    clearTimeout(timer);
    timer = undefined;
    store.set({ status: 'anonymous', name: null, place: null });
  };

  async function refresh(): Promise<boolean> {
    token = null;
    const answer = await alone('doctorpy-refresh', () =>
      reached(api().execute(RefreshSessionDocument, { refreshToken: null })),
    );
    if (answer?.data) keep(answer.data.refreshSession);
    // Not being reached says nothing about the session.
    else if (answer !== null) forget();
    return token !== null;
  }

  async function lookNow(choice: Choice): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    looked = { at: Date.now(), choice };
    if ((token?.expiresAt ?? 0) - Date.now() < SPARE_MS && !(await refresh())) return;
    const answer = await reached(api().execute(LeaderboardPlaceDocument, { ...choice, first: LINES_AROUND }));
    if (looked.choice !== choice || token === null || !answer) return;
    const code = answer.errors?.[0]?.extensions.code;
    if (code === 'TOKEN_EXPIRED' || code === 'SESSION_REVOKED' || code === 'UNAUTHENTICATED') {
      // The next look renews it, or finds that the session is over.
      token = null;
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

  return {
    get: store.get,
    listen: store.listen,
    async open(choice) {
      if (isOpening || store.get().status !== 'unknown') return;
      isOpening = true;
      if (await refresh()) await lookNow(choice);
      isOpening = false;
    },
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
      const answer = await reached(api().execute(LoginDocument, { input }));
      if (answer?.data) {
        keep(answer.data.login);
        store.set({ status: 'signedIn', name: answer.data.login.user.displayName, place: null });
        void lookNow(choice);
        return { outcome: 'signedIn' };
      }
      const problem = answer?.errors?.[0];
      if (problem?.extensions.code === 'MFA_REQUIRED') return { outcome: 'codeNeeded' };
      return { outcome: 'refused', message: problem ? wordsOf(problem) : null };
    },
    async signOut() {
      await reached(api().execute(LogoutDocument));
      forget();
    },
  };
}

/** null when no answer came back. */
async function reached<Data>(answer: Promise<Answer<Data>>): Promise<Answer<Data> | null> {
  return answer.catch(() => null);
}

/** The problems of single fields say more than the sentence above them. */
function wordsOf({ message, extensions }: ClientError): string {
  const fields = extensions.fields?.map((field) => field.message) ?? [];
  return fields.length > 0 ? fields.join(' ') : message;
}
