/**
 * Keeps two things from the user that nobody can act on: kafkajs sets a negative timeout when it idles, of which
 * Node warns each time; and a reader who has seen enough (`npm run journey -- ID | head`) closes our stdout.
 */
export function calmTerminal(): void {
  const listeners = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'TimeoutNegativeWarning') listeners.forEach((listener) => listener(warning));
  });
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
