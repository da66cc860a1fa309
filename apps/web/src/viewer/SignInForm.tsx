import { type FormEvent, useId, useState } from 'react';
import type { Texts } from '../texts/texts.js';
import type { Credentials, SignIn } from './viewer.js';

/** Asks for address and password, and for the code of a second factor where there is one. */
export function SignInForm(props: {
  readonly onSignIn: (credentials: Credentials) => Promise<SignIn>;
  readonly onClose: () => void;
  readonly words: Texts;
}) {
  const { onSignIn, onClose, words } = props;
  const [email, password, code, hint] = [useId(), useId(), useId(), useId()];
  const [isBusy, setBusy] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const textOf = (name: string) => String(fields.get(name) ?? '').trim();
    setBusy(true);
    setProblem(null);
    const result = await onSignIn({
      email: textOf('email'),
      password: String(fields.get('password') ?? ''),
      ...(needsCode && { totpCode: textOf('code') }),
    });
    setBusy(false);
    if (result.outcome === 'signedIn') return onClose();
    if (result.outcome === 'codeNeeded') setNeedsCode(true);
    else setProblem(result.message ?? words.signInUnreachable);
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <h2 id="sign-in-title">{words.signIn}</h2>
      <p>{words.signInIntroduction}</p>
      <label htmlFor={email}>{words.email}</label>
      <input id={email} name="email" type="email" autoComplete="username" required />
      <label htmlFor={password}>{words.password}</label>
      <input id={password} name="password" type="password" autoComplete="current-password" required />
      {needsCode && (
        <>
          <label htmlFor={code}>{words.code}</label>
          <input
            id={code}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            aria-describedby={hint}
            // biome-ignore lint/a11y/noAutofocus: it appears because it was asked for
            autoFocus
            required
          />
          <p id={hint} className="hint">
            {words.codeHint}
          </p>
        </>
      )}
      <p role="alert" className="problem">
        {problem}
      </p>
      <div className="buttons">
        <button type="button" className="quiet" onClick={onClose}>
          {words.cancel}
        </button>
        <button type="submit" className="solid" disabled={isBusy}>
          {words.signIn}
        </button>
      </div>
    </form>
  );
}
