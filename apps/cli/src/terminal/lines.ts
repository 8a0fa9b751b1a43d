/** The answer of a command: data for people or programs. */
export function answer(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** What a command tells of its own doing: never on stdout, which may be read by a program. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** JSON for programs, one line. */
export function answerJson(value: unknown): void {
  answer(JSON.stringify(value));
}
