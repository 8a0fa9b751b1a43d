/** Markup that is safe to put into a page. `markup` makes it; elsewhere only of our own text. */
export class Html {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

type Piece = Html | string | number | undefined | readonly Html[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Markup from a template. Text is escaped whatever it is, for content and for quoted attributes; only what `markup` itself
 * has made goes in as it is, and the type lets no other markup in.
 */
export function markup(parts: TemplateStringsArray, ...pieces: Piece[]): Html {
  return new Html(parts.map((part, at) => part + (at < pieces.length ? textOf(pieces[at]) : '')).join(''));
}

function textOf(piece: Piece): string {
  if (piece instanceof Html) return piece.text;
  if (piece === undefined) return '';
  if (typeof piece === 'string' || typeof piece === 'number')
    return String(piece).replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
  return piece.map(textOf).join('');
}
