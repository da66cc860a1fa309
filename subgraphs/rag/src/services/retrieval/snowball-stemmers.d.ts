/** The part of snowball-stemmers (which ships no types) that is used here. */
declare module 'snowball-stemmers' {
  const snowball: {
    newStemmer(algorithm: 'french' | 'english'): { stem(word: string): string };
  };
  export default snowball;
}
