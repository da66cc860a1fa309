/** Cuts finished Markdown into paragraphs and whole code blocks. Joined again, the pieces are the text. */
export function textBlocks(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let fence: string | null = null;
  for (const line of text.split(/(?<=\n)/)) {
    const mark = /^\s*(`{3,})/.exec(line)?.[1] ?? null;
    if (mark !== null && fence === null) fence = mark;
    else if (mark !== null && fence !== null && mark.length >= fence.length) fence = null;
    const startsNew = fence === null || mark === fence;
    if (startsNew && /\n\n$/.test(piece) && line.trim() !== '') {
      pieces.push(piece);
      piece = '';
    }
    piece += line;
  }
  return piece === '' ? pieces : [...pieces, piece];
}
