import { renderSVG } from 'uqr';

/** A QR code of `text` as a data URL that an image element shows: SVG, black on white, with the border readers need. */
export function qrCodeDataUrl(text: string): string {
  // ISO/IEC 18004 asks for four modules of white around the code; M survives a smudged screen.
  const svg = renderSVG(text, { ecc: 'M', border: 4 });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
