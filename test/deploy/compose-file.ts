import { documentsOf } from './files.js';

export interface ComposeService {
  image: string;
  command?: string | string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  read_only?: boolean;
  ports?: string[];
}

export interface ComposeFile {
  services: Record<string, ComposeService>;
}

export const composeFile = documentsOf('docker-compose.yml')[0] as ComposeFile;

// ${NAME}, ${NAME:-default}, ${NAME:?message}; $$ is one $.
const reference = /\$(?:\$|\{(\w+)(?::([-?])([^}]*))?\})/g;

/** The text as compose hands it on. @param valueOf the variables of .env */
export function interpolated(text: string, valueOf: (name: string) => string | undefined): string {
  return text.replace(reference, (whole, name: string | undefined, operator?: string, rest?: string) => {
    if (name === undefined) return '$';
    const value = valueOf(name);
    if (value !== undefined && value !== '') return value;
    if (operator === '-') return rest ?? '';
    throw new Error(`${whole}: ${name} is not set`);
  });
}

/** The variables that a text cannot do without. */
export function neededIn(text: string): string[] {
  return [...text.matchAll(reference)].flatMap(([, name, operator]) =>
    name && operator !== '-' ? [name] : [],
  );
}
