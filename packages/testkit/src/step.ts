/**
 * One step of a test that has several, each of which needs what the ones before it did. What fails in it says in which
 * step it did: such a test runs alone and in any order with others, and is read like several all the same.
 */
export async function step(name: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    // The error itself goes on: it knows the line, and what was expected.
    if (error instanceof Error) error.message = `${name}: ${error.message}`;
    throw error;
  }
}
