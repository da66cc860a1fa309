/**
 * The tokens of a piece of Python, or of a text with Python in it: quoted texts, words, numbers, operators, other signs.
 * Every kind of quote is `"`: phones and word processors put typographic ones in.
 */
export function tokensOf(text: string): string[] {
  return (
    text
      .trim()
      .replace(/[‘’‚'“”„«»]/g, '"')
      .match(TOKEN) ?? []
  );
}

/** A quoted text, a word or number, an operator of Python, or any other sign. */
const TOKEN =
  /"(?:\\.|[^"\\])*"|[\p{L}\p{N}_]+(?:\.\p{N}+)?|\*\*=|\/\/=|>>=|<<=|[-+*/%@&|^=!<>:]=|->|\*\*|\/\/|>>|<<|\S/gu;
