import { useEffect, useRef, useState } from 'react';
import type { Choice } from '../choice.js';
import type { Texts } from '../texts/texts.js';
import type { Row } from './rows.js';
import { tidingsOf } from './tidings.js';

/** Time between two things that are said, in milliseconds: a leaderboard moves faster than anybody listens. */
const EVERY_MS = 10_000;

/** Tells who listens what is worth telling, now and then. */
export function Announcer({ rows, of, words }: { rows: readonly Row[]; of: Choice; words: Texts }) {
  const [said, setSaid] = useState('');
  const heard = useRef<{ of: Choice; rows: readonly Row[]; at: number }>({ of, rows, at: 0 });
  useEffect(() => {
    const last = heard.current;
    const now = Date.now();
    if (last.of !== of || last.rows.length === 0) {
      heard.current = { of, rows, at: last.at };
      return;
    }
    if (now - last.at < EVERY_MS) return;
    const tidings = tidingsOf(last.rows, rows);
    if (tidings === null) return;
    heard.current = { of, rows, at: now };
    switch (tidings.kind) {
      case 'viewerMoved':
        return setSaid((tidings.rose ? words.viewerRose : words.viewerFell)(words.rank(tidings.rank)));
      case 'newLeader':
        return setSaid(words.newLeader(tidings.name ?? words.nameless));
    }
  }, [rows, of, words]);
  return (
    <p className="unseen" role="status">
      {said}
    </p>
  );
}
