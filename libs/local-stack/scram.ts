import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** RFC 7677, the iterations that both Postgres and Kafka take as their least. */
export const scramIterations = 4096;

export function saltedPassword(password: string, salt: Buffer, iterations = scramIterations): Buffer {
  return pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256');
}

/** What Postgres stores for a role. Sending this instead of the password keeps it out of statements and logs. */
export function postgresVerifier(password: string, salt: Buffer): string {
  const salted = saltedPassword(password, salt);
  const storedKey = sha256(hmac(salted, 'Client Key')).toString('base64');
  const serverKey = hmac(salted, 'Server Key').toString('base64');
  return `SCRAM-SHA-256$${scramIterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}

/** The client's side of one SCRAM-SHA-256 exchange (RFC 5802), without channel binding. */
export class ScramClient {
  private readonly bare: string;

  constructor(
    username: string,
    private readonly password: string,
    private readonly nonce: string = randomBytes(24).toString('base64'),
  ) {
    this.bare = `n=${username.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${nonce}`;
  }

  first(): string {
    return `n,,${this.bare}`;
  }

  /** The answer to the server's first message, and the signature its last one must carry. */
  final(serverFirst: string): { message: string; serverSignature: string } {
    const fields = new Map(serverFirst.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
    const nonce = fields.get('r') ?? '';
    const salt = Buffer.from(fields.get('s') ?? '', 'base64');
    const iterations = Number(fields.get('i'));
    if (!nonce.startsWith(this.nonce) || salt.length === 0 || !Number.isSafeInteger(iterations))
      throw new Error('the server answered the SCRAM exchange with something else');
    const salted = saltedPassword(this.password, salt, iterations);
    const withoutProof = `c=biws,r=${nonce}`;
    const signed = `${this.bare},${serverFirst},${withoutProof}`;
    const clientKey = hmac(salted, 'Client Key');
    const signature = hmac(sha256(clientKey), signed);
    const proof = Buffer.from(clientKey.map((byte, i) => byte ^ (signature[i] ?? 0)));
    return {
      message: `${withoutProof},p=${proof.toString('base64')}`,
      serverSignature: hmac(hmac(salted, 'Server Key'), signed).toString('base64'),
    };
  }
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
