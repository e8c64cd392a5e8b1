/** Passwords: scrypt with its parameters and salt in the text, so that they can grow without breaking old ones. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);
/** OWASP's figures of 2023 for scrypt with 32 MiB: N 2^15, r 8, p 3; 0.2 s on an office machine. */
const COST = { N: 1 << 15, r: 8, p: 3 };
const LENGTH = 32;
const MEMORY = 96 << 20;

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password.normalize('NFKC'), salt, LENGTH, { ...COST, maxmem: MEMORY });
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64'), key.toString('base64')].join('$');
}

export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [kind, n, r, p, salt = '', key = ''] = stored.split('$');
  const expected = Buffer.from(key, 'base64');
  if (kind !== 'scrypt' || expected.length !== LENGTH) return false;
  const cost = { N: Number(n), r: Number(r), p: Number(p), maxmem: MEMORY };
  const found = await derive(password.normalize('NFKC'), Buffer.from(salt, 'base64'), LENGTH, cost);
  return timingSafeEqual(found, expected);
}

let nobody: Promise<string> | null = null;
/** As much work as for a known name, so that time does not tell which names there are. */
export async function verifyNobody(password: string): Promise<false> {
  nobody ??= hashPassword(randomBytes(16).toString('base64'));
  await verifyPassword(password, await nobody);
  return false;
}
