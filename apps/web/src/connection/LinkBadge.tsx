import type { Texts } from '../texts/texts.js';
import type { LinkState } from './link.js';

/** Says whether what is shown is live; its pulse beats once whenever a ranking comes (`beat` changes). */
export function LinkBadge({ state, beat, words }: { state: LinkState; beat: string | null; words: Texts }) {
  return (
    <p className="link" data-link={state}>
      <svg className="pulse" viewBox="0 0 64 24" aria-hidden="true">
        <path className="pulse-line" d="M1 12h63" />
        <path key={beat} className="pulse-beat" d="M1 12h20l4-7 6 15 5-12 3 4h25" pathLength="1" />
      </svg>
      <span role="status">{words.link[state]}</span>
    </p>
  );
}
