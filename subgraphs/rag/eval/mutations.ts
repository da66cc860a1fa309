/**
 * The questions that one small change makes another question of: a number, a name, a negation, `avec` for `sans`, adding
 * for removing, two names in the other order. None where there is nothing to change.
 */
export function mutationsOf(question: string): string[] {
  const changed = changes.map((change) => change(question));
  return [...new Set(changed)].filter((text) => text !== question);
}

const changes: readonly ((text: string) => string)[] = [
  (text) => text.replace(/\d+/, (digits) => String(Number(digits) + 7)),
  (text) => `${text} 7`,
  (text) => `${text} sans ma_liste`,
  (text) => text.replace(/(?<![\p{L}\p{N}_])(\p{L}+[._]\p{L}+)/u, '$1x'),
  (text) => text.replace(/(?<![\p{L}\p{N}_])(\p{Ll}+\p{Lu}\p{L}+|\p{Lu}\p{L}+(?:Error))/u, 'My$1'),
  (text) => text.replace(/(?<!\p{L})avec(?!\p{L})/u, 'sans'),
  (text) => text.replace(/(?<!\p{L})sans(?!\p{L})/u, 'avec'),
  (text) => text.replace(/(?<!\p{L})(supprimer|enlever|retirer)(?!\p{L})/u, 'ajouter'),
  (text) => text.replace(/(?<!\p{L})ajouter(?!\p{L})/u, 'supprimer'),
  (text) => text.replace(/(?<!\p{L})premier(?!\p{L})/u, 'dernier'),
  (text) => text.replace(/(?<!\p{L})plus(?!\p{L})/u, 'moins'),
  (text) => text.replace(/^comment (\p{L}+er|\p{L}+ir)(?!\p{L})/iu, 'comment ne pas $1'),
  (text) => text.replace(/^comment (?=\p{L}+(?:er|ir)(?!\p{L}))/iu, 'pourquoi '),
  (text) =>
    text.replace(
      /(?<!\p{L})(int|str|float|liste|chaîne|entier) en (?:une? )?(int|str|float|liste|chaîne|entier)(?!\p{L})/u,
      '$2 en $1',
    ),
  (text) => text.replace(/(?<!\p{L})ne (\p{L}+) pas(?!\p{L})/u, '$1'),
  (text) => text.replace(/(?<!\p{L})un élément(?!\p{L})/u, 'plusieurs éléments'),
  (text) => text.replace(/(?<!\p{L})(dans|sur) (?=\p{L}+)/u, 'hors de '),
  (text) => `${text} "append"`,
];
