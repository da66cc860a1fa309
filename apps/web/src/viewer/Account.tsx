import { useRef, useState } from 'react';
import type { Choice } from '../choice.js';
import { useStore } from '../store.js';
import type { Texts } from '../texts/texts.js';
import { SignInForm } from './SignInForm.js';
import type { Viewer } from './viewer.js';

/** Who looks, and the way in and out. */
export function Account({ viewer, choice, words }: { viewer: Viewer; choice: Choice; words: Texts }) {
  const { status, name } = useStore(viewer);
  const dialog = useRef<HTMLDialogElement>(null);
  if (status === 'signedIn') return <SignedIn viewer={viewer} name={name} words={words} />;
  return (
    <>
      <button
        type="button"
        className="quiet"
        // Until it is known whether somebody is signed in, there is nothing to click that would flicker.
        data-unknown={status === 'unknown'}
        onClick={() => dialog.current?.showModal()}
      >
        {words.signIn}
      </button>
      <dialog ref={dialog} className="dialog" aria-labelledby="sign-in-title">
        <SignInForm
          onSignIn={(credentials) => viewer.signIn(credentials, choice)}
          onClose={() => dialog.current?.close()}
          words={words}
        />
      </dialog>
    </>
  );
}

/** Their name and the way out. */
function SignedIn({ viewer, name, words }: { viewer: Viewer; name: string | null; words: Texts }) {
  const [isLeaving, setLeaving] = useState(false);
  const [isStuck, setStuck] = useState(false);

  async function leave() {
    setLeaving(true);
    setStuck(false);
    setStuck(!(await viewer.signOut()));
    setLeaving(false);
  }

  return (
    <>
      {isStuck && (
        <p role="alert" className="problem">
          {words.signOutFailed}
        </p>
      )}
      <span className="who" translate="no">
        {name}
      </span>
      <button type="button" className="quiet" disabled={isLeaving} onClick={() => void leave()}>
        {words.signOut}
      </button>
    </>
  );
}
