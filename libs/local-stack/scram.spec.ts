import { expect, test } from '@jest/globals';
import { namespace } from './namespace.js';
import { postgresVerifier, ScramClient } from './scram.js';
import { saltFor, servicePasswords } from './service-passwords.js';

// The example of RFC 7677, section 3.
test('the exchange of the RFC', () => {
  const client = new ScramClient('user', 'pencil', 'rOprNGfwEbeRWgbNEkqO');
  expect(client.first()).toBe('n,,n=user,r=rOprNGfwEbeRWgbNEkqO');
  const { message, serverSignature } = client.final(
    'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
  );
  expect(message).toBe(
    'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
  );
  expect(serverSignature).toBe('6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=');
});

test('a server that answers for somebody else is refused', () => {
  const client = new ScramClient('user', 'pencil', 'mine');
  expect(() => client.final('r=theirs,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096')).toThrow(/something else/);
  expect(() => client.final('e=other-error')).toThrow(/something else/);
});

test('a verifier of Postgres, as Postgres makes it from the same password and salt', () => {
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
  expect(postgresVerifier('pencil', salt)).toBe(
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  );
});

test('passwords are the same for the same secret, and for nothing else', () => {
  const ns = namespace('one');
  const first = servicePasswords('secret', ns, 'orders');
  expect(servicePasswords('secret', ns, 'orders')).toEqual(first);
  const all = [
    first,
    servicePasswords('secret', ns, 'tracking'),
    servicePasswords('secret', namespace('two'), 'orders'),
    servicePasswords('other', ns, 'orders'),
  ].flatMap(({ roles, kafka }) => [...Object.values(roles), kafka].map(({ password }) => password));
  expect(new Set(all).size).toBe(20);
  expect(saltFor('password', 'user')).toEqual(saltFor('password', 'user'));
});
