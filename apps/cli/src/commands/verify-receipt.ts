import { readFile } from 'node:fs/promises';
import { checkOfflineReceipt } from '@assent/client';
import { decodeLeaf, LedgerError } from '@assent/ledger';
import { exitCodes, type ExitCode, type Terminal } from '../command.ts';

/** Checks a receipt that somebody kept, without asking anybody. Throws what reading the file throws. */
export async function verifyReceiptFile(
  file: string,
  trust: { readonly verifierKey: string; readonly witnesses: readonly string[] },
  terminal: Terminal,
  json: boolean,
): Promise<ExitCode> {
  const text = await readFile(file, 'utf8');
  try {
    const { index, size, entry } = await checkOfflineReceipt(text, trust);
    const { kind, t } = decodeLeaf(entry);
    if (json) terminal.out(JSON.stringify({ ok: true, index, size, kind, t, witnesses: trust.witnesses.length }));
    else {
      terminal.out(`✓ ${kind} stands in the ledger as entry ${index} of ${size}, since ${new Date(t).toISOString()}`);
      if (trust.witnesses.length > 0) terminal.out(`✓ ${trust.witnesses.length} witnesses have seen that ledger`);
    }
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    if (json) terminal.out(JSON.stringify({ ok: false, code: error.code }));
    else terminal.out(`✗ ${error.code}: ${error.message}`);
    return exitCodes.failed;
  }
}
