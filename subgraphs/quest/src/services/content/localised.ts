/**
 * The texts of one authored object in the language asked for: its `en` block over its French fields.
 * What has no English stays French. Nested objects (choices, hints, mistakes) are translated one by one by the caller.
 */
export function inLanguage<T extends { en?: object | undefined }>(content: T, language: 'fr' | 'en'): T {
  return language === 'en' && content.en ? { ...content, ...content.en } : content;
}
