import { fromBase64Url, toBase64Url } from '@assent/contracts';

/** A passkey and what its PRF extension answered to `salt`: 32 secret bytes, the same each time. */
export interface PasskeySecret {
  /** Names the passkey, base64url. */
  readonly credential: string;
  /** What it was asked about, base64url. */
  readonly salt: string;
  readonly answer: Uint8Array<ArrayBuffer>;
}

/** Why a passkey gave no secret. */
export type PasskeyProblem = 'unsupported' | 'cancelled' | 'no-secret';

/** A passkey gave no secret; `problem` says why, {@link explainPasskey} in words. */
export class PasskeyError extends Error {
  readonly problem: PasskeyProblem;

  constructor(problem: PasskeyProblem, options?: ErrorOptions) {
    super(problem, options);
    this.name = 'PasskeyError';
    this.problem = problem;
  }
}

/** Whether passkeys can be made here at all: the address must be a name, not a number, and secure. */
export function passkeysPossible(): boolean {
  return isSecureContext && 'PublicKeyCredential' in window && !/^[\d.]+$|:/.test(location.hostname);
}

/**
 * Makes a passkey on this machine and asks for its secret. Call it in a click. `name` is what the browser shows. Throws a
 * {@link PasskeyError}: `no-secret` where the authenticator has no PRF extension.
 */
export async function makePasskey(name: string): Promise<PasskeySecret> {
  if (!passkeysPossible()) throw new PasskeyError('unsupported');
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const made = await unlessCancelled(() =>
    navigator.credentials.create({
      publicKey: {
        rp: { name: 'Assent' },
        user: { id: crypto.getRandomValues(new Uint8Array(16)), name, displayName: name },
        // Nobody verifies a signature of it: the challenge guards nothing here.
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        attestation: 'none',
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  );
  const outputs = made.getClientExtensionResults().prf;
  if (outputs?.enabled !== true) throw new PasskeyError('no-secret');
  const asked = { credential: toBase64Url(new Uint8Array(made.rawId)), salt: toBase64Url(salt) };
  // Some authenticators answer at once, others only when they are asked again.
  const answer = bytesOf(outputs.results?.first);
  return answer === null ? askPasskey(asked) : { ...asked, answer };
}

/** Asks a passkey for its secret. Call it in a click. Throws a {@link PasskeyError}. */
export async function askPasskey(asked: Pick<PasskeySecret, 'credential' | 'salt'>): Promise<PasskeySecret> {
  if (!passkeysPossible()) throw new PasskeyError('unsupported');
  const given = await unlessCancelled(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        allowCredentials: [{ type: 'public-key', id: fromBase64Url(asked.credential) }],
        userVerification: 'required',
        extensions: { prf: { eval: { first: fromBase64Url(asked.salt) } } },
      },
    }),
  );
  const answer = bytesOf(given.getClientExtensionResults().prf?.results?.first);
  if (answer === null) throw new PasskeyError('no-secret');
  return { ...asked, answer };
}

/** What a passkey's problem means, for people. */
export function explainPasskey({ problem }: PasskeyError): string {
  return words[problem];
}

const words: Readonly<Record<PasskeyProblem, string>> = {
  unsupported:
    'Passkeys cannot be used at this address. They need a secure page whose address is a name, such as https://… or http://localhost.',
  cancelled: 'The passkey was not used: you cancelled, it took too long, or this machine does not have it.',
  'no-secret': 'This machine’s passkeys cannot keep a secret (their PRF extension is missing).',
};

async function unlessCancelled(run: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  let credential: Credential | null;
  try {
    credential = await run();
  } catch (cause) {
    throw new PasskeyError('cancelled', { cause });
  }
  if (!(credential instanceof PublicKeyCredential)) throw new PasskeyError('cancelled');
  return credential;
}

function bytesOf(source: BufferSource | undefined): Uint8Array<ArrayBuffer> | null {
  if (source === undefined) return null;
  return source instanceof ArrayBuffer ? new Uint8Array(source.slice(0)) : copyOf(source);
}

function copyOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new Uint8Array(buffer, byteOffset, byteLength));
}
