import { ContractsError, openSigned, type Signed, type Typed } from '@assent/contracts';

/** Whether a signed document is signed by the key that it names. The caller checks whose key that is. */
export async function signatureHolds<Body extends Typed>(
  schema: Parameters<typeof openSigned<Body>>[0],
  document: Signed<Body>,
): Promise<boolean> {
  try {
    await openSigned(schema, document);
    return true;
  } catch (error) {
    if (error instanceof ContractsError) return false;
    throw error;
  }
}
