/** Moves the children of a list, told apart by `data-key`, from where they were shown last to where they are now. */
export type Glide = (list: HTMLElement) => void;

const DURATION_MS = 650;
const EASING = 'cubic-bezier(.22, .8, .24, 1)';

/**
 * Remembers where rows were (First, Last, Invert, Play): call it after every render. A row that is under way turns from
 * where it is. Nothing moves for whoever asked for less motion, nor when the list itself got another width.
 */
export function createGlide(): Glide {
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const underWay = new WeakMap<Element, Animation>();
  let known = new Map<string, Spot>();
  let width = 0;
  return (list) => {
    const isResized = list.clientWidth !== width;
    width = list.clientWidth;
    const wasEmpty = known.size === 0;
    const spots = new Map<string, Spot>();
    for (const [index, row] of [...list.children].entries()) {
      if (!(row instanceof HTMLElement) || row.dataset.key === undefined) continue;
      const spot = { index, left: row.offsetLeft, top: row.offsetTop };
      spots.set(row.dataset.key, spot);
      if (calm.matches || isResized || wasEmpty) continue;
      const before = known.get(row.dataset.key);
      if (before) move(row, before, spot);
      else row.animate([{ opacity: 0 }, { opacity: 1 }], { duration: DURATION_MS, easing: 'ease-out' });
    }
    known = spots;
  };

  function move(row: HTMLElement, from: Spot, to: Spot): void {
    if (from.left === to.left && from.top === to.top) return;
    const running = underWay.get(row);
    const shown = running?.playState === 'running' ? new DOMMatrix(getComputedStyle(row).transform) : null;
    const left = from.left - to.left + (shown?.e ?? 0);
    const top = from.top - to.top + (shown?.f ?? 0);
    running?.cancel();
    // Who rises passes in front of who is overtaken; in two columns that may well be downwards.
    const isRising = to.index < from.index;
    const zIndex = isRising ? 2 : 1;
    row.toggleAttribute('data-rising', isRising);
    const animation = row.animate(
      [
        { transform: `translate(${left}px, ${top}px)`, zIndex },
        { transform: 'none', zIndex },
      ],
      { duration: DURATION_MS, easing: EASING },
    );
    animation.onfinish = () => row.removeAttribute('data-rising');
    underWay.set(row, animation);
  }
}

interface Spot {
  /** Among its siblings. */
  readonly index: number;
  readonly left: number;
  readonly top: number;
}
