/**
 * A text with letters that only look Latin put in Latin, so that `аge` with a Cyrillic first letter is read as what a learner would type.
 * Letters are brought to the form in which Python compares names (PEP 3131: NFKC), then Cyrillic and Greek ones that look
 * like a Latin one to that one. Nothing that is compared with has such letters.
 */
export function inLatin(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\p{L}+/gu, (word) => word.normalize('NFKC'))
    .replace(/[\p{Script=Cyrillic}\p{Script=Greek}ıɑɡ]/gu, (letter) => lookAlikes.get(letter) ?? letter);
}

/** From Unicode’s confusables.txt (UTS #39): single letters that look like one of a–z or A–Z. */
const lookAlikes = new Map(
  [
    ['аеорсухіјѕһԁԛԝԍ', 'aeopcyxijshdqwg'],
    ['АВЕЅІЈКМНОРСТУХҮԌԚԜ', 'ABESIJKMHOPCTYXYGQW'],
    ['ανορυιγ', 'avopuiy'],
    ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'],
    ['ıɑɡ', 'iag'],
  ].flatMap(([from = '', to = '']) =>
    [...from].map((letter, index): [string, string] => [letter, to[index] ?? letter]),
  ),
);
