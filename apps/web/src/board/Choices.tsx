import { useId } from 'react';
import { type Choice, PERIODS } from '../choice.js';
import type { Categories } from '../page/use-categories.js';
import type { Texts } from '../texts/texts.js';

/** What can be chosen, and by what. */
export interface ChoiceProps {
  readonly choice: Choice;
  readonly words: Texts;
  readonly onChoose: (choice: Choice) => void;
}

/** The period: the dividers of the notebook. */
export function PeriodTabs({ choice, words, onChoose }: ChoiceProps) {
  const name = useId();
  return (
    <fieldset className="tabs">
      <legend className="unseen">{words.periodLegend}</legend>
      {PERIODS.map((period) => (
        <label key={period} className="tab" data-period={period}>
          <input
            type="radio"
            name={name}
            value={period}
            checked={period === choice.period}
            onChange={() => onChoose({ ...choice, period })}
          />
          <span>{words.periods[period]}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** The topic; one that is not known (yet) is shown by its id. */
export function TopicList({ choice, words, onChoose, categories }: ChoiceProps & { categories: Categories }) {
  const select = useId();
  const isKnown = choice.category === null || categories.some(({ id }) => id === choice.category);
  return (
    <div className="topic">
      <label htmlFor={select} className="unseen">
        {words.categoryLabel}
      </label>
      <select
        id={select}
        value={choice.category ?? ''}
        onChange={({ target }) => onChoose({ ...choice, category: target.value || null })}
      >
        <option value="">{words.allCategories}</option>
        {categories.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
        {!isKnown && <option value={choice.category ?? ''}>{choice.category}</option>}
      </select>
    </div>
  );
}
