import type { ReactNode } from 'react';

/** What stands on the sheet where there is no ranking. */
export function Notice(props: {
  readonly title: string;
  readonly text: string | null;
  readonly isWaiting?: boolean;
  readonly children?: ReactNode;
}) {
  return (
    <div className="notice" data-waiting={props.isWaiting ?? false}>
      <h2>{props.title}</h2>
      {props.text !== null && <p>{props.text}</p>}
      {props.children}
    </div>
  );
}
