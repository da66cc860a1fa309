/**
 * A text without the characters that nobody sees: zero width, soft hyphens, directions of writing, tags and other control
 * characters. They hide words from checks and make code read otherwise than it runs. Tabs, line breaks and the spaces of
 * French typography stay.
 */
export function withoutInvisible(text: string): string {
  return text.replace(invisible, '');
}

/** Cf and Cc of Unicode, less \t and \n, with the variation selectors and fillers that are letters by category only. */
const invisible =
  /(?![\t\n])(?:\p{Cc}|\p{Cf}|\u034F|[\u115F\u1160\u3164\uFFA0]|[\u17B4\u17B5]|[\u180B-\u180F]|[\uFE00-\uFE0F])/gu;
