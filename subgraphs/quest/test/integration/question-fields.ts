/** All that a learner may ask about a question, of whatever type it is. */
export const QUESTION_FIELDS = `__typename id key prompt points hintCount
  ... on SingleChoiceQuestion { choices { id text } }
  ... on MultipleChoiceQuestion { choices { id text } }
  ... on FillInQuestion { template blankCount }
  ... on OrderingQuestion { items { id text } indented }
  ... on MatchingQuestion { left { id text } right { id text } }
  ... on TrueFalseQuestion { reasons { id text } }
  ... on PredictOutputQuestion { code stdin }
  ... on ExplainErrorQuestion { code stdin error steps { prompt choices { id text } } }
  ... on CodeQuestion { starterCode visibleTests }
  ... on RepairCodeQuestion { code visibleTests }`;
