import { describe, expect, it } from 'vitest';
import { createMemoryRepository, repositoryContract } from './testing/index.ts';

describe('the repository in memory', () => {
  it.each(repositoryContract)('$name', async ({ run }) => {
    await expect(run(createMemoryRepository())).resolves.toBeUndefined();
  });
});
