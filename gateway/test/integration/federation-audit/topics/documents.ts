import type { Topic } from '../topic.js';
import { letters } from './letters.js';

const deep = 'letters(limit: 2) { answers { sender {'.repeat(4);
const search = 'query ($s: Search!, $l: Int! = 1) { letters(search: $s, limit: $l) { text(words: $l) } }';
const several =
  'query A { letter { id } } query B($id: ID!) { letter(id: $id) { text } } fragment Unused on Letter { id }';

/** What a document may be, and its variables. */
export const documents: Topic = {
  title: 'documents and variables:',
  subgraphs: () => letters,
  cases: [
    {
      title: 'aliases of one field with several arguments',
      query: '{ a: letter(id: "l1") { text } b: letter(id: "l2") { text t: text(words: 3) } letter { id } }',
      asks: ['archive'],
    },
    {
      title: 'aliases in an entity',
      query:
        '{ newest { sender { small: portrait(size: 1) large: portrait(size: 99) portrait named: name name: portrait } } }',
      asks: ['archive', 'writers'],
    },
    {
      title: 'one field asked for several times, each time with more',
      query:
        '{ newest { id } newest { sender { name } } ... on Query { newest { sender { portrait } } } ...More newest { id } } fragment More on Query { newest { text } }',
      asks: ['archive', 'writers'],
    },
    {
      title: 'the order of what is asked, not of what comes',
      query: '{ newest { sender { portrait name } text id } writer { name } letter { stamped id } }',
      asks: ['archive', 'writers'],
    },
    {
      title: 'conflicting arguments',
      query: '{ newest { text(words: 1) text(words: 2) } }',
      asks: [],
      errors: ['GRAPHQL_VALIDATION_FAILED'],
    },
    {
      title: 'deep nesting to and fro',
      query: `{ writer { ${deep} name ${'}'.repeat(12)} } }`,
      asks: ['archive', 'writers'],
    },
    {
      title: 'the type of the root, whatever the subgraph calls it',
      query: '{ __typename again: __typename newest { __typename } }',
      asks: ['archive'],
    },
    { title: 'nothing but the type of the root', query: '{ __typename }', asks: [] },
    { title: 'all defaults of an input', query: search, variables: { s: {} }, asks: ['archive'] },
    {
      title: 'nulls in an input',
      query: search,
      variables: { s: { tags: null, range: null }, l: 0 },
      asks: ['archive'],
    },
    {
      title: 'one value for a list, and nested defaults',
      query: search,
      variables: { s: { tags: 'one', range: { from: 1 }, sort: 'NEW' }, l: 1 },
      asks: ['archive'],
    },
    {
      title: 'variables inside an input that is written out',
      query:
        'query ($f: Int!, $t: Int, $tag: String!) { letters(search: { text: "y", tags: [$tag, "z"], range: { from: $f, to: $t } }) { text } }',
      variables: { f: 3, tag: 'q' },
      asks: ['archive'],
    },
    {
      title: 'a variable that is null where there is a default',
      query: 'query ($n: String = "given") { letter(note: $n) { text } }',
      variables: { n: null },
      asks: ['archive'],
    },
    {
      title: 'a variable that is absent where there is a default',
      query: 'query ($n: String, $m: String = "given") { a: letter(note: $n) { text } b: letter(note: $m) { text } }',
      asks: ['archive'],
    },
    {
      title: 'a variable used by both subgraphs, in entities too',
      query:
        'query ($n: Int = 7, $s: [String]) { newest { text(words: $n) sender { portrait(size: $n, styles: $s) letters(limit: 1) { stamped text(words: $n) } } } }',
      variables: { s: ['a', null] },
      asks: ['archive', 'writers'],
    },
    {
      title: 'more variables than declared',
      query: 'query ($n: Int) { newest { text(words: $n) } }',
      variables: { n: 1, more: true },
      asks: ['archive'],
    },
    {
      title: 'a variable of the name the library uses itself',
      query: 'query ($representations: Int) { newest { sender { portrait(size: $representations) } } }',
      variables: { representations: 1 },
      asks: ['archive'],
      errors: ['INTERNAL'],
    },
    {
      title: 'a wrong variable',
      query: search,
      variables: { s: { text: 1, unknown: 2 } },
      asks: [],
      errors: ['BAD_USER_INPUT'],
    },
    {
      title: 'a wrong value of an enum',
      query: search,
      variables: { s: { sort: 'WORST' } },
      asks: [],
      errors: ['BAD_USER_INPUT'],
    },
    {
      title: 'one of several operations',
      query: several,
      variables: { id: 'l5' },
      operationName: 'B',
      asks: [],
      errors: ['GRAPHQL_VALIDATION_FAILED'],
    },
    {
      title: 'one of several operations, with nothing unused',
      query: several.replace(/fragment.*/, ''),
      variables: { id: 'l5' },
      operationName: 'B',
      asks: ['archive'],
    },
    { title: 'another of them', query: several.replace(/fragment.*/, ''), operationName: 'A', asks: ['archive'] },
    {
      title: 'none of several operations',
      query: several.replace(/fragment.*/, ''),
      asks: [],
      errors: ['OPERATION_RESOLUTION_FAILURE'],
      differs: 8,
    },
    { title: 'what is no GraphQL', query: '{ newest { id }', asks: [], errors: ['GRAPHQL_PARSE_FAILED'] },
    {
      title: 'several fields that do not exist',
      query: '{ none newest { neither id(of: 1) } }',
      asks: [],
      errors: Array(3).fill('GRAPHQL_VALIDATION_FAILED'),
    },
    {
      title: 'introspection beside data',
      query:
        'query ($t: String!) { newest { id } __type(name: $t) { name kind fields { name args { name defaultValue type { name ofType { name } } } } } }',
      variables: { t: 'Query' },
      asks: ['archive'],
    },
    {
      title: 'introspection of the whole schema',
      query:
        '{ __schema { queryType { name } mutationType { name } types { kind name inputFields { name defaultValue } enumValues { name } possibleTypes { name } } directives { name locations } } }',
      asks: [],
    },
  ],
};
