import { z } from 'zod';

// The pages' content policy forbids to make code from text; schemas learn of it before they are made, and do not even try.
z.config({ jitless: true });
