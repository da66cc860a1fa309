import { useId } from 'react';
import { type Choice, PERIODS } from '../choice.js';
import type { Categories } from '../page/use-categories.js';
import type { Texts } from '../texts/texts.js';

/** Which leaderboard: the dividers of the notebook for the period, a list for the topic. */
export function Choices(props: {
  readonly choice: Choice;
  readonly categories: Categories;
  readonly words: Texts;
  readonly onChoose: (choice: Choice) => void;
}) {
  const { choice, categories, words, onChoose } = props;
  const [name, select] = [useId(), useId()];
  const isKnown = choice.category === null || categories.some(({ id }) => id === choice.category);
  return (
    <div className="choices">
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
    </div>
  );
}
